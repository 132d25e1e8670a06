import { parseArn } from './arn.ts';
import { redactText } from './redact.ts';
import { isRecord, textAt, valueAt } from './values.ts';

/**
 * How far the name can be relied on. `certain`: AWS or its Identity Center vouches for it. `likely`:
 * an identity provider or a service says so. `claimed`: whoever began the session chose the name.
 */
type Sureness = 'certain' | 'likely' | 'claimed';

/** Who stands behind a call, as far as its record alone tells. Texts are foreign, without secrets. */
export interface Human {
  readonly kind:
    | 'person'
    | 'iam-user'
    | 'root'
    | 'session'
    | 'federated'
    | 'subject'
    | 'workload'
    | 'service'
    | 'account'
    | 'unknown';
  /** `alice@example.com`, `deploy` of a user, the name of a session. */
  readonly name: string;
  readonly sure: Sureness;
  /** What tells it: "source identity", "Identity Center session". */
  readonly why: string;
  /** The role whose session it is. */
  readonly role: string | undefined;
  /** In the identity store, where the record has no name. */
  readonly userId: string | undefined;
  /** The service that made the call for them. */
  readonly through: string | undefined;
  /** `name` where that is an address, else what was looked up; in small letters. */
  readonly email: string | undefined;
}

type Told = Pick<Human, 'kind' | 'name' | 'sure' | 'why'> & {
  readonly userId?: string | undefined;
};

const emailPattern = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}\.[A-Za-z]{2,24}$/;

/** The text in small letters, if it is an e-mail address. */
export const asEmail = (text: string | undefined): string | undefined =>
  text !== undefined && emailPattern.test(text) ? text.toLowerCase() : undefined;

/** A role session's name: after the colon of its principal, or the end of its ARN. */
export const sessionNameOf = (identity: unknown): string | undefined => {
  const principal = textAt(identity, 'principalId');
  const colon = principal?.indexOf(':') ?? -1;
  if (principal !== undefined && colon >= 0 && colon < principal.length - 1)
    return principal.slice(colon + 1);
  return parseArn(valueAt(identity, 'arn'))?.resource.split('/').at(2);
};

/** The name of the role whose session it is. */
const roleNameOf = (identity: unknown): string | undefined =>
  textAt(identity, 'sessionContext', 'sessionIssuer', 'userName') ??
  parseArn(valueAt(identity, 'arn'))?.resource.split('/').at(1);

/**
 * Nobody but Identity Center can make roles under this path, and it names the sessions after its
 * users. https://docs.aws.amazon.com/singlesignon/latest/userguide/using-service-linked-roles.html
 */
const isIdentityCenterRole = (identity: unknown): boolean =>
  parseArn(textAt(identity, 'sessionContext', 'sessionIssuer', 'arn'))?.resource.startsWith(
    'role/aws-reserved/sso.amazonaws.com/',
  ) === true;

const ofIdentityCenter = (identity: unknown, name: string): Told | undefined => {
  if (isIdentityCenterRole(identity))
    return { kind: 'person', name, sure: 'certain', why: 'Identity Center session' };
  return roleNameOf(identity)?.startsWith('AWSReservedSSO_') === true
    ? {
        kind: 'person',
        name,
        sure: 'likely',
        why: 'session of a role named as Identity Center names them',
      }
    : undefined;
};

/** What the session was issued to, which its name does not choose. */
const ofWorkload = (identity: unknown, name: string): Told | undefined => {
  const source = textAt(identity, 'inScopeOf', 'sourceArn');
  if (source !== undefined)
    return { kind: 'workload', name: source, sure: 'certain', why: 'issued to it by AWS' };
  const isInstance = textAt(identity, 'sessionContext', 'ec2RoleDelivery') !== undefined;
  if (isInstance && /^i-[0-9a-f]{8,17}$/.test(name))
    return { kind: 'workload', name, sure: 'certain', why: 'credentials of an EC2 instance' };
  return undefined;
};

/** Only the service itself can assume its service-linked role. */
const ofService = (identity: unknown): Told | undefined => {
  const arn = parseArn(textAt(identity, 'sessionContext', 'sessionIssuer', 'arn'));
  const service = /^role\/aws-service-role\/([^/]+)\//.exec(arn?.resource ?? '')?.[1];
  return service === undefined
    ? undefined
    : { kind: 'service', name: service, sure: 'certain', why: 'its service-linked role' };
};

