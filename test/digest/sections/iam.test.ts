import { describe, expect, it } from 'vitest';
import { bestPractices } from '../../../src/checks/best-practices/index.ts';
import type { SectionPart } from '../../../src/core/digest.ts';
import { createIamSection } from '../../../src/digest/sections/iam/iam.ts';
import type { IamDetail } from '../../../src/digest/sections/iam/tell-iam.ts';
import { attachedOfAws, groupOf, userOf } from '../../checks/authorization.ts';
import { keyOf, rowOf } from '../../checks/facts.ts';
import { machineWords, placesOf, prod, regionId, rowsOf, staging } from '../../commands/helpers.ts';
import { goodDetails, goodRows, readersOf } from '../../commands/iam-audit/rig.ts';
import { linesOf, runOf, shown, toldOf, unreadOf } from './rig.ts';

type World = Parameters<typeof readersOf>[0];

const [place] = placesOf(prod);
if (place === undefined) throw new Error('there is an account');

const partOf = async (world: World = {}, signal?: AbortSignal) => {
  const { deps, calls } = readersOf(world);
  const section = createIamSection(deps);
  const reader = section.begin(runOf(signal === undefined ? {} : { signal }));
  return { section, part: await reader.account(place), calls };
};

const kindOf = (part: SectionPart, id: string) =>
  part.kinds[part.findings.find((one) => one.id === id)?.kind ?? ''];

const noTrail = /^activity-history$/;

/** The rig's accounts have neither a trail nor a password policy. */
const ofUsers = (part: SectionPart): readonly string[] =>
  linesOf({
    ...part,
    findings: part.findings.filter(
      ({ scope }) => !noTrail.test(scope) && scope !== 'strong-password-policy',
    ),
  });

