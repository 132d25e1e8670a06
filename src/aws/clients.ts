import type { Clock } from '../core/clock.ts';
import type { Handle } from '../core/handle.ts';
import { asAccountId, type RegionId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Account } from '../core/settings.ts';
import { createCalls, type RunCall } from './calls.ts';
import type { Where } from './cloudwatch-types.ts';
import { createConnections } from './connections.ts';
import type { Issued } from './own-keys.ts';
import { createPool, type Pool } from './pool.ts';
import { type ClientOf, type Service, services } from './services.ts';
import { createSessions, type Manner, type Sessions } from './sessions.ts';

type ByService = { readonly [S in Service]: (where: Where) => Promise<ClientOf<S>> };

/**
 * The SDK's clients, one per service, account and region, each loaded and made when it is first
 * used and forgotten when it is idle; all share their sockets, so that none is ever destroyed. They
 * find the endpoint and our own credentials as every AWS program does (AWS_ENDPOINT_URL,
 * AWS_PROFILE, a role …).
 */
export interface AwsClients extends Handle, ByService {
  /** IAM with the credentials as they are now, whatever becomes of the role's; for a few minutes' work. */
  readonly iamHeld: (where: Where) => Promise<ClientOf<'iam'>>;
  readonly run: RunCall;
  /** Where to call for a resource of `account`: with its role if it has one, else as ourselves. */
  readonly whereOf: (account: string, region: RegionId) => Where;
}

/** A page of Event history takes up to 35 s in us-east-1; who asks brings a deadline of their own. */
const reading: Manner = { timeoutMs: 40_000, attempts: 1 };
const quick: Manner = { timeoutMs: 10_000, attempts: 1 };
/** A long poll takes up to 20 s by itself, and the consumer calls without `run`. */
const polling: Manner = { timeoutMs: 30_000, attempts: 3 };

const createPools = (sessions: Sessions, clock: Clock) => {
  const pools: { clear: () => void }[] = [];
  const poolOf = <S extends Service>(
    make: (options: Awaited<ReturnType<Sessions['optionsFor']>>) => Promise<ClientOf<S>>,
    manner: Manner,
  ): Pool<ClientOf<S>>['get'] => {
    const pool = createPool({
      make: async (where) => make(await sessions.optionsFor(where, manner)),
      keyOf: sessions.keyOf,
      clock,
    });
    pools.push(pool);
    return pool.get;
  };
  const byService: ByService = {
    account: poolOf<'account'>(services.account, quick),
    cloudtrail: poolOf<'cloudtrail'>(services.cloudtrail, reading),
    cloudwatch: poolOf<'cloudwatch'>(services.cloudwatch, quick),
    ec2: poolOf<'ec2'>(services.ec2, reading),
    iam: poolOf<'iam'>(services.iam, reading),
    identityStore: poolOf<'identityStore'>(services.identityStore, quick),
    logs: poolOf<'logs'>(services.logs, reading),
    organizations: poolOf<'organizations'>(services.organizations, quick),
    s3: poolOf<'s3'>(services.s3, reading),
    sns: poolOf<'sns'>(services.sns, quick),
    sqs: poolOf<'sqs'>(services.sqs, polling),
    ssoAdmin: poolOf<'ssoAdmin'>(services.ssoAdmin, quick),
    sts: poolOf<'sts'>(services.sts, quick),
    support: poolOf<'support'>(services.support, reading),
  };
  return { byService, clear: () => pools.forEach((pool) => pool.clear()) };
};

/**
 * @param deps.accounts The settings' accounts as they are now; another role means other clients.
 * @param deps.random Spreads what is tried again; from 0 to 1.
 */
export const createAwsClients = (deps: {
  readonly accounts: () => readonly Account[];
  readonly clock: Clock;
  readonly log: Log;
  readonly random?: () => number;
  readonly issued?: Issued;
}): AwsClients => {
  const connections = createConnections();
  const sessions = createSessions({ ...deps, connections });
  const pools = createPools(sessions, deps.clock);
  const hasRole = (account: string | undefined): boolean =>
    sessions.accountOf(account)?.role !== undefined;

  return {
    ...pools.byService,
    iamHeld: async (where) => {
      const { config } = await pools.byService.iam(where);
      const identity = await config.credentials();
      const options = await sessions.optionsFor(where, reading);
      return services.iam({ ...options, credentials: () => Promise.resolve(identity) });
    },
    run: createCalls({
      clock: deps.clock,
      random: deps.random ?? Math.random,
      accountKey: (account) => (account !== undefined && hasRole(account) ? account : 'own'),
    }),
    whereOf: (account, region) => ({
      account: hasRole(account) ? asAccountId(account) : undefined,
      region,
    }),
    stop: () => {
      pools.clear();
      sessions.clear();
      connections.close();
      return Promise.resolve();
    },
  };
};
