import type { STS } from '@aws-sdk/client-sts';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { Handle } from '../core/handle.ts';
import type { Log } from '../core/log.ts';
import type { Account } from '../core/settings.ts';
import type { Where } from './cloudwatch-types.ts';
import {
  type AssumeRole,
  type Credentials,
  createCredentials,
  credentialsKey,
} from './credentials.ts';
import { translateAwsError } from './errors.ts';
import { homeRegion } from './partition.ts';
import { createPool } from './pool.ts';

/** What every client is made with. */
interface ClientOptions {
  readonly region: string;
  readonly credentials?: () => Promise<Credentials>;
  readonly maxAttempts: number;
  readonly retryMode: 'standard';
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
  };
}

const connectTimeoutMs = 3000;
const requestTimeoutMs = 10_000;
const sessionName = 'trailwarden';

const clientOptions = (region: string, requestTimeout: number): ClientOptions => ({
  region,
  maxAttempts: 3,
  retryMode: 'standard',
  requestHandler: {
    connectionTimeout: connectTimeoutMs,
    requestTimeout,
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

const loadSts = async (options: ClientOptions): Promise<STS> => {
  const { STS } = await import('@aws-sdk/client-sts');
  return new STS(options);
};

/** Asks STS for roles as ourselves. */
const createAssumeRole = (log: Log): { assumeRole: AssumeRole; destroy: () => Promise<void> } => {
  const pool = createPool(
    ({ region }) => loadSts(clientOptions(region, requestTimeoutMs)),
    ({ region }) => region,
  );
  return {
    destroy: pool.destroy,
    assumeRole: async (role, externalId) => {
      const account = role.split(':')[4];
      const region = homeRegion(role);
      if (region === undefined)
        throw new AppError(
          `The role of account ${account ?? ''} is in a partition Trailwarden does not know.`,
          {
            kind: 'config',
            code: 'aws_partition_unknown',
          },
        );
      log.info('assuming a role', { account });
      try {
        const sts = await pool.get({ account: undefined, region });
        return await requestRole(sts, role, externalId);
      } catch (thrown) {
        throw translateAwsError(thrown, { call: 'sts:AssumeRole', account, region });
      }
    },
  };
};

/** As whom we call where. */
export interface Sessions extends Handle {
  /** What a client for `where` is made with; rejects when there is no way to call as that account. */
  readonly optionsFor: (where: Where, timeoutMs?: number) => Promise<ClientOptions>;
  /** Clients of one key may share their options. */
  readonly keyOf: (where: Where) => string;
  readonly accountOf: (id: string | undefined) => Account | undefined;
  readonly sts: (where: Where) => Promise<STS>;
}

export const createSessions = (deps: {
  readonly accounts: () => readonly Account[];
  readonly clock: Clock;
  readonly log: Log;
}): Sessions => {
  const roles = createAssumeRole(deps.log);
  const credentials = createCredentials({ assumeRole: roles.assumeRole, clock: deps.clock });
  let ownAccount: string | undefined;

  const accountOf = (id: string | undefined): Account | undefined =>
    deps.accounts().find((account) => account.id === id);
  const keyOf = ({ account, region }: Where): string =>
    `${account ?? 'own'} ${credentialsKey(accountOf(account))} ${region}`;

  /** To read our own account in the name of another would be worse than not to read at all. */
  const checkOwn = async ({ account, region }: Where): Promise<void> => {
    if (account === undefined) return;
    if (ownAccount === undefined) {
      const sts = await pool.get({ account: undefined, region });
      ownAccount = (await sts.getCallerIdentity({})).Account;
    }
    if (ownAccount !== account) throw noRole(account, ownAccount ?? 'an unknown account');
  };

  const optionsFor = async (where: Where, timeoutMs = requestTimeoutMs): Promise<ClientOptions> => {
    const options = clientOptions(where.region, timeoutMs);
    const account = accountOf(where.account);
    if (account?.role !== undefined) return { ...options, credentials: () => credentials(account) };
    await checkOwn(where);
    return options;
  };

  const pool = createPool(async (where) => loadSts(await optionsFor(where)), keyOf);
  return {
    optionsFor,
    keyOf,
    accountOf,
    sts: pool.get,
    stop: async () => {
      await Promise.all([roles.destroy(), pool.destroy()]);
    },
  };
};
