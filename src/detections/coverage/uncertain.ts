import type { Trail } from '../../aws/trail-types.ts';
import type { Place } from '../../core/command.ts';
import type { AccountId, RegionId } from '../../core/ids.ts';
import type { TrailLogGroup } from '../../core/settings.ts';
import type { Known } from './judge.ts';
import { type Found, readPlaces } from './read.ts';

const placeKey = (account: AccountId, region: RegionId): string => `${account}/${region}`;

/** Where a log group lies that an account's records come to. */
interface LogPlace {
  readonly account: string;
  readonly region: string;
}

/** Where an organisation's trail writes to, as its members see it. */
const trailPlaces = (trails: readonly Trail[]): readonly LogPlace[] =>
  trails.flatMap(({ isOrganization, logGroupArn }) => {
    const [, , , region, account] = (isOrganization ? logGroupArn : undefined)?.split(':') ?? [];
    return account === undefined || region === undefined ? [] : [{ account, region }];
  });

const covers = ({ covers: ids }: TrailLogGroup, account: AccountId): boolean =>
  ids === undefined || ids.includes(account);

/** Where the alarms lie that may count the records of `account`, as far as is known. */
export const countedIn = (
  account: AccountId,
  trails: readonly Trail[],
  trailLogs: readonly TrailLogGroup[],
): readonly LogPlace[] => [
  ...trailLogs.filter((one) => covers(one, account)),
  ...trailPlaces(trails),
];

const countingFor = (
  account: AccountId,
  { trails }: Found,
  trailLogs: readonly TrailLogGroup[],
): readonly string[] =>
  countedIn(account, trails.get(account) ?? [], trailLogs).map((one) => one.account);

/** Does an account that was not asked about count the records of one that was? */
export const isCountedElsewhere = (
  found: Found,
  places: readonly Place[],
  trailLogs: readonly TrailLogGroup[],
): boolean => {
  const asked: ReadonlySet<string> = new Set(places.map(({ account }) => account.id));
  return places.some(({ account }) =>
    countingFor(account.id, found, trailLogs).some((id) => !asked.has(id)),
  );
};

/**
 * Could something that was not read watch an account's region: alarms there, or in an account that
 * counts its records? Then nothing is said not to be watched.
 */
export const createIsUncertain = (
  found: Found,
  trailLogs: readonly TrailLogGroup[],
): Known['isUncertain'] => {
  const readWhole = new Set(
    readPlaces(found)
      .filter(({ unreadMetrics }) => unreadMetrics === 0)
      .map(({ account, region }) => placeKey(account, region)),
  );
  const isWhole = ({ account, region }: Found['spots'][number]): boolean =>
    readWhole.has(placeKey(account.id, region));
  const partly = new Set(
    found.spots.filter((spot) => !isWhole(spot)).map(({ account }) => account.id),
  );
  const wholeAccounts: ReadonlySet<string> = new Set(
    found.spots.map(({ account }) => account.id).filter((id) => !partly.has(id)),
  );
  return (account, region) =>
    !found.trails.has(account) ||
    !found.sightings.isComplete ||
    !readWhole.has(placeKey(account, region)) ||
    [account, ...countingFor(account, found, trailLogs)].some((id) => !wholeAccounts.has(id));
};
