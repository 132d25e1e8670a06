import type { Clock } from '../../core/clock.ts';
import type { AlarmStateName } from '../aws/alarms.ts';
import type { FakeAws, Published } from '../aws/server.ts';
import type { Trail } from '../aws/trail/store.ts';
import type { Changes } from '../changes.ts';
import type { Faults } from '../faults.ts';
import type { FakeSlack } from '../slack/server.ts';

/** What a happening may touch. */
export interface World {
  readonly aws: FakeAws;
  readonly slack: FakeSlack;
  /** What CloudTrail has recorded. */
  readonly trail: Trail;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly changes: Changes;
  /** An alarm of the sample account changes, with everything that follows. */
  readonly alarm: (
    name: string,
    state: AlarmStateName,
    value?: number,
    account?: string,
  ) => Promise<Published | undefined>;
}

/** Something that can be made to happen in the sample organisation or to the services. */
export interface Happening {
  readonly what: string;
  /** For the page's panel. */
  readonly title: string;
  readonly run: (world: World) => Promise<void>;
}