const ofSession = (identity: unknown): Told => {
  const source = textAt(identity, 'sessionContext', 'sourceIdentity');
  if (source !== undefined)
    return { kind: 'person', name: source, sure: 'certain', why: 'source identity' };
  const userId = textAt(identity, 'onBehalfOf', 'userId');
  const name = sessionNameOf(identity) ?? unnamed;
  const known =
    ofService(identity) ?? ofIdentityCenter(identity, name) ?? ofWorkload(identity, name);
  if (known !== undefined) return { ...known, userId };
  return { kind: 'session', name, sure: 'claimed', why: 'name of a role session', userId };
};

/** Stands for a name where the record has none. */
export const unnamed = 'without a name';

/** `alice` of `…:user/people/alice`. */
const nameInArn = (identity: unknown): string | undefined =>
  parseArn(valueAt(identity, 'arn'))?.resource.split('/').at(-1);

/** What CloudTrail writes in place of a user name that does not exist: it may be a password. */
const hiddenName = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const nobody: Told = {
  kind: 'unknown',
  name: 'somebody with an unknown user name',
  sure: 'claimed',
  why: 'a user name that does not exist',
};

const ofIdentity = (identity: unknown): Told => {
  const name = textAt(identity, 'userName');
  const account = textAt(identity, 'accountId');
  switch (textAt(identity, 'type') ?? '') {
    case 'Root':
      // What stands as the user's name is the account's alias.
      return { kind: 'root', name: account ?? unnamed, sure: 'certain', why: 'root user' };
    case 'IAMUser':
      if (name === hiddenName) return nobody;
      return {
        kind: 'iam-user',
        name: name ?? nameInArn(identity) ?? unnamed,
        sure: 'certain',
        why: 'IAM user',
      };
    case 'AssumedRole':
    case 'Role':
      return ofSession(identity);
    case 'FederatedUser':
      return {
        kind: 'federated',
        name: sessionNameOf(identity) ?? name ?? unnamed,
        sure: 'claimed',
        why: 'name of a federated session',
      };
    case 'IdentityCenterUser': {
      const userId = textAt(identity, 'onBehalfOf', 'userId');
      return {
        kind: 'person',
        name: userId ?? unnamed,
        sure: 'certain',
        why: 'Identity Center user',
        userId,
      };
    }
    case 'SAMLUser':
      return { kind: 'person', name: name ?? unnamed, sure: 'likely', why: 'SAML subject' };
    case 'WebIdentityUser':
      return { kind: 'subject', name: name ?? unnamed, sure: 'likely', why: 'OIDC subject' };
    case 'AWSAccount':
      return { kind: 'account', name: account ?? unnamed, sure: 'certain', why: 'another account' };
    case 'AWSService':
      return {
        kind: 'service',
        name: textAt(identity, 'invokedBy') ?? unnamed,
        sure: 'certain',
        why: 'AWS service',
      };
    default:
      return {
        kind: 'unknown',
        name: name ?? textAt(identity, 'arn') ?? textAt(identity, 'principalId') ?? unnamed,
        sure: 'claimed',
        why: 'an identity of unknown kind',
      };
  }
};

/** A call that a service makes for somebody names the service as its address, or beside the caller. */
const throughOf = (record: Readonly<Record<string, unknown>>): string | undefined => {
  const service = textAt(record, 'userIdentity', 'invokedBy');
  if (service !== undefined) return service;
  const address = textAt(record, 'sourceIPAddress');
  return address !== undefined && /(?:^AWS Internal|\.amazonaws\.com)$/.test(address)
    ? address
    : undefined;
};

/**
 * Who stands behind a CloudTrail record, and what tells it. An ordinary role's session name is
 * never more than claimed: whoever assumes a role chooses it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export const humanOf = (record: Readonly<Record<string, unknown>>): Human => {
  const { userIdentity: identity } = record;
  const told = ofIdentity(isRecord(identity) ? identity : { type: 'AWSService' });
  const isSession = /^(?:AssumedRole|Role)$/.test(textAt(identity, 'type') ?? '');
  const role = isSession ? roleNameOf(identity) : undefined;
  const through = told.kind === 'service' ? undefined : throughOf(record);
  return {
    ...told,
    name: redactText(told.name),
    role: role === undefined ? undefined : redactText(role),
    userId: told.userId,
    through: through === undefined ? undefined : redactText(through),
    email: asEmail(told.name),
  };
};