describe('the section on IAM', () => {
  it('finds nothing about people in an account in good order', async () => {
    const { part } = await partOf();

    expect(ofUsers(part)).toEqual([]);
    expect(part.unread).toEqual([]);
  });

  it('has a finding for each of those concerned, whose id has neither times nor counts', async () => {
    const rows = [
      ...goodRows,
      rowOf('carol', { mfaActive: false }),
      rowOf('ci', { keys: [keyOf(100)] }),
    ];

    const { part } = await partOf({ rows });

    expect(ofUsers(part)).toEqual([
      'fail credential-rotation/ci, key 1: ci, key 1: 100 days old',
      'fail unneeded-credentials/user ci: user ci: key 1 never used in 100 days',
      'warn mfa-for-privileged-users/user carol: user carol: a password without MFA',
    ]);
    expect(new Set(part.findings.map(({ id }) => id)).size).toBe(part.findings.length);
  });

  it('has one for the account where nobody is concerned alone', async () => {
    const { part } = await partOf();

    expect(linesOf(part)).toEqual([
      expect.stringMatching(/^fail activity-history: There is no trail/),
      expect.stringMatching(/^fail strong-password-policy: The account has no password policy/),
    ]);
  });

  it('tells of the root user first, and once', async () => {
    const summary = { AccountMFAEnabled: 0, AccountAccessKeysPresent: 1 };

    const { part } = await partOf({ summary });

    expect(linesOf(part)[0]).toBe(
      'fail root-locked-away: The root user has an access key, which no policy can restrain. Delete it; give programs a role. The root user signs in with a password alone. Turn on MFA for it, or remove its password where root access is managed centrally.',
    );
    expect(linesOf(part).filter((line) => line.includes('root user'))).toHaveLength(1);
    expect(kindOf(part, 'root-locked-away')?.urgency).toBeGreaterThan(95);
  });

  it('knows what to do about each, and holds what fails for more urgent than what warns', async () => {
    const details = {
      ...goodDetails,
      users: [userOf('alice', { attached: attachedOfAws('AdministratorAccess') }), userOf('bob')],
    };
    const rows = ['alice', 'bob'].map((name) => rowOf(name, { mfaActive: false }));

    const { part } = await partOf({ details: () => details, rows });

    const alice = kindOf(part, 'mfa-for-privileged-users/user alice');
    const bob = kindOf(part, 'mfa-for-privileged-users/user bob');
    expect(alice).toMatchObject({ title: ['Users without MFA'] });
    expect(alice?.urgency).toBeGreaterThan(bob?.urgency ?? 100);
    expect(part.findings.every(({ kind }) => Object.hasOwn(part.kinds, kind))).toBe(true);
    const next = Object.values(part.kinds).map((kind) => JSON.stringify(kind.next));
    expect(next.filter((text) => text.includes('`'))).toEqual([]);
  });

  it('says of a practice that it was not read, with its cure, and judges the others', async () => {
    const { part } = await partOf({ denied: ['iam:GetCredentialReport'] });

    expect(unreadOf(part)).toContain(
      'unneeded-credentials: the permission iam:GetCredentialReport is missing. Add {"Effect":"Allow","Action":"iam:GetCredentialReport","Resource":"*"} to the policy of the role.',
    );
    expect(part.unread.map(({ scope }) => scope)).toEqual(
      expect.arrayContaining(['root-locked-away', 'individual-users', 'credential-rotation']),
    );
    expect(part.unread.map(({ scope }) => scope)).not.toContain('groups-for-permissions');
  });

  it('keeps what it found where a part of the practice was not read, and says so', async () => {
    const details = { ...goodDetails, groups: [groupOf('readers')] };
    const rows = [rowOf('alice', { mfaActive: false })];

    const { part } = await partOf({
      details: () => details,
      rows,
      denied: ['iam:GetAccountAuthorizationDetails'],
    });

    expect(linesOf(part)).toContain(
      'warn mfa-for-privileged-users/user alice: user alice: a password without MFA',
    );
    expect(part.unread.map(({ scope }) => scope)).toContain('mfa-for-privileged-users');
  });

  it('holds a region that was not read apart from those that were', async () => {
    const rows = [
      ...goodRows,
      rowOf('ci', { keys: [{ ...keyOf(3), lastUsedAt: Date.UTC(2026, 5, 1) }] }),
    ];

    const { part } = await partOf({
      rows,
      instances: (region) => [{ id: `i-0${region}`, profile: undefined }],
      denied: ['ec2:DescribeInstances us-east-1'],
    });

    const machines = part.findings.filter(({ kind }) => kind.startsWith('roles-for-instances'));
    expect(machines.map(({ id, scope }) => [id, scope])).toEqual([
      ['roles-for-instances/i-0eu-west-1', 'roles-for-instances/eu-west-1'],
    ]);
    expect(part.unread.map(({ scope }) => scope)).toEqual(['roles-for-instances/us-east-1']);
  });

  it('does not take what stands in a region that was not asked about for read', async () => {
    const { deps } = readersOf();
    const reader = createIamSection(deps).begin(runOf());

    const part = await reader.account({ ...place, regions: [regionId('eu-west-1')] });

    expect(part.unread).toEqual([
      { scope: 'roles-for-instances/us-east-1', why: ['Only eu-west-1 was asked about.'] },
    ]);
  });

  it('says once why nothing at all was read', async () => {
    const { part } = await partOf({}, AbortSignal.abort());

    expect(linesOf(part)).toEqual([]);
    expect(part.unread).toEqual([{ scope: '*', why: ['There was no time left to read it.'] }]);
  });

  it('tells what it has when it is time', async () => {
    const { part } = await partOf({ slow: [prod.id] }, AbortSignal.timeout(20));

    expect(part.unread).toEqual([{ scope: '*', why: ['There was no time left to read it.'] }]);
  });

  it('takes few calls in 17 regions, and no more for 5,000 users', async () => {
    const users = Array.from({ length: 5000 }, (_, index) => `user-${index}`);
    const regions = Array.from({ length: 17 }, (_, index) => regionId(`eu-west-${index + 1}`));
    const { deps, calls } = readersOf({
      rows: users.map((name) => rowOf(name, { mfaActive: false })),
    });

    const part = await createIamSection(deps)
      .begin(runOf())
      .account({ ...place, regions });

    expect(calls.length).toBeLessThanOrEqual(40);
    expect(calls.filter((call) => call === 'iam:GetCredentialReport')).toHaveLength(1);
    expect(ofUsers(part)).toHaveLength(5000);
  });

  it('asks in the home of the partition that an account is of', async () => {
    const { deps } = readersOf();
    const asked: string[] = [];
    const whereOf: typeof deps.whereOf = (account, region) => {
      asked.push(region);
      return { account, region };
    };
    const china = {
      ...prod,
      role: 'arn:aws-cn:iam::111122223333:role/TrailwardenReader',
      regions: [],
    };

    await createIamSection({ ...deps, whereOf })
      .begin(runOf())
      .account({ account: china, regions: [] });

    expect(asked).toEqual(['cn-north-1']);
  });

  it('counts the verdicts on every practice, the worst first, and an account that was not read', async () => {
    const { section, part } = await partOf({ denied: ['account:GetAlternateContact'] });
    const [other] = placesOf(staging);
    if (other === undefined) throw new Error('there is another account');

    const told = [toldOf(place, part), toldOf<IamDetail>(other, undefined)];
    const rows = rowsOf({ headline: [], parts: section.tell(told, runOf().period) });

    expect(rows).toHaveLength(bestPractices.length);
    expect(rows[0]).toBe('Strong password policy | 1 | 0 | 1 | 0 | 0 | 1.8, 1.9');
    expect(rows[1]).toBe('Activity history kept | 1 | 0 | 1 | 0 | 0 | 3.1, 3.2');
    expect(rows).toContain('Alternate contacts | 0 | 0 | 2 | 0 | 0 | 1.2');
    expect(rows).toContain('Policy conditions | 0 | 0 | 1 | 0 | 1 | –');
    expect(shown(section, told)).not.toMatch(machineWords);
  });
});
