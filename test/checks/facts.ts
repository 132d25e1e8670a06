import type { SecurityGroup } from '../../src/aws/ec2-types.ts';
import type { CredentialRow } from '../../src/aws/iam-types.ts';
import type { Trail, TrailState } from '../../src/aws/trail-types.ts';
import { bestPractices } from '../../src/checks/best-practices/index.ts';
import type { AccountFacts } from '../../src/checks/facts.ts';
import { checks } from '../../src/checks/index.ts';
import { type Read, read, type Verdict } from '../../src/checks/verdict.ts';
import { day } from '../../src/core/clock.ts';
import { type AccountId, asAccountId, asRegionId, type RegionId } from '../../src/core/ids.ts';
import { textWords } from '../../src/slack/render/pieces.ts';
import { authorizationOf } from './authorization.ts';

export const now = Date.UTC(2026, 5, 1, 10, 2);

export const daysAgo = (days: number): number => now - days * day;

export const region = (id: string): RegionId => {
  const found = asRegionId(id);
  if (found === undefined) throw new Error(`${id} is no region`);
  return found;
};

const accountId = (id: string): AccountId => {
  const found = asAccountId(id);
  if (found === undefined) throw new Error(`${id} is no account`);
  return found;
};

export const unread: Read<never> = {
  kind: 'unread',
  why: ['the permission iam:GetAccountSummary is missing'],
};

/** An account in good order; a test changes what it is about. */
export const factsOf = (more: Partial<AccountFacts> = {}): AccountFacts => ({
  now,
  account: accountId('111122223333'),
  knownAccounts: new Set(['111122223333', '444455556666']),
  regions: [region('eu-west-1'), region('us-east-1')],
  summary: read({ AccountMFAEnabled: 1, AccountAccessKeysPresent: 0, AccountPasswordPresent: 1 }),
  passwordPolicy: read({
    minimumLength: 14,
    requiresSymbols: true,
    requiresNumbers: true,
    requiresUppercase: true,
    requiresLowercase: true,
    reusePrevention: 24,
    maxAgeDays: undefined,
  }),
  credentials: read({ generatedAt: now, rows: [rowOf('alice')] }),
  securityGroups: [{ region: region('eu-west-1'), groups: read([groupOf([])]) }],
  trails: read([{ trail: trailOf(), state: read(stateOf()) }]),
  authorization: read(authorizationOf()),
  instances: [{ region: region('eu-west-1'), instances: read([]) }],
  contacts: read({ security: true, billing: true, operations: true }),
  ...more,
});

export const rowOf = (user: string, more: Partial<CredentialRow> = {}): CredentialRow => ({
  user,
  arn: `arn:aws:iam::111122223333:user/${user}`,
  createdAt: daysAgo(500),
  passwordEnabled: true,
  passwordLastUsedAt: daysAgo(1),
  passwordUseUnknown: false,
  passwordChangedAt: daysAgo(30),
  mfaActive: true,
  keys: [],
  ...more,
});

export const keyOf = (ageDays: number, isActive = true): CredentialRow['keys'][number] => ({
  number: 1,
  isActive,
  rotatedAt: daysAgo(ageDays),
  lastUsedAt: undefined,
  lastUsedRegion: undefined,
  lastUsedService: undefined,
});

export const groupOf = (ingress: SecurityGroup['ingress']): SecurityGroup => ({
  id: 'sg-0abc123',
  name: 'web',
  vpcId: 'vpc-1',
  ingress,
});

export const trailOf = (more: Partial<Trail> = {}): Trail => ({
  arn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main',
  name: 'main',
  homeRegion: 'eu-west-1',
  isMultiRegion: true,
  isOrganization: false,
  logFileValidation: true,
  logGroupArn: undefined,
  ...more,
});

export const stateOf = (more: Partial<TrailState> = {}): TrailState => ({
  isLogging: true,
  deliveryError: undefined,
  management: 'all',
  ...more,
});

/** What a check says: its outcome, then each reason and resource as a person reads them. */
export const judged = (id: string, facts: AccountFacts): readonly string[] => {
  const check = [...checks, ...bestPractices].find((one) => one.id === id);
  if (check === undefined) throw new Error(`there is no check ${id}`);
  return said(check.judge(facts));
};

const said = ({ outcome, reasons, resources }: Verdict): readonly string[] => [
  outcome,
  ...reasons.map((reason) => textWords(reason, 500)),
  ...resources.map(
    (one) =>
      `${one.outcome}: ${one.name.untrusted}${one.region === undefined ? '' : `, ${one.region}`}: ${textWords(one.why, 500)}`,
  ),
];
