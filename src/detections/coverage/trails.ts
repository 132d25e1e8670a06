import type { Reading, Trail, TrailReader } from '../../aws/trail-types.ts';
import type { Place } from '../../core/command.ts';
import type { AccountId, RegionId } from '../../core/ids.ts';
import type { TrailLogGroup } from '../../core/settings.ts';

/** Whose records a log group holds. */
export interface Reach {
  /** Undefined: of every account that is listed. */
  readonly accounts: readonly AccountId[] | undefined;
  /** The organisation's trail that brings them: an account that does not see it is not recorded by it. */
  readonly organizationTrail: string | undefined;
  /** Undefined: of every region. */
  readonly regions: readonly RegionId[] | undefined;
  /** No trail is known that writes there: it may hold other regions' records too. */
  readonly isGuess: boolean;
}

const trailOf = (trails: readonly Trail[], logGroup: string, region: RegionId): Trail | undefined =>
  trails.find(({ logGroupArn = '' }) => {
    const [, , , trailRegion, , , name] = logGroupArn.split(':');
    return trailRegion === region && name === logGroup;
  });

/**
 * Whose records an alarm on a log group counts: what the settings say of it and what its trail says.
 * Of a log group that neither knows only the place itself is sure.
 */
export const reachOf = (
  {
    account,
    region,
    logGroup,
  }: {
    readonly account: AccountId;
    readonly region: RegionId;
    readonly logGroup: string;
  },
  {
    trails,
    trailLogs,
  }: {
    readonly trails: readonly Trail[];
    readonly trailLogs: readonly TrailLogGroup[];
  },
): Reach => {
  const listed = trailLogs.find(
    (one) => one.logGroup === logGroup && one.account === account && one.region === region,
  );
  const trail = trailOf(trails, logGroup, region);
  if (trail !== undefined)
    return {
      accounts: trail.isOrganization ? listed?.covers : [account],
      organizationTrail: trail.isOrganization ? trail.arn : undefined,
      regions: trail.isMultiRegion ? undefined : [region],
      isGuess: false,
    };
  const organizationTrail = undefined;
  return listed === undefined
    ? { accounts: [account], organizationTrail, regions: [region], isGuess: true }
    : { accounts: listed.covers, organizationTrail, regions: undefined, isGuess: false };
};

/** The trails that write where an account's log groups are; one call an account. */
export const trailsOf = async (
  reader: Pick<TrailReader, 'trails'>,
  { account, regions }: Place,
  { urgency, signal }: Reading,
): Promise<readonly Trail[]> => {
  const [region] = regions;
  return region === undefined
    ? []
    : reader.trails({ account: account.id, region }, { urgency, signal });
};
