import type { Place } from '../../../core/command.ts';
import type { Finding, FindingKind, SectionPart, Unread } from '../../../core/digest.ts';
import { AppError } from '../../../core/errors.ts';
import type { AccountId } from '../../../core/ids.ts';
import { reasonOf } from '../../../core/reason.ts';
import { foreign } from '../../../core/redact.ts';
import type { TrailLogGroup } from '../../../core/settings.ts';
import type { Store } from '../../../core/store.ts';
import { type Text, textOf } from '../../../core/text.ts';
import { once, onceEach } from '../../once.ts';
import type { Section, SectionReader, SectionRun } from '../../section.ts';
import {
  callerOf,
  type Deed,
  doersOf,
  type Measure,
  type MeasureId,
  measuresOf,
  mostDoers,
  whatOf,
} from './measures.ts';
import { readReceived } from './received.ts';
import { type ActivityDetail, tellActivity } from './tell-activity.ts';
import { readTrailLog, type TrailCounts, type TrailLogDeps } from './trail-log.ts';

export interface ActivitySectionDeps extends TrailLogDeps {
  readonly trailLogs: () => readonly TrailLogGroup[];
  readonly store: Store;
}

type Measures = ReadonlyMap<MeasureId, Measure>;

const scope = 'sign-ins';

const kinds: Readonly<Record<string, FindingKind>> = {
  'root-in-use': {
    title: ['Root is in use'],
    next: ['Give whoever needs it a role, and lock root away.'],
    urgency: 85,
  },
  'signs-in-without-mfa': {
    title: ['People who sign in without MFA'],
    next: ['Have them register an MFA device, and let a policy require it.'],
    urgency: 70,
  },
};

const fromLog = ['root', 'failed-sign-ins', 'sign-ins-without-mfa', 'denied', 'guards'] as const;

interface Counted extends Deed {
  readonly measure: MeasureId;
}

/** Everything that a log group can tell of an account: nothing of a kind is a measured nought. */
const measuredIn = ({ rows, isCut }: TrailCounts, account: AccountId): Measures => {
  const counted = rows
    .filter((row) => row.account === account)
    .flatMap(({ record, count }) =>
      measuresOf(record).map(
        (measure): Counted => ({ measure, ...callerOf(record), what: whatOf(record), count }),
      ),
    );
  return new Map(
    fromLog.map((id): [MeasureId, Measure] => {
      const doers = doersOf(counted.filter(({ measure }) => measure === id));
      return [
        id,
        {
          count: doers.reduce((sum, { count }) => sum + count, 0),
          isAtLeast: isCut,
          doers,
        },
      ];
    }),
  );
};

/** With those who did it most. */
const mostly = (measure: Measure): Measure => ({
  ...measure,
  doers: measure.doers.slice(0, mostDoers),
});

/** All of somebody's doings in one finding; who signs in without MFA does so until it is ended. */
const findingsOf = (measures: Measures): readonly Finding[] => {
  const root = measures.get('root');
  const without = measures.get('sign-ins-without-mfa')?.doers ?? [];
  const people = new Map(without.map((doer) => [textOf(doer.who), doer.who]));
  return [
    ...(root === undefined || root.count === 0
      ? []
      : [
          {
            id: 'root-in-use',
            kind: 'root-in-use',
            scope,
            weight: 'fail' as const,
            what: ['root did ', ...listed(mostly(root).doers.map(({ what }) => what))],
          },
        ]),
    ...[...people].map(
      ([name, who]): Finding => ({
        id: `signs-in-without-mfa/${name}`,
        kind: 'signs-in-without-mfa',
        scope,
        weight: 'fail',
        what: [...who, ' signs in to the console with a password alone'],
      }),
    ),
  ];
};

const listed = (texts: readonly Text[]): Text =>
  texts.flatMap((text, index) => (index === 0 ? text : [', ', ...text]));

interface FromLogs {
  readonly measures: Measures;
  readonly isCut: boolean;
  readonly group: string;
  readonly bytesScanned: number;
}

/** The first log group that tells of an account; why none does. */
const createLogs = (deps: ActivitySectionDeps, { period, signal, urgency }: SectionRun) => {
  // Once: settings that are read again meanwhile must not have everything asked again.
  const groups = deps.trailLogs();
  const read = onceEach(
    (group: TrailLogGroup) => String(groups.indexOf(group)),
    (group: TrailLogGroup) => readTrailLog(deps, group, period, { urgency, signal }),
  );
  return async (account: AccountId): Promise<FromLogs | Text> => {
    let why: Text = [
      'No log group of a trail is listed for it: add it to trailLogs in the settings.',
    ];
    for (const group of groups) {
      if (group.covers !== undefined && !group.covers.includes(account)) continue;
      try {
        const counts = await read(group);
        const { isCut, bytesScanned } = counts;
        const measures = measuredIn(counts, account);
        return { measures, isCut, group: group.logGroup, bytesScanned };
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown;
        why = [{ code: foreign(group.logGroup) }, ': ', ...reasonOf(thrown)];
      }
    }
    return why;
  };
};

/** The most come first: whoever did something once may be what is cut. */
const cut: Text = [
  'Its log group tells of more than an answer of Logs Insights holds, so the rarest is missing: list a log group for fewer accounts in trailLogs.',
];

const unreadOf = (logs: FromLogs | Text): readonly Unread[] => {
  if (!('measures' in logs)) return [{ scope, why: logs }];
  return logs.isCut ? [{ scope, why: cut }] : [];
};

const figuresOf = (measures: Measures): Readonly<Record<string, number>> =>
  Object.fromEntries([...measures].map(([id, { count }]) => [id, count]));

const createReader = (
  deps: ActivitySectionDeps,
  run: SectionRun,
): SectionReader<ActivityDetail> => {
  const logsOf = createLogs(deps, run);
  const receive = once(() => readReceived(deps.store, run.period, run.signal));
  const receivedBy = async (account: AccountId): Promise<Measures> =>
    (await receive()).get(account) ?? new Map();

  return {
    account: async ({ account: { id } }: Place): Promise<SectionPart<ActivityDetail>> => {
      const [received, logs, before] = await Promise.all([
        receivedBy(id),
        logsOf(id),
        run.previous?.('activity', id),
      ]);
      const isLogged = 'measures' in logs;
      // The log knows more than what reached the bot, except for what it would take 90 days to tell.
      const measures: Measures = new Map([...received, ...(isLogged ? logs.measures : [])]);
      return {
        findings: isLogged ? findingsOf(measures) : [],
        kinds,
        unread: unreadOf(logs),
        figures: figuresOf(measures),
        detail: {
          measures: Object.fromEntries([...measures].map(([id, one]) => [id, mostly(one)])),
          before: before?.figures ?? {},
          log: isLogged ? { group: logs.group, bytesScanned: logs.bytesScanned } : undefined,
        },
      };
    },
  };
};

/**
 * What people and programs did. Most of it happens and is over, so it is told as figures beside those of
 * the last digest; only who uses root, and who signs in without MFA, goes on until somebody ends it, and
 * is a finding.
 */
export const createActivitySection = (deps: ActivitySectionDeps): Section<ActivityDetail> => ({
  id: 'activity',
  title: 'Activity',
  begin: (run) => createReader(deps, run),
  tell: tellActivity,
});
