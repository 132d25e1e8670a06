import type { STS } from '@aws-sdk/client-sts';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { homeRegion } from '../core/partition.ts';
import type { Account } from '../core/settings.ts';
import type { Where } from './cloudwatch-types.ts';
import type { Connections } from './connections.ts';
import {
  type AssumeRole,
  type Credentials,
  createCredentials,
  credentialsKey,
  type Identity,
} from './credentials.ts';
import { translateAwsError } from './errors.ts';
import { createOwnKeys, type Issued } from './own-keys.ts';
import { createPool } from './pool.ts';
import { type ClientOptions, services } from './services.ts';

/** How a service's calls are made. */
export interface Manner {
  readonly timeoutMs: number;
  /** How often the SDK itself tries; 1 where we try again, within the budget. */
  readonly attempts: number;
}

const connectTimeoutMs = 3000;
const byOurselves: Manner = { timeoutMs: 10_000, attempts: 3 };
const sessionName = 'trailwarden';

const createOptions =
  ({ httpAgent, httpsAgent }: Connections) =>
  (region: string, { timeoutMs, attempts }: Manner): ClientOptions => ({
    region,
    maxAttempts: attempts,
    retryMode: 'standard',
    requestHandler: {
      httpAgent,
      httpsAgent,
      connectionTimeout: connectTimeoutMs,
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
    },
  });

const requestRole = async (
  sts: STS,
  role: string,
  externalId: string | undefined,
): Promise<Credentials> => {
  const { Credentials: given } = await sts.assumeRole({
    RoleArn: role,
    RoleSessionName: sessionName,
    ...(externalId !== undefined && { ExternalId: externalId }),
  });
  if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken || !given.Expiration)
    throw new AppError('sts:AssumeRole answered without credentials.', {
      kind: 'upstream',
      code: 'aws_error',
      retryable: true,
    });
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    sessionToken: given.SessionToken,
    expiration: given.Expiration,
  };
};

const noRole = (account: string, own: string): AppError =>
  new AppError(`There is no role to read the account ${account}: the bot itself runs in ${own}.`, {
    kind: 'config',
    code: 'aws_no_role',
    hint: `Add role: with the ARN of a role in ${account} to its entry of accounts in the settings.`,
  });

/** What is asked of STS as ourselves: roles, and who we are. Its credentials serve all own clients. */
const createOwnSts = (
  deps: { readonly clock: Clock; readonly log: Log; readonly issued?: Issued },
  optionsOf: ReturnType<typeof createOptions>,
) => {
  const pool = createPool({
    make: ({ region }) => services.sts(optionsOf(region, byOurselves)),
    keyOf: ({ region }) => region,
    clock: deps.clock,
  });
  const tell = createOwnKeys(deps);
  const identity = async (sts: STS): Promise<Identity> => {
    const found = await sts.config.credentials();
    await tell(found);
    return found;
  };
  const assumeRole: AssumeRole = async (role, externalId) => {
    const account = role.split(':')[4];
    const region = homeRegion(role);
    if (region === undefined)
      throw new AppError(
        `The role of account ${account ?? ''} is in a partition Trailwarden does not know.`,
        { kind: 'config', code: 'aws_partition_unknown' },
      );
    deps.log.info('assuming a role', { account });
    try {
      const sts = await pool.get({ account: undefined, region });
      await identity(sts);
      return await requestRole(sts, role, externalId);
    } catch (thrown) {
      throw translateAwsError(thrown, { call: 'sts:AssumeRole', account, region });
    }
  };
  return { at: pool.get, identity, assumeRole, clear: pool.clear };
};

/** The account we run in: asked once, but again after a failure. */
const createOwnAccount = (
  sts: (where: Where) => Promise<STS>,
): ((where: Where) => Promise<string | undefined>) => {
  let asked: Promise<string | undefined> | undefined;
  const ask = async (where: Where): Promise<string | undefined> => {
    const client = await sts({ ...where, account: undefined });
    return (await client.getCallerIdentity({})).Account;
  };
  return (where) => {
    const answer = asked ?? ask(where);
    asked = answer;
    answer.catch(() => {
      if (asked === answer) asked = undefined;
    });
    return answer;
  };
};

/** As whom we call where. */
export interface Sessions {
  /** What a client for `where` is made with; rejects when there is no way to call as that account. */
  readonly optionsFor: (where: Where, manner: Manner) => Promise<ClientOptions>;
  /** Clients of one key may share their options. */
  readonly keyOf: (where: Where) => string;
  readonly accountOf: (id: string | undefined) => Account | undefined;
  readonly clear: () => void;
}

export const createSessions = (deps: {
  readonly accounts: () => readonly Account[];
  readonly clock: Clock;
  readonly connections: Connections;
  readonly log: Log;
  readonly issued?: Issued;
}): Sessions => {
  const optionsOf = createOptions(deps.connections);
  const own = createOwnSts(deps, optionsOf);
  const credentials = createCredentials({ ...deps, assumeRole: own.assumeRole });
  const ownAccount = createOwnAccount(own.at);

  const accountOf = (id: string | undefined): Account | undefined =>
    deps.accounts().find((account) => account.id === id);

  /** To read our own account in the name of another would be worse than not to read at all. */
  const checkOwn = async (where: Where): Promise<void> => {
    if (where.account === undefined) return;
    const found = await ownAccount(where);
    if (found !== where.account) throw noRole(where.account, found ?? 'an unknown account');
  };

  return {
    optionsFor: async (where, manner) => {
      const options = optionsOf(where.region, manner);
      const account = accountOf(where.account);
      if (account?.role !== undefined)
        return { ...options, credentials: () => credentials(account) };
      await checkOwn(where);
      const sts = await own.at({ ...where, account: undefined });
      return { ...options, credentials: () => own.identity(sts) };
    },
    keyOf: ({ account, region }) =>
      `${account ?? 'own'} ${credentialsKey(accountOf(account))} ${region}`,
    accountOf,
    clear: own.clear,
  };
};
