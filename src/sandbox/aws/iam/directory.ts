import { day } from '../../../core/clock.ts';
import { homeRegion } from '../accounts.ts';
import { ages } from '../story-facts.ts';
import { createRandom, exampleId, type Random } from '../trail/random.ts';
import type {
  AccessKey,
  Directory,
  IamGroup,
  IamPolicy,
  IamRole,
  IamUser,
  RootUser,
} from './entities.ts';
import { newRole, newUser } from './make.ts';
import { machineName, personName, roleName } from './names.ts';
import { type PlannedStage, plannedParts } from './planned-directory.ts';
import { awsPolicies, awsPolicyArn, idOf, ownPolicy, ownPolicyArn, trusts } from './policies.ts';
import { type Stage, storyPolicies, storyRoles, storyUsers } from './story.ts';

interface Sizes {
  readonly users: number;
  readonly roles: number;
}

const sizesOf = ({ organisation, account: { id } }: Stage, random: Random): Sizes => {
  if (id === organisation.places.prod) return { users: 150, roles: 40 };
  return { users: 3 + random.integer(10), roles: 14 + random.integer(10) };
};

/** Between a day and `days` ago, more often lately. */
const ago = (random: Random, days: number): number =>
  Math.floor(day + random.next() ** 2 * days * day);

const keyServices = ['s3', 'sqs', 'dynamodb', 'logs', 'ec2'] as const;

/** @param oldest Its owner's age; ms */
const drawKey = (random: Random, now: number, id: string, oldest: number): AccessKey => {
  const age = Math.min(oldest, ago(random, 900));
  const isUsed = random.next() < 0.8;
  return {
    id: exampleId('AKIA', id),
    isActive: random.next() < 0.85,
    createdAt: now - age,
    lastUsed: isUsed
      ? {
          at: now - Math.min(age, ago(random, 200)),
          service: random.pick(keyServices),
          region: homeRegion,
        }
      : undefined,
  };
};

const groupNames = ['administrators', 'auditors', 'billing', 'deployers', 'developers'] as const;

const drawPerson = (stage: Stage, random: Random, taken: Set<string>): IamUser => {
  const { account, now } = stage;
  const name = personName(random, taken);
  const created = now - 30 * day - ago(random, 900);
  const changed = Math.max(created, now - ago(random, 400));
  const lastUsedAt = random.next() < 0.9 ? Math.max(changed, now - ago(random, 150)) : undefined;
  return newUser(account.id, name, created, {
    password: { changedAt: changed, lastUsedAt },
    hasMfa: random.next() < 0.9,
    groups: [random.pick(groupNames)],
    keys:
      random.next() < 0.3 ? [drawKey(random, now, `${account.id}/${name}/1`, now - created)] : [],
  });
};

const drawMachine = (stage: Stage, random: Random, taken: Set<string>): IamUser => {
  const { account, now } = stage;
  const name = machineName(random, taken);
  const numbers = random.next() < 0.15 ? [1, 2] : [1];
  const created = now - 600 * day - ago(random, 400);
  return newUser(account.id, name, created, {
    path: '/machines/',
    arn: `arn:aws:iam::${account.id}:user/machines/${name}`,
    policies: [ownPolicyArn(account.id, 'machine-access')],
    keys: numbers.map((number) =>
      drawKey(random, now, `${account.id}/${name}/${number}`, now - created),
    ),
  });
};

const drawUsers = (stage: Stage, random: Random, count: number): readonly IamUser[] => {
  const known = storyUsers(stage);
  const taken = new Set(known.map(({ name }) => name));
  const drawn = Array.from({ length: Math.max(0, count - known.length) }, () =>
    random.next() < 0.7 ? drawPerson(stage, random, taken) : drawMachine(stage, random, taken),
  );
  return [...known, ...drawn];
};

