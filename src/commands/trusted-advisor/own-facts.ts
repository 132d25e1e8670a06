import type { Where } from '../../aws/cloudwatch-types.ts';
import type { Reading as AwsReading } from '../../aws/trail-types.ts';
import type { FactName } from '../../checks/check.ts';
import type { AccountFacts, RegionGroups, TrailFacts } from '../../checks/facts.ts';
import { type Read, read } from '../../checks/verdict.ts';
import type { Place } from '../../core/command.ts';
import type { RegionId } from '../../core/ids.ts';
import { homeRegion } from '../asking/account.ts';
import { gather } from '../asking/gather.ts';
import { reasonOf } from '../asking/unread.ts';
import type { TrustedAdvisorDeps } from './deps.ts';

/** One read of AWS as a fact: what could not be read says why. */
const asRead = async <T>(work: () => Promise<T>, { signal }: AwsReading): Promise<Read<T>> => {
  const [got] = await gather([undefined], work, { signal });
  if (got?.kind === 'read') return read(got.value);
  return {
    kind: 'unread',
    why: got?.kind === 'failed' ? reasonOf(got.error) : ['There was no time left to read it.'],
  };
};

const notNeeded: Read<never> = { kind: 'unread', why: ['It was not asked for.'] };

/** Reads what the checks judge an account by, all at once, and nothing that none of them needs. */
export const createReadFacts = (deps: TrustedAdvisorDeps) => {
  const { iam, ec2, trail, clock } = deps;
  const groupsOf = async (
    { account, regions }: Place,
    reading: AwsReading,
  ): Promise<readonly RegionGroups[]> =>
    Promise.all(
      regions.map(async (region: RegionId) => ({
        region,
        groups: await asRead(
          () => ec2.securityGroups(deps.whereOf(account.id, region), reading),
          reading,
        ),
      })),
    );
  const trailsOf = async (where: Where, reading: AwsReading): Promise<readonly TrailFacts[]> =>
    Promise.all(
      (await trail.trails(where, reading)).map(async (one) => ({
        trail: one,
        state: await asRead(() => trail.trailState(where, one, reading), reading),
      })),
    );
  return async (
    place: Place,
    needs: ReadonlySet<FactName>,
    reading: AwsReading,
  ): Promise<AccountFacts> => {
    const where = deps.whereOf(place.account.id, homeRegion(place));
    const one = <T>(name: FactName, work: () => Promise<T>): Promise<Read<T>> | Read<T> =>
      needs.has(name) ? asRead(work, reading) : notNeeded;
    const [summary, passwordPolicy, credentials, securityGroups, trails] = await Promise.all([
      one('summary', () => iam.summary(where, reading)),
      one('passwordPolicy', () => iam.passwordPolicy(where, reading)),
      one('credentials', () => iam.credentialReport(where, reading)),
      needs.has('securityGroups') ? groupsOf(place, reading) : [],
      one('trails', () => trailsOf(where, reading)),
    ]);
    return {
      now: clock.now(),
      regions: place.regions,
      summary,
      passwordPolicy,
      credentials,
      securityGroups,
      trails,
    };
  };
};

export type ReadFacts = ReturnType<typeof createReadFacts>;
