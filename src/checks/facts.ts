import type { AlternateContacts } from '../aws/account-types.ts';
import type { Instance, SecurityGroup } from '../aws/ec2-types.ts';
import type { CredentialReport, PasswordPolicy } from '../aws/iam-types.ts';
import type { Trail, TrailState } from '../aws/trail-types.ts';
import type { AccountId, RegionId } from '../core/ids.ts';
import type { Authorization } from './policy/authorization.ts';
import type { Read } from './verdict.ts';

interface RegionGroups {
  readonly region: RegionId;
  readonly groups: Read<readonly SecurityGroup[]>;
}

export interface RegionInstances {
  readonly region: RegionId;
  readonly instances: Read<readonly Instance[]>;
}

export interface TrailFacts {
  readonly trail: Trail;
  readonly state: Read<TrailState>;
}

/** What the checks judge an account by; each part is read for itself. */
export interface AccountFacts {
  /** When it was read, epoch ms. */
  readonly now: number;
  readonly account: AccountId;
  /** Ids of the accounts that belong together, its own among them. */
  readonly knownAccounts: ReadonlySet<string>;
  /** The regions that were asked about. */
  readonly regions: readonly RegionId[];
  /** GetAccountSummary. */
  readonly summary: Read<Readonly<Record<string, number>>>;
  /** Undefined: the account has no policy of its own. */
  readonly passwordPolicy: Read<PasswordPolicy | undefined>;
  readonly credentials: Read<CredentialReport>;
  readonly securityGroups: readonly RegionGroups[];
  readonly trails: Read<readonly TrailFacts[]>;
  /** GetAccountAuthorizationDetails: who may do what. */
  readonly authorization: Read<Authorization>;
  readonly instances: readonly RegionInstances[];
  /** GetAlternateContact. */
  readonly contacts: Read<AlternateContacts>;
}
