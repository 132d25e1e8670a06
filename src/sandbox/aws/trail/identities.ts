import type { Json } from '../../json.ts';
import { homeRegion } from '../accounts.ts';
import { identityStoreArn } from '../identity/directory.ts';
import { reservedRole } from '../story-facts.ts';
import { exampleId } from './random.ts';

/** Who called, as a record tells it. */
export interface Actor {
  /** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
  readonly identity: Json;
  /** What Event history lists as the user; it has none for other accounts and services. */
  readonly username: string | undefined;
}

export const isoSeconds = (at: number): string =>
  new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

export const roleArn = (account: string, name: string, path = '/'): string =>
  `arn:aws:iam::${account}:role${path}${name}`;

export const userArn = (account: string, name: string): string =>
  `arn:aws:iam::${account}:user/${name}`;

export const iamUser = (account: string, userName: string, accessKeyId: string): Actor => ({
  identity: {
    type: 'IAMUser',
    principalId: exampleId('AIDA', `${account}/${userName}`),
    arn: userArn(account, userName),
    accountId: account,
    accessKeyId,
    userName,
  },
  username: userName,
});

export interface RoleSession {
  readonly account: string;
  readonly role: string;
  readonly path?: string;
  readonly session: string;
  readonly accessKeyId: string;
  /** When the session began. */
  readonly since: number;
  readonly mfa?: boolean;
  /** The service that made the call for the session. */
  readonly invokedBy?: string;
  /** Put into the identity, into the session context. */
  readonly more?: Json;
  readonly context?: Json;
}

export const principalIdOf = ({ account, role, session }: RoleSession): string =>
  `${exampleId('AROA', `${account}/${role}`)}:${session}`;

export const sessionArn = ({ account, role, session }: RoleSession): string =>
  `arn:aws:sts::${account}:assumed-role/${role}/${session}`;

export const assumedRole = (one: RoleSession): Actor => ({
  identity: {
    type: 'AssumedRole',
    principalId: principalIdOf(one),
    arn: sessionArn(one),
    accountId: one.account,
    accessKeyId: one.accessKeyId,
    ...one.more,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: exampleId('AROA', `${one.account}/${one.role}`),
        arn: roleArn(one.account, one.role, one.path),
        accountId: one.account,
        userName: one.role,
      },
      ...one.context,
      attributes: {
        creationDate: isoSeconds(one.since),
        mfaAuthenticated: String(one.mfa ?? false),
      },
    },
    ...(one.invokedBy === undefined ? {} : { invokedBy: one.invokedBy }),
  },
  username: one.session,
});

/** A person of IAM Identity Center, signed in with a permission set. */
export const workforceSession = (
  account: string,
  person: { readonly email: string; readonly permissionSet: string },
  rest: Pick<RoleSession, 'accessKeyId' | 'since' | 'mfa' | 'invokedBy' | 'more'>,
): RoleSession => ({
  account,
  role: reservedRole(person.permissionSet),
  path: `/aws-reserved/sso.amazonaws.com/${homeRegion}/`,
  session: person.email,
  ...rest,
});

export const root = (account: string): Actor => ({
  identity: {
    type: 'Root',
    principalId: account,
    arn: `arn:aws:iam::${account}:root`,
    accountId: account,
    accessKeyId: '',
  },
  username: 'root',
});

export const awsService = (principal: string): Actor => ({
  identity: { type: 'AWSService', invokedBy: principal },
  username: undefined,
});

/** How a record in the called account tells a caller of another. */
export const otherAccount = (one: RoleSession): Actor => ({
  identity: { type: 'AWSAccount', principalId: principalIdOf(one), accountId: one.account },
  username: undefined,
});

export const webIdentity = (account: string, subject: string): Actor => {
  const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
  return {
    identity: {
      type: 'WebIdentityUser',
      principalId: `${provider}:sts.amazonaws.com:${subject}`,
      userName: subject,
      identityProvider: provider,
    },
    username: subject,
  };
};

export const identityCenterUser = (owner: string, userId: string): Actor => ({
  identity: {
    type: 'IdentityCenterUser',
    accountId: owner,
    onBehalfOf: { userId, identityStoreArn: identityStoreArn(owner) },
    credentialId: exampleId('AIDA', userId).toLowerCase(),
  },
  username: undefined,
});
