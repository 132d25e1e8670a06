import { day, hour, minute } from '../../../core/clock.ts';
import { homeRegion, type SampleAccount, security } from '../accounts.ts';
import { permissionSets } from '../identity/directory.ts';
import type { Organisation } from '../organisation.ts';
import { ages, iamUsers, oidcSubject, reservedRole, resources, roles } from '../story-facts.ts';
import type { IamPolicy, IamRole, IamUser } from './entities.ts';
import { newRole, newUser } from './make.ts';
import { awsPolicyArn, ownPolicy, ownPolicyArn, trusts } from './policies.ts';
import { services } from './services.ts';

/** What the story needs in an account. */
export interface Stage {
  readonly organisation: Organisation;
  readonly account: SampleAccount;
  /** When the sandbox started; epoch ms, whole seconds. */
  readonly now: number;
}

const contractorKey = 'AKIAOLDC0NTRCEXAMPLE';
/** Older than the two years after which Trusted Advisor is red. */
const oldestKey = 'AKIAFTPIMP0RTEXAMPLE';

/** Users of `prod` that somebody will ask about. */
export const storyUsers = ({ organisation, account: { id }, now }: Stage): readonly IamUser[] => {
  if (id !== organisation.places.prod) return [];
  const { bob, legacyBackup } = iamUsers;
  const { keyLastUsed: use } = legacyBackup;
  const keyFacts = { isActive: true, lastUsed: undefined };
  return [
    newUser(id, bob.name, now - 700 * day, {
      password: { changedAt: now - 70 * day, lastUsedAt: now - 2 * day },
      hasMfa: true,
      groups: ['developers'],
      keys: [
        {
          ...keyFacts,
          id: bob.keyId,
          createdAt: now - 60 * day,
          lastUsed: { at: now - day, service: 'cloudtrail', region: 'us-east-1' },
        },
      ],
    }),
    newUser(id, legacyBackup.name, now - 900 * day, {
      policies: [awsPolicyArn('AmazonS3FullAccess')],
      keys: [
        {
          ...keyFacts,
          id: legacyBackup.keyId,
          createdAt: now - legacyBackup.keyAge,
          lastUsed: { at: now - use.ago, service: use.service, region: use.region },
        },
      ],
    }),
    newUser(id, 'old-contractor', now - 500 * day, {
      password: { changedAt: now - 500 * day, lastUsedAt: undefined },
      policies: [awsPolicyArn('AmazonEC2FullAccess')],
      keys: [{ ...keyFacts, id: contractorKey, createdAt: now - 500 * day }],
    }),
    newUser(id, 'ftp-import', now - 1000 * day, {
      policies: [awsPolicyArn('AmazonS3ReadOnlyAccess')],
      keys: [
        {
          ...keyFacts,
          id: oldestKey,
          createdAt: now - 800 * day,
          lastUsed: { at: now - 70 * day, service: 's3', region: homeRegion },
        },
      ],
    }),
  ];
};

/** What `deploy` may use: three services that it did use, and 20 that it never did. */
const deployServices = [
  'ec2',
  'lambda',
  'sts',
  ...services
    .map(({ namespace }) => namespace)
    .filter((namespace) => !['ec2', 'lambda', 'sts', 'iam', 'cloudtrail'].includes(namespace))
    .slice(0, 20),
];

export const storyPolicies = ({ organisation, account, now }: Stage): readonly IamPolicy[] =>
  account.id === organisation.places.prod
    ? [
        ownPolicy(account.id, 'deploy-pipeline', deployServices, now - 600 * day),
        ownPolicy(account.id, 'data-export', ['s3', 'athena', 'glue'], now - 420 * day),
      ]
    : [];

/** How services of a story's role were used; others are drawn. */
export const storyUse = (
  { organisation, now }: Stage,
  arn: string,
): ReadonlyMap<string, { readonly at: number; readonly region: string }> | undefined => {
  if (!arn.startsWith(`arn:aws:iam::${organisation.places.prod}:`)) return undefined;
  const at = now - ages.release;
  const region = homeRegion;
  if (arn.endsWith(`:role/${roles.deploy.name}`))
    return new Map([
      ['ec2', { at, region }],
      ['lambda', { at: at - 2 * minute, region }],
      ['sts', { at: at - 4 * minute, region }],
    ]);
  return undefined;
};

