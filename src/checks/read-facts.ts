import type { AccountReader } from '../aws/account-types.ts';
import type { Where } from '../aws/cloudwatch-types.ts';
import type { Ec2Reader } from '../aws/ec2-types.ts';
import type { IamReader } from '../aws/iam-types.ts';
import type { Reading, TrailReader } from '../aws/trail-types.ts';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { AccountId, RegionId } from '../core/ids.ts';
import { noTimeLeft, reasonOf } from '../core/reason.ts';
import type { FactName } from './check.ts';
import type { AccountFacts, TrailFacts } from './facts.ts';
import { readAuthorization } from './policy/authorization.ts';
import { type Read, read } from './verdict.ts';

export interface ReadFactsDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly iam: Pick<
    IamReader,
    'summary' | 'passwordPolicy' | 'credentialReport' | 'authorizationDetails'
  >;
  readonly ec2: Ec2Reader;
  readonly trail: Pick<TrailReader, 'trails' | 'trailState'>;
  readonly account: AccountReader;
  /** With which credentials an account is read. */
  readonly whereOf: (account: AccountId, region: RegionId) => Where;
  /** The accounts that belong together; settings may be reloaded, so it is asked each time. */
  readonly accounts: () => readonly { readonly id: AccountId }[];
}

/** What is to be read. */
export interface FactsWish {
  readonly account: AccountId;
  /** Where services without regions are asked. */
  readonly home: RegionId;
  readonly regions: readonly RegionId[];
  readonly needs: ReadonlySet<FactName>;
}

const notNeeded: Read<never> = { kind: 'unread', why: ['It was not asked for.'] };
const late: Read<never> = { kind: 'unread', why: noTimeLeft };

/** A reader that gives up because of the signal is late, whatever it throws then. */
const settled = async <T>(work: () => Promise<T>, { signal }: Reading): Promise<Read<T>> => {
  try {
    return read(await work());
  } catch (thrown) {
    if (signal.aborted) return late;
    if (thrown instanceof AppError) return { kind: 'unread', why: reasonOf(thrown) };
    throw thrown;
  }
};

/** One read of AWS as a fact, or why there is none; when the signal aborts at once, whatever the reader does. */
export const asRead = async <T>(work: () => Promise<T>, reading: Reading): Promise<Read<T>> => {
  const { signal } = reading;
  if (signal.aborted) return late;
  const { promise, resolve } = Promise.withResolvers<Read<never>>();
  const onAbort = (): void => resolve(late);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([settled(work, reading), promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};

const createParts = ({ iam, ec2, trail, whereOf }: ReadFactsDeps) => {
  const trailsOf = async (where: Where, reading: Reading): Promise<readonly TrailFacts[]> =>
    Promise.all(
      (await trail.trails(where, reading)).map(async (one) => ({
        trail: one,
        state: await asRead(() => trail.trailState(where, one, reading), reading),
      })),
    );
  const everywhere = <T>(
    wish: FactsWish,
    work: (where: Where) => Promise<T>,
    reading: Reading,
  ): Promise<readonly { readonly region: RegionId; readonly found: Read<T> }[]> =>
    Promise.all(
      wish.regions.map(async (region) => ({
        region,
        found: await asRead(() => work(whereOf(wish.account, region)), reading),
      })),
    );
  return {
    authorizationOf: async (where: Where, reading: Reading) =>
      readAuthorization(await iam.authorizationDetails(where, reading)),
    trailsOf,
    groupsOf: async (wish: FactsWish, reading: Reading) =>
      (await everywhere(wish, (where) => ec2.securityGroups(where, reading), reading)).map(
        ({ region, found }) => ({ region, groups: found }),
      ),
    instancesOf: async (wish: FactsWish, reading: Reading) =>
      (await everywhere(wish, (where) => ec2.instances(where, reading), reading)).map(
        ({ region, found }) => ({ region, instances: found }),
      ),
  };
};

/**
 * Reads what the checks judge an account by, all at once (src/aws paces the calls), and nothing that
 * is not needed. What is not read when the signal aborts says so.
 */
export const createReadFacts = (deps: ReadFactsDeps) => {
  const { iam, account: contactsReader, clock } = deps;
  const parts = createParts(deps);
  return async (wish: FactsWish, reading: Reading): Promise<AccountFacts> => {
    const { account, home, needs } = wish;
    const where = deps.whereOf(account, home);
    const one = <T>(
      name: FactName,
      work: (where: Where, reading: Reading) => Promise<T>,
    ): Promise<Read<T>> | Read<T> =>
      needs.has(name) ? asRead(() => work(where, reading), reading) : notNeeded;
    const [
      summary,
      passwordPolicy,
      credentials,
      trails,
      authorization,
      contacts,
      groups,
      machines,
    ] = await Promise.all([
      one('summary', iam.summary),
      one('passwordPolicy', iam.passwordPolicy),
      one('credentials', iam.credentialReport),
      one('trails', parts.trailsOf),
      one('authorization', parts.authorizationOf),
      one('contacts', contactsReader.alternateContacts),
      needs.has('securityGroups') ? parts.groupsOf(wish, reading) : [],
      needs.has('instances') ? parts.instancesOf(wish, reading) : [],
    ]);
    return {
      now: clock.now(),
      account,
      knownAccounts: new Set([account, ...deps.accounts().map(({ id }) => id)]),
      regions: wish.regions,
      summary,
      passwordPolicy,
      credentials,
      securityGroups: groups,
      trails,
      authorization,
      instances: machines,
      contacts,
    };
  };
};

export type ReadFacts = ReturnType<typeof createReadFacts>;
