import { day, hour } from '../../core/clock.ts';

/**
 * Who and what the sample organisation's story is about: what the trail, IAM, EC2 and Support tell
 * of the same things has to agree. Key ids carry EXAMPLE, as in AWS's own documentation.
 */

/** Long-term access keys of IAM users; all of them belong to `prod`. */
export const accessKeys = {
  bob: 'AKIAI44QH8DHBEXAMPLE',
  legacyBackup: 'AKIALEGACY4BKEXAMPLE',
} as const;

/** Keys of sessions that the story's people and pipelines had. */
export const sessionKeys = {
  alice: 'ASIAALICE2ADMEXAMPLE',
  carol: 'ASIACAROL2ENGEXAMPLE',
  dave: 'ASIADAVE22DEVEXAMPLE',
  ciDeploy: 'ASIACIDEPLOY2EXAMPLE',
  deploy: 'ASIARELEASE42EXAMPLE',
  autoScaling: 'ASIASCAL2INGXEXAMPLE',
} as const;

interface WorkforcePerson {
  /** Also the name of their role sessions. */
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  /** In the identity store. */
  readonly userId: string;
  readonly permissionSet: string;
  readonly address: string;
}

const person = (
  number: number,
  givenName: string,
  familyName: string,
  permissionSet: string,
  address: string,
): WorkforcePerson => ({
  email: `${givenName.toLowerCase()}@example.com`,
  givenName,
  familyName,
  userId: `906712c001-00000000-0000-4000-8000-00000000000${number}`,
  permissionSet,
  address,
});

/** People of IAM Identity Center. bob has an IAM user in `prod` besides. */
export const people = {
  alice: person(1, 'Alice', 'Adler', 'AdministratorAccess', '198.51.100.7'),
  bob: person(2, 'Bob', 'Brandt', 'ReadOnlyAccess', '203.0.113.50'),
  carol: person(3, 'Carol', 'Chen', 'DataEngineer', '198.51.100.23'),
  dave: person(4, 'Dave', 'Doyle', 'PowerUserAccess', '198.51.100.41'),
} as const;

/** The suffix that IAM Identity Center gives its roles: `AWSReservedSSO_<permission set>_<this>`. */
const reservedRoleSuffix = '0123456789abcdef';

export const reservedRole = (permissionSet: string): string =>
  `AWSReservedSSO_${permissionSet}_${reservedRoleSuffix}`;

/** IAM users of `prod`. */
export const iamUsers = {
  bob: { name: 'bob', keyId: accessKeys.bob, address: people.bob.address },
  legacyBackup: {
    name: 'legacy-backup',
    keyId: accessKeys.legacyBackup,
    address: '203.0.113.77',
    keyAge: 400 * day,
    keyLastUsed: { ago: 3 * day, service: 's3', region: 'eu-west-1' },
  },
} as const;

/** Roles of the chain: `ci-deploy` in `tooling` (small: `staging`), `deploy` in `prod`. */
export const roles = {
  ciDeploy: { name: 'ci-deploy', sessionName: 'GitHubActions' },
  deploy: { name: 'deploy', sessionName: 'release-1842' },
} as const;

export const oidcSubject = 'repo:example-org/infra:ref:refs/heads/main';

/** Everything in `prod` eu-west-1 but the bucket and the trail. */
export const resources = {
  openedGroup: 'sg-0abc1234def567890',
  terminatedInstance: 'i-0abcdef1234567890',
  scaledInInstance: 'i-0fedcba9876543210',
  function: 'orders-api',
  trail: 'management-events',
  bucket: 'example-orders-archive',
  createdRole: 'orders-stack-TaskRole-EXAMPLE1A2B3C',
  stack: 'orders-stack',
} as const;

/** How long before the sandbox's start; ms. */
export const ages = {
  groupOpened: 2 * hour,
  revokeDenied: 1.5 * hour,
  instanceScaledIn: 3 * hour,
  release: 5 * hour,
  stopLoggingDenied: 6 * hour,
  roleCreated: day,
  rootSignIn: 3 * day,
} as const;

/** A time of the UTC day before; epoch ms. */
export const yesterdayAt = (now: number, hours: number, minutes: number): number =>
  Math.floor(now / day) * day - day + hours * hour + minutes * 60_000;
