import { homeRegion, prod, security, staging } from '../accounts.ts';
import { people } from '../story-facts.ts';

/** IAM Identity Center lives in `security`, in the home region. */
export const instanceArn = 'arn:aws:sso:::instance/ssoins-0000example00001';
export const identityStoreId = 'd-9067012345';
export const identityStoreArn = (owner: string = security): string =>
  `arn:aws:identitystore::${owner}:identitystore/${identityStoreId}`;
export const identityCenter = { account: security, region: homeRegion };

export interface DirectoryUser {
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly userId: string;
  readonly permissionSet: string;
  readonly address: string;
}

const colleague = (
  number: number,
  givenName: string,
  familyName: string,
  permissionSet: string,
): DirectoryUser => ({
  email: `${givenName.toLowerCase()}@example.com`,
  givenName,
  familyName,
  userId: `906712c001-00000000-0000-4000-8000-0000000001${String(number).padStart(2, '0')}`,
  permissionSet,
  address: `198.51.100.${100 + number}`,
});

/** People whom no story is about; their calls fill the background. */
export const colleagues = [
  colleague(1, 'Frank', 'Fischer', 'PowerUserAccess'),
  colleague(2, 'Grace', 'Green', 'ReadOnlyAccess'),
  colleague(3, 'Heidi', 'Huber', 'DataEngineer'),
  colleague(4, 'Ivan', 'Ivanov', 'ReadOnlyAccess'),
] as const;

export const directoryUsers: readonly DirectoryUser[] = [...Object.values(people), ...colleagues];

export interface DirectoryGroup {
  readonly id: string;
  readonly name: string;
  /** E-mail addresses. */
  readonly members: readonly string[];
}

const group = (number: number, name: string, ...members: readonly string[]): DirectoryGroup => ({
  id: `906712c001-00000000-0000-4000-8000-00000000020${number}`,
  name,
  members: members.map((member) => `${member}@example.com`),
});

export const directoryGroups = [
  group(1, 'security-engineers', 'alice'),
  group(2, 'developers', 'bob', 'dave', 'frank'),
  group(3, 'data-engineers', 'carol', 'heidi'),
  group(4, 'everybody', ...directoryUsers.map(({ givenName }) => givenName.toLowerCase())),
] as const;

const permissionSet = (number: number, name: string, description: string) => ({
  arn: `arn:aws:sso:::permissionSet/ssoins-0000example00001/ps-0000example0000${number}`,
  name,
  description,
});

export const permissionSets = [
  permissionSet(1, 'AdministratorAccess', 'Everything; for the security team'),
  permissionSet(2, 'PowerUserAccess', 'Everything but IAM and Organizations'),
  permissionSet(3, 'ReadOnlyAccess', 'Looking, nowhere changing'),
  permissionSet(4, 'DataEngineer', 'S3, Glue and Athena of the data accounts'),
] as const;

/** Who has which permission set where: a principal is a user's or a group's id. */
export interface Assignment {
  readonly account: string;
  readonly permissionSetArn: string;
  readonly principal: string;
  readonly kind: 'USER' | 'GROUP';
}

/** @param dataAccount Where the data engineers work */
export const assignmentsFor = (dataAccount: string): readonly Assignment[] => {
  const [engineers, developers, data, everybody] = directoryGroups;
  const [administrator, powerUser, readOnly, dataEngineer] = permissionSets;
  const give = (
    account: string,
    { arn }: { readonly arn: string },
    principal: string,
    kind: Assignment['kind'] = 'GROUP',
  ): Assignment => ({ account, permissionSetArn: arn, principal, kind });
  return [
    give(prod, administrator, people.alice.userId, 'USER'),
    ...[prod, staging, security].map((account) => give(account, readOnly, everybody.id)),
    ...[staging, security].map((account) => give(account, administrator, engineers.id)),
    give(staging, powerUser, developers.id),
    give(dataAccount, dataEngineer, data.id),
  ];
};