const prodRoles = ({ organisation, account: { id }, now }: Stage): readonly IamRole[] => {
  const { prod, tooling, dataLake } = organisation.places;
  if (id !== prod) return [];
  return [
    newRole(id, roles.deploy.name, now - 600 * day, {
      description: 'Releases of the orders service',
      policies: [ownPolicyArn(id, 'deploy-pipeline')],
      trust: trusts({ AWS: `arn:aws:iam::${tooling}:role/${roles.ciDeploy.name}` }),
      lastUsed: { at: now - ages.release, region: homeRegion },
    }),
    newRole(id, 'data-export', now - 420 * day, {
      description: 'Exports for the finance team',
      policies: [ownPolicyArn(id, 'data-export')],
      trust: trusts({ AWS: `arn:aws:iam::${dataLake}:root` }),
    }),
  ];
};

const otherRoles = ({ organisation, account: { id }, now }: Stage): readonly IamRole[] => {
  const { staging, tooling } = organisation.places;
  const created = newRole(id, resources.createdRole, now - ages.roleCreated, {
    description: 'Tasks of the orders service',
    trust: trusts({ Service: 'ecs-tasks.amazonaws.com' }),
  });
  const provider = `arn:aws:iam::${id}:oidc-provider/token.actions.githubusercontent.com`;
  const deployer = newRole(id, roles.ciDeploy.name, now - 650 * day, {
    trust: trusts(
      { Federated: provider },
      {
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { 'token.actions.githubusercontent.com:sub': oidcSubject } },
      },
    ),
    lastUsed: { at: now - ages.release, region: homeRegion },
  });
  return [...(id === staging ? [created] : []), ...(id === tooling ? [deployer] : [])];
};

const reservedPath = `/aws-reserved/sso.amazonaws.com/${homeRegion}/`;

/** The roles that IAM Identity Center makes for its permission sets. */
const reservedRoles = ({ account: { id }, now }: Stage): readonly IamRole[] =>
  permissionSets.map(({ name, description }, index) =>
    newRole(id, reservedRole(name), now - 800 * day, {
      path: reservedPath,
      description,
      policies:
        name === 'DataEngineer' ? [awsPolicyArn('AmazonS3FullAccess')] : [awsPolicyArn(name)],
      trust: trusts(
        { Federated: `arn:aws:iam::${id}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE` },
        { Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'] },
      ),
      lastUsed: { at: now - (index + 1) * 3 * hour, region: homeRegion },
    }),
  );

const serviceRole = (stage: Stage, name: string, service: string, policy: string): IamRole =>
  newRole(stage.account.id, name, stage.now - 1000 * day, {
    path: `/aws-service-role/${service}/`,
    policies: [awsPolicyArn(policy)],
    trust: trusts({ Service: service }),
    lastUsed: { at: stage.now - hour, region: homeRegion },
  });

/** Roles that every account has: AWS's, the bot's, and what fills the trail's background. */
const commonRoles = (stage: Stage): readonly IamRole[] => {
  const { account, now } = stage;
  const used = (ago: number) => ({ lastUsed: { at: now - ago, region: homeRegion } });
  const tasks = trusts({ Service: 'ecs-tasks.amazonaws.com' });
  return [
    serviceRole(
      stage,
      'AWSServiceRoleForConfig',
      'config.amazonaws.com',
      'AWSConfigServiceRolePolicy',
    ),
    serviceRole(
      stage,
      'AWSServiceRoleForSupport',
      'support.amazonaws.com',
      'AWSSupportServiceRolePolicy',
    ),
    ...(account.role === undefined
      ? []
      : [
          newRole(account.id, 'TrailwardenReader', now - 30 * day, {
            policies: [awsPolicyArn('SecurityAudit')],
            trust: trusts({ AWS: `arn:aws:iam::${security}:role/Trailwarden` }),
            ...used(minute),
          }),
        ]),
    newRole(account.id, 'orders-task', now - 500 * day, { trust: tasks, ...used(10 * minute) }),
    newRole(account.id, 'nightly-batch', now - 500 * day, { trust: tasks, ...used(9 * hour) }),
    newRole(account.id, 'terraform', now - 700 * day, {
      policies: [awsPolicyArn('AdministratorAccess')],
      trust: trusts({ AWS: `arn:aws:iam::${security}:root` }),
      ...used(20 * hour),
    }),
  ];
};

export const storyRoles = (stage: Stage): readonly IamRole[] => [
  ...prodRoles(stage),
  ...otherRoles(stage),
  ...reservedRoles(stage),
  ...commonRoles(stage),
];
