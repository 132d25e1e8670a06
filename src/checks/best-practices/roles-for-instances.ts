import type { CredentialReport } from '../../aws/iam-types.ts';
import { foreign } from '../../core/redact.ts';
import { counted } from '../../core/words.ts';
import type { BestPractice } from '../check.ts';
import type { AccountFacts, RegionInstances } from '../facts.ts';
import { trustsService } from '../policy/trust.ts';
import {
  type CheckedResource,
  type Gap,
  gapOf,
  gapsByRegion,
  unknown,
  type Verdict,
  verdict,
  verdictOn,
} from '../verdict.ts';
import { isRecent } from './root-locked-away.ts';

const withoutRole = (regions: readonly RegionInstances[]): readonly CheckedResource[] =>
  regions.flatMap(({ region, instances }) =>
    instances.kind === 'unread'
      ? []
      : instances.value
          .filter(({ profile }) => profile === undefined)
          .map(({ id }) => ({
            outcome: 'warn' as const,
            name: foreign(id),
            region,
            why: ['no instance profile, so its programs have no role'],
          })),
  );

/** Users whose keys programs use: what such a machine might have on its disk. */
const usersOfKeys = ({ rows }: CredentialReport, now: number): number =>
  rows.filter(
    ({ user, keys }) =>
      user !== '<root_account>' &&
      keys.some(({ isActive, lastUsedAt }) => isActive && isRecent(lastUsedAt, now)),
  ).length;

const hasRoleForInstances = ({ authorization }: AccountFacts): boolean | undefined =>
  authorization.kind === 'unread'
    ? undefined
    : authorization.value.roles.some(({ trust }) => trustsService(trust, 'ec2.amazonaws.com'));

/** Machines without a role matter where programs have keys; without such keys they need none. */
const judgeBare = (
  bare: readonly CheckedResource[],
  all: number,
  facts: AccountFacts,
  gaps: readonly Gap[],
): Verdict => {
  const { credentials, now } = facts;
  if (credentials.kind === 'unread') return unknown([gapOf(credentials.why), ...gaps]);
  const users = usersOfKeys(credentials.value, now);
  const count = `${bare.length} of ${counted(all, 'instance')} ${bare.length === 1 ? 'has' : 'have'} no role`;
  const noRole = hasRoleForInstances(facts) === false;
  if (users > 0 || noRole)
    return verdictOn(bare, gaps, {
      bad: [
        `${count}${users > 0 ? `, and ${counted(users, 'IAM user')} ${users === 1 ? 'has' : 'have'} a key that was used in the last 90 days` : ''}${noRole ? '; no role of the account is for EC2' : ''}.`,
      ],
      good: [],
    });
  return gaps.length > 0
    ? unknown(gaps)
    : verdict('pass', [`${count}, but no user's key is in use that could stand on them.`]);
};

export const rolesForInstances: BestPractice = {
  id: 'roles-for-instances',
  title: 'Roles for applications on EC2',
  asks: "Programs on EC2 get short-lived credentials from the instance's role instead of keys on its disk.",
  fails: undefined,
  warns:
    'instances have no role while keys of IAM users are in use (or no role is for EC2); whether a key stands on such an instance nobody can see from outside',
  findings: 'Instances without a role',
  next: 'Give the instances a profile with a role, and take the keys away.',
  urgency: { fail: 25, warn: 25 },
  cis: ['1.18'],
  needs: ['instances', 'credentials', 'authorization'],
  judge: (facts) => {
    const { instances } = facts;
    const gaps = gapsByRegion(
      instances.map((one) => ({ region: one.region, part: one.instances })),
    );
    const all = instances.reduce(
      (sum, one) => sum + (one.instances.kind === 'read' ? one.instances.value.length : 0),
      0,
    );
    const bare = withoutRole(instances);
    if (bare.length > 0) return judgeBare(bare, all, facts, gaps);
    if (gaps.length > 0) return unknown(gaps);
    return all === 0
      ? verdict('not-applicable', ['There are no EC2 instances in the regions asked about.'])
      : verdict('pass', [
          all === 1 ? 'The only EC2 instance has a role.' : `All ${all} EC2 instances have a role.`,
        ]);
  },
};
