import type { AuthorizationDetails } from '../../aws/iam-types.ts';
import { grantsOfAwsPolicy } from './aws-policies.ts';
import { type PolicyDocument, parsePolicy } from './document.ts';
import { type Grants, grantsOf, noGrants } from './grants.ts';

/** A policy of a user, group or role. */
export interface Policy {
  readonly name: string;
  readonly kind: 'inline' | 'own' | 'aws';
  /** Undefined for AWS's own policies, whose documents are not read. */
  readonly document: PolicyDocument | undefined;
  readonly grants: Grants;
}

/** A user, group or role. */
export interface Holder {
  readonly kind: 'user' | 'group' | 'role';
  readonly name: string;
  readonly arn: string;
  readonly policies: readonly Policy[];
}

export interface User extends Holder {
  readonly groups: readonly Holder[];
}

export interface Role extends Holder {
  /** Who may assume it. */
  readonly trust: PolicyDocument;
  /** AWS made it for a service of its own and keeps it: nobody else can change it. */
  readonly isServiceLinked: boolean;
}

/** Who may do what in an account, every document read once. */
export interface Authorization {
  readonly users: readonly User[];
  readonly groups: readonly Holder[];
  readonly roles: readonly Role[];
}

interface Read {
  readonly document: PolicyDocument;
  readonly grants: Grants;
}

/** Thousands of users have the same document: it is read, and kept, once. */
const createReadOnce = () => {
  const known = new Map<string, Read>();
  return (text: string): Read => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const document = parsePolicy(text);
    const grants = document.kind === 'read' ? grantsOf(document.statements) : noGrants;
    const made: Read = { document, grants };
    known.set(text, made);
    return made;
  };
};

/** `arn:aws:iam::aws:policy/…`: the account is AWS itself. */
const isOfAws = (arn: string): boolean => arn.split(':')[4] === 'aws';

const unknownDocument: Read = {
  document: { kind: 'broken', why: 'was not told by AWS' },
  grants: noGrants,
};

/** Reads every document of the details once. Whatever stands in them, it does not throw. */
export const readAuthorization = (details: AuthorizationDetails): Authorization => {
  const readOnce = createReadOnce();
  const own = new Map(
    details.policies.map(({ name, arn, document }): [string, Policy] => [
      arn,
      { name, kind: 'own', ...readOnce(document) },
    ]),
  );
  const ofAws = new Map<string, Policy>();
  const attached = ({ name, arn }: { name: string; arn: string }): Policy => {
    const found = own.get(arn) ?? ofAws.get(arn);
    if (found !== undefined) return found;
    if (!isOfAws(arn)) return { name, kind: 'own', ...unknownDocument };
    const policy: Policy = {
      name,
      kind: 'aws',
      document: undefined,
      grants: grantsOfAwsPolicy(arn),
    };
    ofAws.set(arn, policy);
    return policy;
  };
  const policiesOf = (one: AuthorizationDetails['groups'][number]): readonly Policy[] => [
    ...one.attached.map(attached),
    ...one.inline.map(
      ({ name, document }): Policy => ({ name, kind: 'inline', ...readOnce(document) }),
    ),
  ];
  const holderOf = <K extends Holder['kind']>(
    kind: K,
    one: AuthorizationDetails['groups'][number],
  ) => ({ kind, name: one.name, arn: one.arn, policies: policiesOf(one) });

  const groups = details.groups.map((one): Holder => holderOf('group', one));
  const byName = new Map(groups.map((group) => [group.name, group]));
  return {
    groups,
    users: details.users.map((user) => ({
      ...holderOf('user', user),
      groups: user.groups.flatMap((name) => byName.get(name) ?? []),
    })),
    roles: details.roles.map((role) => ({
      ...holderOf('role', role),
      trust: readOnce(role.trust).document,
      isServiceLinked: role.path.startsWith('/aws-service-role/'),
    })),
  };
};
