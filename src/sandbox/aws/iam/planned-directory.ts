import { day } from '../../../core/clock.ts';
import { hasFlaw, isGuarded, policyExpires } from '../plan/accounts.ts';
import { planRoles } from '../plan/roles.ts';
import { isIn } from '../plan/span.ts';
import { planUsers } from '../plan/users.ts';
import { ages } from '../story-facts.ts';
import { exampleId } from '../trail/random.ts';
import type { Directory, IamGroup, IamPolicy, IamRole, IamUser, RootUser } from './entities.ts';
import { makeRole } from './planned-roles.ts';
import { makeUser, type Times } from './planned-users.ts';
import { allow, awsPolicies, awsPolicyArn, idOf, ownPolicy, ownPolicyArn } from './policies.ts';
import { type Stage, storyPolicies, storyRoles, storyUsers } from './story.ts';

/** The large organisation's stage: a week of its own. */
export interface PlannedStage extends Stage {
  readonly times: Times;
}

const usersOf = (stage: PlannedStage): readonly IamUser[] => {
  const { account, times } = stage;
  const expires = policyExpires(stage);
  const made = planUsers(stage).flatMap((planned) =>
    isIn(planned.there, times.week) ? [makeUser(account.id, planned, times, expires)] : [],
  );
  return [...storyUsers(stage), ...made];
};

/** The account's own policies that its first roles have, beside what all roles have. */
const heldBy = (stage: PlannedStage, index: number): readonly string[] => {
  const { week } = stage.times;
  const admin = index === 0 && hasFlaw(stage, 'admin-policy', week) ? ['platform-admin'] : [];
  const pipeline = index === 1 && hasFlaw(stage, 'escalating-policy', week) ? ['pipeline'] : [];
  return ['workload-access', ...admin, ...pipeline];
};

const rolesOf = (stage: PlannedStage): readonly IamRole[] => [
  ...storyRoles(stage),
  ...planRoles(stage).map((planned, index) =>
    makeRole(stage.account.id, planned, stage.times, heldBy(stage, index)),
  ),
];

const awsGroups = {
  administrators: 'AdministratorAccess',
  auditors: 'SecurityAudit',
  billing: 'ReadOnlyAccess',
  deployers: 'AmazonEC2FullAccess',
  developers: 'PowerUserAccess',
} as const;

const newGroup = (
  { account: { id }, now }: Stage,
  name: string,
  policies: readonly string[],
): IamGroup => ({
  kind: 'group',
  name,
  path: '/',
  id: idOf('AGPA', `${id}/${name}`),
  arn: `arn:aws:iam::${id}:group/${name}`,
  createdAt: now - 1000 * day,
  policies,
});

/** The last one is empty: what it has narrows what gives much, and guards nobody. */
const groupsOf = (stage: PlannedStage): readonly IamGroup[] => [
  ...Object.entries(awsGroups).map(([name, policy]) =>
    newGroup(stage, name, [awsPolicyArn(policy), awsPolicyArn('IAMUserChangePassword')]),
  ),
  newGroup(stage, 'machines', [ownPolicyArn(stage.account.id, 'machine-access')]),
  ...(isGuarded(stage)
    ? [newGroup(stage, 'everybody', [ownPolicyArn(stage.account.id, 'deny-without-mfa')])]
    : []),
];

const machineServices = ['s3', 'sqs', 'dynamodb', 'logs', 'ec2'];
const workloadServices = ['s3', 'sqs', 'sns', 'dynamodb', 'kms', 'logs', 'secretsmanager'];

const narrow = allow(['s3:GetObject', 's3:PutObject', 'sqs:SendMessage'], {
  Resource: ['arn:aws:s3:::example-data/*', 'arn:aws:sqs:eu-west-1:*:example-jobs'],
});

const passing = allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction']);

const withoutMfa = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      NotAction: ['iam:ChangePassword', 'iam:EnableMFADevice', 'sts:GetSessionToken'],
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    },
  ],
};

const policiesOf = (stage: PlannedStage): readonly IamPolicy[] => {
  const { account, now, times } = stage;
  const has = (flaw: Parameters<typeof hasFlaw>[1]): boolean => hasFlaw(stage, flaw, times.week);
  const own = (
    ...[name, services, document]: [string, readonly string[], IamPolicy['document']?]
  ) => ownPolicy(account.id, name, services, now - 800 * day, document);
  return [
    ...awsPolicies,
    own('machine-access', machineServices, has('wide-machine-policy') ? undefined : narrow),
    own('workload-access', workloadServices, has('wide-workload-policy') ? undefined : narrow),
    own('unused-policy', ['glue']),
    ...(has('admin-policy') ? [own('platform-admin', ['iam', 'ec2', 's3'], allow(['*']))] : []),
    ...(has('escalating-policy') ? [own('pipeline', ['iam', 'lambda'], passing)] : []),
    ...(isGuarded(stage) ? [own('deny-without-mfa', [], withoutMfa)] : []),
    ...storyPolicies(stage),
  ];
};

const rootOf = (stage: PlannedStage): RootUser => {
  const { organisation, account, now, times } = stage;
  const isStory = account.id === organisation.places.sandbox;
  const isUsed = hasFlaw(stage, 'root-used', times.week);
  return {
    hasMfa: !hasFlaw(stage, 'root-without-mfa', times.week),
    keys: hasFlaw(stage, 'root-key', times.week)
      ? [
          {
            id: exampleId('AKIA', `${account.id}/root`),
            isActive: true,
            createdAt: now - 1500 * day,
            lastUsed: undefined,
          },
        ]
      : [],
    hasPassword: true,
    passwordLastUsedAt: isUsed ? now - (isStory ? ages.rootSignIn : 20 * day) : now - 410 * day,
    createdAt: now - 1600 * day,
  };
};

const strict = { minimumLength: 14, isStrict: true, maxAgeDays: undefined, reusePrevention: 24 };

const passwordPolicyOf = (stage: PlannedStage): Directory['passwordPolicy'] => {
  const { week } = stage.times;
  if (hasFlaw(stage, 'no-password-policy', week)) return undefined;
  const maxAgeDays = policyExpires(stage) ? 90 : undefined;
  if (hasFlaw(stage, 'short-passwords', week))
    return { minimumLength: 8, isStrict: false, maxAgeDays, reusePrevention: undefined };
  const reusePrevention = hasFlaw(stage, 'reused-passwords', week) ? 5 : strict.reusePrevention;
  return { ...strict, maxAgeDays, reusePrevention };
};

/** All parts of an account's directory but the order, which is by name. */
export const plannedParts = (stage: PlannedStage) => ({
  root: rootOf(stage),
  users: usersOf(stage),
  roles: rolesOf(stage),
  groups: groupsOf(stage),
  policies: policiesOf(stage),
  passwordPolicy: passwordPolicyOf(stage),
});
