import type { Clock } from '../../../src/core/clock.ts';
import type { Place } from '../../../src/core/command.ts';
import type { EvidenceEvent } from '../../../src/core/evidence.ts';
import type { TrailLogGroup } from '../../../src/core/settings.ts';
import type { Store } from '../../../src/core/store.ts';
import { untrusted } from '../../../src/core/text.ts';
import type { SectionRun } from '../../../src/digest/section.ts';
import { createActivitySection } from '../../../src/digest/sections/activity/activity.ts';
import { evidenceOfMessage } from '../../../src/incidents/evidence/merge.ts';
import { now, prod, rowsOf, sandbox, staging } from '../../commands/helpers.ts';
import { openTestStore } from '../../incidents/rig.ts';
import { makeAlert, makeIncident, testClock } from '../../store/make.ts';
import { runOf, shown, toldOf } from './rig.ts';
import { createFakeLogs, type FakeGroup, groupOf } from './trail-rig.ts';

const placed = (account: typeof prod): Place => ({ account, regions: account.regions });

export const [place, other, third] = [placed(prod), placed(staging), placed(sandbox)];

export interface World {
  readonly groups?: Readonly<Record<string, FakeGroup>>;
  /** Undefined: one for each of `groups`, which covers everything. */
  readonly trailLogs?: readonly TrailLogGroup[];
  readonly prepare?: (store: Store) => Promise<void>;
  readonly clock?: Partial<Clock>;
}

export const begin = async (world: World = {}, run: Partial<SectionRun> = {}) => {
  const { groups = {} } = world;
  const store = await openTestStore(testClock());
  await world.prepare?.(store);
  const fake = createFakeLogs(groups);
  const section = createActivitySection({
    logs: fake.logs,
    whereOf: (account, region) => ({ account, region }),
    clock: { ...testClock(), now: () => now, ...world.clock },
    trailLogs: () => world.trailLogs ?? Object.keys(groups).map((name) => groupOf(name)),
    store,
  });
  return { ...fake, section, reader: section.begin(runOf(run)) };
};

export const partOf = async (world: World, run: Partial<SectionRun> = {}) =>
  (await begin(world, run)).reader.account(place);

/** What prod's row of the table says, by measure. */
export const cellsOf = async (
  world: World,
  run: Partial<SectionRun> = {},
): Promise<readonly string[]> => {
  const { section, reader } = await begin(world, run);
  const told = [toldOf(place, await reader.account(place))];
  const [row = ''] = rowsOf({ headline: [], parts: section.tell(told, runOf().period) });
  return row.split(' | ');
};

export const toldWords = async (world: World, ...places: readonly Place[]): Promise<string> => {
  const { section, reader } = await begin(world);
  const told = await Promise.all(places.map(async (one) => toldOf(one, await reader.account(one))));
  return shown(section, told);
};

/** One log group, which covers everything. */
export const inLog = (...rows: FakeGroup['rows'] & object): World => ({
  groups: { trail: { rows } },
});

interface ReceivedAlert {
  readonly detection?: string;
  readonly events?: readonly EvidenceEvent[];
  readonly account?: typeof prod.id;
  readonly firings?: number;
  readonly count?: number;
  readonly elsewhere?: boolean;
}

/** As an alarm leaves it: an incident, and the records that its evidence found. */
export const received = (store: Store, one: ReceivedAlert): Promise<void> =>
  store.transaction(async (tx) => {
    const { detection, events, account = prod.id, firings = 1, count, elsewhere } = one;
    const incident = makeIncident({
      createdAt: now - 3_600_000,
      latest: makeAlert({ account, name: untrusted('SomeAlarm'), at: now - 3_600_000 }),
      detection,
      firings,
    });
    await tx.incidents.put(incident);
    if (events === undefined && elsewhere !== true) return;
    const evidence = evidenceOfMessage(incident.id, events ?? [], now);
    await tx.evidence.put({
      ...evidence,
      count: count ?? evidence.count,
      ...(elsewhere === true && {
        elsewhere: [{ incidentId: 'i-2', name: untrusted('Other'), account, count: 1 }],
      }),
    });
  });

/** What reached the bot, and nothing else. */
export const fromBot = (...alerts: readonly ReceivedAlert[]): World => ({
  prepare: async (store) => {
    for (const one of alerts) await received(store, one);
  },
});
