import type { Where } from './cloudwatch-types.ts';
import type { Reading } from './trail-types.ts';

/** A user of IAM Identity Center. */
export interface IdentityUser {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string | undefined;
  /** The primary one. */
  readonly email: string | undefined;
}

interface IdentityInstance {
  readonly instanceArn: string;
  readonly storeId: string;
}

/** What a user may assume where. */
export interface Assignment {
  readonly account: string;
  readonly permissionSetArn: string;
  readonly permissionSet: string;
  /** `GROUP`: through a group. */
  readonly by: 'USER' | 'GROUP';
}

/** IAM Identity Center, asked where the settings say it is managed from. Rejects with an AppError. */
export interface IdentityReader {
  readonly instance: (where: Where, reading: Reading) => Promise<IdentityInstance | undefined>;
  readonly userById: (
    where: Where,
    storeId: string,
    userId: string,
    reading: Reading,
  ) => Promise<IdentityUser | undefined>;
  /** By user name first, then by e-mail address. */
  readonly userByEmail: (
    where: Where,
    storeId: string,
    email: string,
    reading: Reading,
  ) => Promise<IdentityUser | undefined>;
  readonly assignments: (
    where: Where,
    instance: IdentityInstance,
    userId: string,
    reading: Reading,
  ) => Promise<readonly Assignment[]>;
}

/** STS beside who we are. */
export interface KeyLocator {
  /** GetAccessKeyInfo: the account that an access key belongs to; undefined: AWS does not know the key. */
  readonly accountOfKey: (
    where: Where,
    keyId: string,
    reading: Reading,
  ) => Promise<string | undefined>;
}
