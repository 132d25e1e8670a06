import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { Account } from '../core/settings.ts';
import type { Issued } from './own-keys.ts';

/** Credentials of any kind, as the SDK takes them. */
export interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Temporary credentials. */
export interface Credentials extends Identity {
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** A role is asked for again this long before its credentials expire, ms. */
const renewBefore = 5 * 60_000;

/** What an account's credentials depend on; another role or external id means other credentials. */
export const credentialsKey = (account: Account | undefined): string =>
  account?.role === undefined ? 'own' : `${account.id} ${account.role} ${account.externalId ?? ''}`;

/** Asks STS once for a role. Rejects with an AppError. */
export type AssumeRole = (role: string, externalId: string | undefined) => Promise<Credentials>;

/**
 * Credentials of the accounts' roles, kept until five minutes before they expire. Callers that come
 * together share one request; a failed one is not kept.
 */
export const createCredentials = (deps: {
  readonly assumeRole: AssumeRole;
  readonly clock: Clock;
  readonly issued?: Issued;
}): ((account: Account) => Promise<Credentials>) => {
  const kept = new Map<string, Credentials>();
  const underway = new Map<string, Promise<Credentials>>();

  const request = async (key: string, account: Account): Promise<Credentials> => {
    if (account.role === undefined)
      throw new AppError(`The account ${account.name} (${account.id}) has no role to assume.`, {
        kind: 'config',
        code: 'aws_no_role',
        hint: 'Add role: with its ARN to the account in the settings.',
      });
    try {
      const credentials = await deps.assumeRole(account.role, account.externalId);
      await deps.issued?.(credentials.accessKeyId, credentials.expiration.getTime());
      kept.set(key, credentials);
      return credentials;
    } finally {
      underway.delete(key);
    }
  };

  return (account) => {
    const key = credentialsKey(account);
    const found = kept.get(key);
    if (found !== undefined && found.expiration.getTime() - renewBefore > deps.clock.now())
      return Promise.resolve(found);
    const running = underway.get(key) ?? request(key, account);
    underway.set(key, running);
    return running;
  };
};
