import type { Clock } from '../../core/clock.ts';
import type { FakeAws } from '../aws/server.ts';
import type { Bot } from '../bot-process.ts';
import type { CallLog } from '../calls.ts';
import type { Changes } from '../changes.ts';
import type { Faults } from '../faults.ts';
import type { World } from '../happenings/happening.ts';
import type { Json } from '../json.ts';
import type { People } from '../slack/people.ts';
import type { FakeSlack } from '../slack/server.ts';

/** What the control API works with. */
export interface ControlContext {
  readonly clock: Clock;
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly changes: Changes;
  readonly slack: FakeSlack;
  readonly aws: FakeAws;
  readonly people: People;
  readonly world: World;
  readonly bot: Bot;
  /** Empty channels, alarms as at first, and a bot that remembers nothing. */
  readonly startAfresh: () => Promise<void>;
}

/** One address of the control API. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** Under `/_sandbox/`. */
  readonly path: string;
  /**
   * @param input The body, or the query's parameters.
   * @returns what is answered, or a promise of it
   * @throws ControlError, ZodError, SlackError
   */
  readonly run: (context: ControlContext, input: Json) => unknown;
}