const drawRole = (stage: Stage, random: Random, taken: Set<string>): IamRole => {
  const { account, now } = stage;
  const name = roleName(random, taken);
  const isForInstances = name.includes('worker') || name.includes('indexer');
  const service = isForInstances ? 'ec2.amazonaws.com' : 'lambda.amazonaws.com';
  const isUsed = random.next() < 0.75;
  return newRole(account.id, name, now - 200 * day - ago(random, 700), {
    policies: [ownPolicyArn(account.id, 'workload-access')],
    trust: trusts({ Service: service }),
    isForInstances,
    lastUsed: isUsed ? { at: now - ago(random, 180), region: homeRegion } : undefined,
  });
};

const drawRoles = (stage: Stage, random: Random, count: number): readonly IamRole[] => {
  const known = storyRoles(stage);
  const taken = new Set(known.map(({ name }) => name));
  const length = Math.max(0, count - known.length);
  return [...known, ...Array.from({ length }, () => drawRole(stage, random, taken))];
};

const groupPolicies: Readonly<Record<(typeof groupNames)[number], string>> = {
  administrators: 'AdministratorAccess',
  auditors: 'SecurityAudit',
  billing: 'ReadOnlyAccess',
  deployers: 'AmazonEC2FullAccess',
  developers: 'PowerUserAccess',
};

const groupsOf = ({ account: { id }, now }: Stage): readonly IamGroup[] =>
  groupNames.map((name) => ({
    kind: 'group',
    name,
    path: '/',
    id: idOf('AGPA', `${id}/${name}`),
    arn: `arn:aws:iam::${id}:group/${name}`,
    createdAt: now - 1000 * day,
    policies: [awsPolicyArn(groupPolicies[name]), awsPolicyArn('IAMUserChangePassword')],
  }));

const policiesOf = (stage: Stage): readonly IamPolicy[] => {
  const { account, now } = stage;
  const own = (name: string, namespaces: readonly string[]): IamPolicy =>
    ownPolicy(account.id, name, namespaces, now - 800 * day);
  return [
    ...awsPolicies,
    own('machine-access', ['s3', 'sqs', 'dynamodb', 'logs', 'ec2']),
    own('workload-access', ['s3', 'sqs', 'sns', 'dynamodb', 'kms', 'logs', 'secretsmanager']),
    own('unused-policy', ['glue']),
    ...storyPolicies(stage),
  ];
};

const rootOf = ({ organisation, account, now }: Stage): RootUser => {
  const isStory = account.id === organisation.places.sandbox;
  return {
    hasMfa: !isStory,
    keys: [],
    hasPassword: true,
    passwordLastUsedAt: now - (isStory ? ages.rootSignIn : 410 * day),
    createdAt: now - 1600 * day,
  };
};

const passwordPolicyOf = ({ organisation, account: { id } }: Stage, random: Random) => {
  if (id === organisation.places.staging) return undefined;
  if (id === organisation.places.prod)
    return { minimumLength: 14, isStrict: true, maxAgeDays: 90, reusePrevention: 24 };
  return random.next() < 0.6
    ? { minimumLength: 14, isStrict: true, maxAgeDays: undefined, reusePrevention: 24 }
    : { minimumLength: 8, isStrict: false, maxAgeDays: undefined, reusePrevention: undefined };
};

const byName = <T extends { readonly name: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((one) => [one.name, one]));

const drawnParts = (stage: Stage) => {
  const random = createRandom(`iam:${stage.account.id}`);
  const sizes = sizesOf(stage, random);
  return {
    root: rootOf(stage),
    users: drawUsers(stage, random, sizes.users),
    roles: drawRoles(stage, random, sizes.roles),
    groups: groupsOf(stage),
    policies: policiesOf(stage),
    passwordPolicy: passwordPolicyOf(stage, random),
  };
};

/**
 * The same for the same account, start and week, whenever it is made: drawn in the small organisation,
 * where nothing changes, and planned in the large one.
 */
export const createDirectory = (stage: PlannedStage): Directory => {
  const { account, organisation } = stage;
  const parts = organisation.size === 'large' ? plannedParts(stage) : drawnParts(stage);
  return {
    account: account.id,
    alias: `example-${account.name}`,
    root: parts.root,
    users: byName(parts.users),
    roles: byName(parts.roles),
    groups: byName(parts.groups),
    policies: new Map(parts.policies.map((policy) => [policy.arn, policy])),
    passwordPolicy: parts.passwordPolicy,
  };
};
