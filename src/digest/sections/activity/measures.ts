import { type Arn, parseArn } from '../../../core/arn.ts';
import { foreign } from '../../../core/redact.ts';
import type { Text } from '../../../core/text.ts';
import { textAt } from '../../../core/values.ts';
import { counted } from '../../../core/words.ts';
import { matchDetections } from '../../../detections/match.ts';

export const measureIds = [
  'root',
  'failed-sign-ins',
  'sign-ins-without-mfa',
  'denied',
  'guards',
  'first-time',
] as const;
export type MeasureId = (typeof measureIds)[number];

export const measureTitles: Readonly<Record<MeasureId, string>> = {
  root: 'Use of root',
  'failed-sign-ins': 'Failed console sign-ins',
  'sign-ins-without-mfa': 'Console sign-ins without MFA',
  denied: 'Denied calls',
  guards: 'Changes to what guards you',
  'first-time': 'Seen for the first time in 90 days',
};

/** Who did something how often. */
export interface Doer {
  readonly who: Text;
  readonly what: Text;
  readonly count: number;
}

export interface Measure {
  readonly count: number;
  /** There may be more: the answer was as long as it may be. */
  readonly isAtLeast: boolean;
  /** Those who did it, the most first. */
  readonly doers: readonly Doer[];
}

/** So many are told of. */
export const mostDoers = 5;

/** Who called: a role is one caller, whichever of its sessions it was. */
export interface Caller {
  readonly who: Text;
  /** A role session's name, foreign; undefined: it is no session, or told with `who`. */
  readonly session?: string;
}

/** Something that was done, so often. */
export interface Deed extends Caller {
  readonly what: Text;
  readonly count: number;
}

const sessionWords = (deeds: readonly Deed[]): Text => {
  const sessions = new Set(deeds.flatMap(({ session }) => session ?? []));
  const [only] = sessions;
  if (only === undefined) return [];
  return sessions.size === 1
    ? [' (session ', foreign(only), ')']
    : [` (${counted(sessions.size, 'session')})`];
};

/** Those alike as one, the most first. */
export const doersOf = (deeds: readonly Deed[]): readonly Doer[] =>
  [...Map.groupBy(deeds, ({ who, what }) => JSON.stringify([who, what])).values()]
    .flatMap((alike): Doer[] => {
      const [first] = alike;
      if (first === undefined) return [];
      const count = alike.reduce((sum, each) => sum + each.count, 0);
      return [{ who: [...first.who, ...sessionWords(alike)], what: first.what, count }];
    })
    .toSorted((a, b) => b.count - a.count);

type Json = Readonly<Record<string, unknown>>;

const isFailedSignIn = (record: Json): boolean =>
  record['eventName'] === 'ConsoleLogin' &&
  textAt(record, 'responseElements', 'ConsoleLogin') === 'Failure';

/** Which measures a record of CloudTrail counts for. Whoever fails to sign in as root does not use it. */
export const measuresOf = (record: Json): readonly MeasureId[] => {
  const detections = matchDetections(record);
  const is = (id: string): boolean => detections.some((one) => one.id === id);
  const isDone = record['errorCode'] === undefined;
  const isFailed = isFailedSignIn(record);
  return [
    ...(is('root-use') && !isFailed ? (['root'] as const) : []),
    ...(isFailed ? (['failed-sign-ins'] as const) : []),
    ...(is('console-sign-in-without-mfa') ? (['sign-ins-without-mfa'] as const) : []),
    ...(is('denied-call') ? (['denied'] as const) : []),
    ...(isDone && detections.some(({ guardsTheGuards }) => guardsTheGuards)
      ? (['guards'] as const)
      : []),
  ];
};

/** AWS writes this where somebody typed a name that is no user's: it may be a password. */
const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const roleSession = /^assumed-role\/([^/]+)\/(.+)$/;

/** A session that Identity Center began is named after its user, others as whoever began them likes. */
export const sessionOf = (role: string, session: string): Caller =>
  role.startsWith('AWSReservedSSO_')
    ? { who: [foreign(session), ' (role ', foreign(role), ')'] }
    : { who: ['role ', foreign(role)], session };

/** "root", "user bob", "role deploy", "account 111122223333"; what was typed as a name is not told. */
export const callerOf = (record: Json): Caller => {
  if (textAt(record, 'userIdentity', 'type') === 'Root') return { who: ['root'] };
  const arn = parseArn(textAt(record, 'userIdentity', 'arn'));
  const [, role, session] = roleSession.exec(arn?.resource ?? '') ?? [];
  if (role !== undefined && session !== undefined) return sessionOf(role, session);
  return { who: withoutRole(record, arn) };
};

const withoutRole = (record: Json, arn: Arn | undefined): Text => {
  const name =
    textAt(record, 'userIdentity', 'userName') ?? arn?.resource.split('/').at(-1) ?? undefined;
  if (name === hidden) return ['a name that is no user’s'];
  if (name !== undefined) return ['user ', foreign(name)];
  const account = textAt(record, 'userIdentity', 'accountId');
  if (textAt(record, 'userIdentity', 'type') === 'AWSAccount' && account !== undefined)
    return ['account ', foreign(account)];
  return [foreign(textAt(record, 'userIdentity', 'invokedBy') ?? 'nobody that the record names')];
};

/** "s3:GetObject", "sign-in". */
export const whatOf = (record: Json): Text => {
  const name = textAt(record, 'eventName') ?? '?';
  if (name === 'ConsoleLogin') return ['console sign-in'];
  const service = (textAt(record, 'eventSource') ?? '').replace(/\.amazonaws\.com$/, '');
  return [foreign(service === '' ? name : `${service}:${name}`)];
};
