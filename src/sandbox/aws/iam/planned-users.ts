import { day } from '../../../core/clock.ts';
import { homeRegion } from '../accounts.ts';
import { isIn, type Week } from '../plan/span.ts';
import type { PlannedUser, UserFlaw } from '../plan/users.ts';
import { createRandom, exampleId, type Random } from '../trail/random.ts';
import type { AccessKey, IamUser } from './entities.ts';
import { newUser } from './make.ts';
import { allow, awsPolicyArn } from './policies.ts';

/** The time of an account as its directory shows it. */
export interface Times {
  /** When the sandbox started; epoch ms, whole seconds. */
  readonly start: number;
  /** The beginning of the week; what is in use was used shortly before. */
  readonly today: number;
  readonly week: Week;
}

/** One user on the way from the plan into the directory. */
interface Making {
  readonly account: string;
  readonly planned: PlannedUser;
  readonly times: Times;
  readonly random: Random;
  readonly has: (flaw: UserFlaw) => boolean;
}

const daysBetween = (random: Random, least: number, most: number): number =>
  Math.floor((least + random.next() * (most - least)) * 86_400) * 1000;

const keyServices = ['s3', 'sqs', 'dynamodb', 'logs', 'ec2'] as const;

const useOf = ({ random, times }: Making, ago?: number) => ({
  at: ago === undefined ? times.today - daysBetween(random, 0.1, 10) : times.start - ago,
  service: random.pick(keyServices),
  region: homeRegion,
});

const keyOf = (making: Making, number: number, rest: Omit<AccessKey, 'id'>): AccessKey => ({
  // A key that was replaced has another id.
  id: exampleId('AKIA', `${making.account}/${making.planned.name}/${number}/${rest.createdAt}`),
  ...rest,
});

const freshKey = (making: Making, number: number): AccessKey =>
  keyOf(making, number, {
    isActive: true,
    createdAt: making.times.start - daysBetween(making.random, 12, 40),
    lastUsed: useOf(making),
  });

const firstKey = (making: Making): AccessKey => {
  const { random, times, has } = making;
  const made = (least: number, most: number, lastUsed: AccessKey['lastUsed']): AccessKey =>
    keyOf(making, 1, {
      isActive: true,
      createdAt: times.start - daysBetween(random, least, most),
      lastUsed,
    });
  if (has('ancient-key')) return made(800, 1000, useOf(making));
  if (has('old-key')) return made(110, 600, useOf(making));
  if (!has('stale-key')) return freshKey(making, 1);
  return random.next() < 0.3
    ? made(120, 600, undefined)
    : made(120, 600, useOf(making, daysBetween(random, 60, 110)));
};

const secondKey = (making: Making): readonly AccessKey[] => {
  const { random, times, has } = making;
  if (has('second-key')) return [freshKey(making, 2)];
  if (!has('inactive-key')) return [];
  const createdAt = times.start - daysBetween(random, 200, 500);
  const lastUsed = useOf(making, daysBetween(random, 150, 190));
  return [keyOf(making, 2, { isActive: false, createdAt, lastUsed })];
};

/** When a password was used last; one that came new was not yet. */
const passwordUse = ({ planned, times, random, has }: Making): number | undefined => {
  if (has('never-used-password') || planned.there.from > 0) return undefined;
  if (has('unused-password')) return times.start - daysBetween(random, 60, 400);
  return has('idle-password')
    ? times.start - daysBetween(random, 33, 36)
    : times.today - daysBetween(random, 0.1, 12);
};

const passwordOf = (making: Making, expires: boolean): NonNullable<IamUser['password']> => {
  const { planned, times, random, has } = making;
  const lastUsedAt = passwordUse(making);
  const age = (): number => {
    if (planned.there.from > 0) return 2 * day;
    if (has('old-password')) return daysBetween(random, 100, 300);
    if (has('never-used-password')) return daysBetween(random, 60, 68);
    return daysBetween(random, 20, expires ? 45 : 600);
  };
  return { changedAt: times.start - age(), lastUsedAt };
};

const policiesOf = ({ has }: Making): Pick<IamUser, 'policies' | 'inline'> => {
  if (has('inline-admin')) return { policies: [], inline: [everything] };
  if (has('own-admin')) return { policies: [awsPolicyArn('AdministratorAccess')], inline: [] };
  return {
    policies: has('own-policy') ? [awsPolicyArn('AmazonS3ReadOnlyAccess')] : [],
    inline: [],
  };
};

/** An inline policy that gives everything. */
export const everything = { name: 'everything', document: allow(['*']) };

/** The same user in the same week, whenever it is made. */
export const makeUser = (
  account: string,
  planned: PlannedUser,
  times: Times,
  expires: boolean,
): IamUser => {
  const has = (flaw: UserFlaw): boolean => isIn(planned.flaws.get(flaw), times.week);
  // Each part has numbers of its own: what is put right in one changes no other.
  const of = (part: string): Making => {
    const random = createRandom(`user:${account}:${planned.name}:${part}`);
    return { account, planned, times, random, has };
  };
  const { name, kind, group, hasKey, there } = planned;
  const isMachine = kind === 'machine';
  const age = there.from > 0 ? 2 * day : daysBetween(of('age').random, 1000, 1400);
  return newUser(account, name, times.start - age, {
    ...(isMachine
      ? { path: '/machines/', arn: `arn:aws:iam::${account}:user/machines/${name}` }
      : { password: passwordOf(of('password'), expires), hasMfa: !has('no-mfa') }),
    groups: has('no-group') ? [] : [group],
    ...policiesOf(of('policies')),
    keys: hasKey ? [firstKey(of('key 1')), ...secondKey(of('key 2'))] : [],
  });
};
