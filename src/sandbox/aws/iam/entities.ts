import type { Json } from '../../json.ts';

/** Times are epoch ms, whole seconds. */
export interface AccessKey {
  readonly id: string;
  readonly isActive: boolean;
  readonly createdAt: number;
  /** Undefined: never. */
  readonly lastUsed:
    | { readonly at: number; readonly service: string; readonly region: string }
    | undefined;
}

interface Password {
  readonly changedAt: number;
  /** Undefined: never. */
  readonly lastUsedAt: number | undefined;
}

interface Entity {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly createdAt: number;
  /** ARNs of managed policies. */
  readonly policies: readonly string[];
}

interface InlinePolicy {
  readonly name: string;
  readonly document: Json;
}

export interface IamUser extends Entity {
  readonly kind: 'user';
  readonly password: Password | undefined;
  readonly hasMfa: boolean;
  /** At most two. */
  readonly keys: readonly AccessKey[];
  readonly groups: readonly string[];
  readonly inline: readonly InlinePolicy[];
}

export interface IamRole extends Entity {
  readonly kind: 'role';
  readonly description: string | undefined;
  readonly trust: Json;
  readonly lastUsed: { readonly at: number; readonly region: string } | undefined;
  readonly inline: readonly InlinePolicy[];
  /** It has an instance profile of its own name. */
  readonly isForInstances: boolean;
}

export interface IamGroup extends Entity {
  readonly kind: 'group';
}

export interface IamPolicy extends Omit<Entity, 'policies'> {
  readonly kind: 'policy';
  readonly isAws: boolean;
  readonly document: Json;
  /** Namespaces of the services that it allows something of; `all` of them. */
  readonly services: 'all' | readonly string[];
}

export interface RootUser {
  readonly hasMfa: boolean;
  readonly keys: readonly AccessKey[];
  readonly hasPassword: boolean;
  readonly passwordLastUsedAt: number | undefined;
  readonly createdAt: number;
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PasswordPolicy.html */
interface PasswordPolicy {
  readonly minimumLength: number;
  readonly isStrict: boolean;
  readonly maxAgeDays: number | undefined;
  readonly reusePrevention: number | undefined;
}

/** The IAM of one account. */
export interface Directory {
  readonly account: string;
  readonly alias: string;
  readonly root: RootUser;
  readonly users: ReadonlyMap<string, IamUser>;
  readonly roles: ReadonlyMap<string, IamRole>;
  readonly groups: ReadonlyMap<string, IamGroup>;
  /** By ARN. */
  readonly policies: ReadonlyMap<string, IamPolicy>;
  /** Undefined: the account has none of its own. */
  readonly passwordPolicy: PasswordPolicy | undefined;
}

export type Principal = IamUser | IamRole;
