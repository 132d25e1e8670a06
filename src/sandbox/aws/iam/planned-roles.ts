import type { Json } from '../../json.ts';
import { homeRegion } from '../accounts.ts';
import type { PlannedRole } from '../plan/roles.ts';
import { isIn } from '../plan/span.ts';
import { createRandom } from '../trail/random.ts';
import type { IamRole } from './entities.ts';
import { newRole } from './make.ts';
import { everything, type Times } from './planned-users.ts';
import { ownPolicyArn, trusts } from './policies.ts';

/** Of no account of the organisation. */
const stranger = 'arn:aws:iam::123456789012:root';

const trustOf = ({ trait, isForInstances }: PlannedRole, isNow: boolean): Json => {
  const service = isForInstances ? 'ec2.amazonaws.com' : 'lambda.amazonaws.com';
  if (!isNow) return trusts({ Service: service });
  switch (trait) {
    case 'open-trust':
      return trusts({ AWS: '*' });
    case 'loose-trust':
      return trusts(
        { AWS: '*' },
        { Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } } },
      );
    case 'of-organisation':
      return trusts(
        { AWS: '*' },
        { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } } },
      );
    case 'stranger':
      return trusts({ AWS: stranger });
    case 'vendor':
      return trusts(
        { AWS: stranger },
        { Condition: { StringEquals: { 'sts:ExternalId': 'example-external-id' } } },
      );
    case 'inline-admin':
    case undefined:
      return trusts({ Service: service });
  }
};

/** The same role in the same week, whenever it is made. @param policies Names of the account's own. */
export const makeRole = (
  account: string,
  planned: PlannedRole,
  times: Times,
  policies: readonly string[],
): IamRole => {
  const { name, trait, span, isForInstances } = planned;
  const random = createRandom(`role:${account}:${name}`);
  const days = (most: number): number => Math.floor(random.next() * most * 86_400) * 1000;
  const isNow = isIn(span, times.week);
  const isUsed = random.next() < 0.75;
  return newRole(account, name, times.start - days(700) - 300 * 86_400_000, {
    policies: policies.map((policy) => ownPolicyArn(account, policy)),
    trust: trustOf(planned, isNow),
    isForInstances,
    inline: trait === 'inline-admin' && isNow ? [everything] : [],
    lastUsed: isUsed ? { at: times.start - days(180), region: homeRegion } : undefined,
  });
};
