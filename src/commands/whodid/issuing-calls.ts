import type { LookupAttribute, TrailRecord } from '../../aws/trail-types.ts';
import { minute } from '../../core/clock.ts';
import type { Place } from '../../core/command.ts';
import { parseTime } from '../../core/dates.ts';
import { AppError } from '../../core/errors.ts';
import { asRegionId, type RegionId } from '../../core/ids.ts';
import { textAt } from '../../core/values.ts';
import { recordsIn } from './conditions.ts';
import type { WhodidDeps } from './deps.ts';
import { globalRegion } from './plan.ts';
import { untilAbort } from './until-abort.ts';

/** What is known of a session: enough to find the call that issued its key. */
export interface Session {
  readonly keyId: string;
  readonly account: string;
  readonly role: string | undefined;
  readonly since: number;
  readonly region: string | undefined;
}

export const sessionOf = (record: TrailRecord): Session | undefined => {
  const { userIdentity } = record;
  const keyId = textAt(userIdentity, 'accessKeyId');
  const since = parseTime(textAt(userIdentity, 'sessionContext', 'attributes', 'creationDate'));
  const account =
    textAt(userIdentity, 'sessionContext', 'sessionIssuer', 'accountId') ??
    textAt(userIdentity, 'accountId');
  if (keyId === undefined || !keyId.startsWith('ASIA') || since === undefined) return undefined;
  if (account === undefined) return undefined;
  return {
    keyId,
    account,
    role: textAt(userIdentity, 'sessionContext', 'sessionIssuer', 'arn'),
    since,
    region: textAt(record, 'awsRegion'),
  };
};

const issues =
  (keyId: string) =>
  (record: TrailRecord): boolean =>
    textAt(record, 'responseElements', 'credentials', 'accessKeyId') === keyId;

/** Finds the calls that began sessions. */
export interface IssuingCalls {
  /** The records of the call that issued the key, of all accounts that may be read. */
  readonly find: (session: Session) => Promise<readonly TrailRecord[]>;
  readonly inAccount: (
    account: string,
    region: string | undefined,
    session: Session,
  ) => Promise<readonly TrailRecord[]>;
  readonly isOpen: (account: string) => boolean;
}

type Deps = Pick<WhodidDeps, 'trail' | 'logs' | 'whereOf' | 'trailLogs'>;

interface Reading {
  readonly deps: Deps;
  readonly places: readonly Place[];
  readonly signal: AbortSignal;
  /** Rejects when there were too many calls. */
  readonly spend: () => void;
}

const maxCalls = 60;
const aroundMs = 5 * minute;
const outOfCalls = 'chain_out_of_calls';

/** A chain may not cost more calls than this. */
export const isOutOfCalls = (error: unknown): boolean =>
  error instanceof AppError && error.code === outOfCalls;

const purse = (): (() => void) => {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls > maxCalls)
      throw new AppError('too many calls for one chain', { kind: 'upstream', code: outOfCalls });
  };
};

const placeOf = (places: readonly Place[], account: string): Place | undefined =>
  places.find((place) => place.account.id === account);

const lookup = async (
  { deps, signal, spend }: Reading,
  place: Place,
  region: RegionId,
  attribute: LookupAttribute,
  session: Session,
): Promise<readonly TrailRecord[]> => {
  spend();
  const window = { from: session.since - aroundMs, to: session.since + aroundMs };
  const wanted = { attribute, ...window, token: undefined };
  const page = await untilAbort(signal, () =>
    deps.trail.lookup(deps.whereOf(place.account.id, region), wanted, {
      urgency: 'people',
      signal,
    }),
  );
  return page.records.filter(issues(session.keyId));
};

/** One call, where a log has the account's records: both accounts' at once. */
const inLog = async (
  { deps, places, signal, spend }: Reading,
  session: Session,
): Promise<readonly TrailRecord[]> => {
  const group = deps
    .trailLogs()
    .find(({ covers }) => covers?.some((id) => id === session.account) ?? true);
  if (group === undefined) return [];
  spend();
  const wanted = {
    logGroup: group.logGroup,
    pattern: `{ $.responseElements.credentials.accessKeyId = "${session.keyId.replaceAll(/\W/g, '')}" }`,
    from: session.since - minute,
    to: session.since + 30 * minute,
    token: undefined,
  };
  const page = await untilAbort(signal, () =>
    deps.logs.filter(deps.whereOf(group.account, group.region), wanted, {
      urgency: 'people',
      signal,
    }),
  );
  return recordsIn(page.events.map(({ message }) => message))
    .filter(issues(session.keyId))
    .filter((record) => placeOf(places, textAt(record, 'recipientAccountId') ?? '') !== undefined);
};

/** AssumeRole's record lists the key that it issued, and the role. */
const attributesOf = ({ keyId, role }: Session): readonly LookupAttribute[] => [
  { key: 'ResourceName', value: keyId },
  ...(role === undefined ? [] : [{ key: 'ResourceName', value: role } as const]),
];

const inRegions = async (
  reading: Reading,
  place: Place,
  regions: readonly RegionId[],
  session: Session,
): Promise<readonly TrailRecord[]> => {
  for (const attribute of attributesOf(session)) {
    const found = await Promise.all(
      regions.map((region) => lookup(reading, place, region, attribute, session)),
    );
    if (found.some((records) => records.length > 0)) return found.flat();
  }
  return [];
};

/** STS's global endpoint is recorded in one region; regional ones mostly where the session works. */
const inAccount = async (
  reading: Reading,
  place: Place | undefined,
  region: string | undefined,
  session: Session,
): Promise<readonly TrailRecord[]> => {
  if (place === undefined) return [];
  const first = [region, globalRegion(place.regions)].map(asRegionId);
  const likely = [...new Set(first.filter((each) => each !== undefined))];
  const found = await inRegions(reading, place, likely, session);
  if (found.length > 0) return found;
  const others = place.regions.filter((each) => !likely.includes(each));
  return inRegions(reading, place, others, session);
};

/** Looks only in `places`, in the logs of trails first. Rejects with an AppError. */
export const createIssuingCalls = (
  deps: Deps,
  places: readonly Place[],
  signal: AbortSignal,
): IssuingCalls => {
  const reading = { deps, places, signal, spend: purse() };
  return {
    find: async (session) => {
      const logged = await inLog(reading, session);
      if (logged.length > 0) return logged;
      return inAccount(reading, placeOf(places, session.account), session.region, session);
    },
    inAccount: (account, region, session) =>
      inAccount(reading, placeOf(places, account), region, session),
    isOpen: (account) => placeOf(places, account) !== undefined,
  };
};
