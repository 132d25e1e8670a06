import type { Where } from './cloudwatch-types.ts';
import type { Reading } from './trail-types.ts';

/** What one entity used of one service. */
export interface ServiceLastAccessed {
  /** "Amazon S3". */
  readonly name: string;
  /** `s3`. */
  readonly namespace: string;
  /** Epoch ms; undefined: not within the tracking period. */
  readonly at: number | undefined;
  /** ARN of who used it last, where many may. */
  readonly by: string | undefined;
  readonly region: string | undefined;
  /** How many users and roles used it; 1 or 0 for one of them. */
  readonly entities: number;
  /** With ACTION_LEVEL, where AWS tracks the service's actions. */
  readonly actions: readonly ActionLastAccessed[];
}

interface ActionLastAccessed {
  readonly name: string;
  readonly at: number | undefined;
  readonly by: string | undefined;
  readonly region: string | undefined;
}

/** A user or role that used a service through a group or policy. */
export interface EntityLastAccessed {
  readonly arn: string;
  readonly name: string;
  readonly kind: string;
  readonly at: number | undefined;
}

/** A finished job; it can be read only with the credentials that made it, which this holds on to. */
export interface LastAccessedReport {
  readonly services: readonly ServiceLastAccessed[];
  readonly entities: (
    namespace: string,
    reading: Reading,
  ) => Promise<readonly EntityLastAccessed[]>;
}

/** A row of the credential report. Times are epoch ms; undefined: never, or AWS does not know. */
export interface CredentialRow {
  /** `<root_account>` for the root user. */
  readonly user: string;
  readonly arn: string;
  readonly createdAt: number | undefined;
  readonly passwordEnabled: boolean | undefined;
  readonly passwordLastUsedAt: number | undefined;
  /** AWS has no information, which is not the same as never. */
  readonly passwordUseUnknown: boolean;
  readonly passwordChangedAt: number | undefined;
  readonly mfaActive: boolean;
  /** At most two, in AWS's order; a key that never was is left out. */
  readonly keys: readonly CredentialKey[];
}

export interface CredentialKey {
  readonly number: 1 | 2;
  readonly isActive: boolean;
  readonly rotatedAt: number | undefined;
  readonly lastUsedAt: number | undefined;
  readonly lastUsedRegion: string | undefined;
  readonly lastUsedService: string | undefined;
}

export interface CredentialReport {
  /** Epoch ms; AWS keeps a report for up to four hours. */
  readonly generatedAt: number;
  readonly rows: readonly CredentialRow[];
}

export interface IamUser {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number | undefined;
  readonly passwordLastUsedAt: number | undefined;
}

export interface IamRole {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: number | undefined;
  readonly description: string | undefined;
  /** Only GetRole and GetAccountAuthorizationDetails tell, ListRoles does not. */
  readonly lastUsedAt: number | undefined;
  readonly lastUsedRegion: string | undefined;
}

export interface IamGroup {
  readonly name: string;
  readonly arn: string;
}

export interface IamPolicy {
  readonly name: string;
  readonly arn: string;
  readonly attachments: number;
}

export interface AccessKey {
  readonly id: string;
  readonly isActive: boolean;
  readonly createdAt: number | undefined;
}

export interface AccessKeyUse {
  readonly userName: string | undefined;
  readonly at: number | undefined;
  readonly service: string | undefined;
  readonly region: string | undefined;
}

export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requiresSymbols: boolean;
  readonly requiresNumbers: boolean;
  readonly requiresUppercase: boolean;
  readonly requiresLowercase: boolean;
  /** How many former passwords may not be used again; undefined: no rule. */
  readonly reusePrevention: number | undefined;
  readonly maxAgeDays: number | undefined;
}

/** A policy that stands in one user, group or role. */
interface InlinePolicy {
  readonly name: string;
  /** JSON as it was written, foreign: whoever reads it expects anything. */
  readonly document: string;
}

interface AttachedPolicy {
  readonly name: string;
  readonly arn: string;
}

interface AuthorizedEntity {
  readonly name: string;
  readonly arn: string;
  readonly inline: readonly InlinePolicy[];
  readonly attached: readonly AttachedPolicy[];
}

interface AuthorizedUser extends AuthorizedEntity {
  /** Names of groups. */
  readonly groups: readonly string[];
}

interface AuthorizedRole extends AuthorizedEntity {
  readonly path: string;
  /** Who may assume it: a document as well. */
  readonly trust: string;
}

/** Who may do what in an account. */
export interface AuthorizationDetails {
  readonly users: readonly AuthorizedUser[];
  readonly groups: readonly AuthorizedEntity[];
  readonly roles: readonly AuthorizedRole[];
  /** The account's own managed policies, each with its default version. */
  readonly policies: readonly (InlinePolicy & AttachedPolicy)[];
}

/** IAM of one account. Every call rejects with an AppError; "there is none" is undefined. */
export interface IamReader {
  /** Makes the report and waits until it is done; all pages. */
  readonly lastAccessed: (
    where: Where,
    wanted: { readonly arn: string; readonly granularity: 'SERVICE_LEVEL' | 'ACTION_LEVEL' },
    reading: Reading,
  ) => Promise<LastAccessedReport>;
  /** AWS makes one at most every four hours; waits until it is there. */
  readonly credentialReport: (where: Where, reading: Reading) => Promise<CredentialReport>;
  readonly user: (where: Where, name: string, reading: Reading) => Promise<IamUser | undefined>;
  readonly role: (where: Where, name: string, reading: Reading) => Promise<IamRole | undefined>;
  readonly group: (where: Where, name: string, reading: Reading) => Promise<IamGroup | undefined>;
  /** A managed policy by its name or ARN, the account's own before AWS's. */
  readonly policy: (where: Where, name: string, reading: Reading) => Promise<IamPolicy | undefined>;
  /** All of them, without last use. */
  readonly roles: (
    where: Where,
    pathPrefix: string | undefined,
    reading: Reading,
  ) => Promise<readonly IamRole[]>;
  /** All of them with last use (GetAccountAuthorizationDetails), no call per role. */
  readonly rolesWithLastUse: (where: Where, reading: Reading) => Promise<readonly IamRole[]>;
  /** All users, groups, roles and own policies with their documents, no call for each. */
  readonly authorizationDetails: (where: Where, reading: Reading) => Promise<AuthorizationDetails>;
  readonly accessKeys: (
    where: Where,
    userName: string,
    reading: Reading,
  ) => Promise<readonly AccessKey[]>;
  readonly accessKeyUse: (
    where: Where,
    keyId: string,
    reading: Reading,
  ) => Promise<AccessKeyUse | undefined>;
  /** GetAccountSummary: AccountMFAEnabled, AccountAccessKeysPresent, AccountPasswordPresent … */
  readonly summary: (where: Where, reading: Reading) => Promise<Readonly<Record<string, number>>>;
  /** Undefined: the account has none of its own. */
  readonly passwordPolicy: (where: Where, reading: Reading) => Promise<PasswordPolicy | undefined>;
}
