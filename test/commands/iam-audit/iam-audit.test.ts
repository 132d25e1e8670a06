import { describe, expect, it } from 'vitest';
import type { AuthorizationDetails } from '../../../src/aws/iam-types.ts';
import { renderBlocks } from '../../../src/slack/render/blocks.ts';
import { attachedOfAws, everything, inline, roleOf, userOf } from '../../checks/authorization.ts';
import { rowOf } from '../../checks/facts.ts';
import {
  accountOf,
  ask,
  machineWords,
  placesOf,
  prod,
  rowsOf,
  sandbox,
  shown,
  shownCard,
  staging,
} from '../helpers.ts';
import { goodDetails, goodRows, rigOf } from './rig.ts';

const badDetails: AuthorizationDetails = {
  ...goodDetails,
  users: [
    userOf('alice', { attached: attachedOfAws('AdministratorAccess') }),
    userOf('<!channel>', { groups: [] }),
  ],
  roles: [roleOf('deploy', { inline: inline(everything, 'all') })],
};

const onlyInProd = (account: string | undefined): AuthorizationDetails =>
  account === prod.id ? badDetails : goodDetails;

const withoutMfa = [...goodRows, rowOf('carol', { mfaActive: false })];

describe('/iam-audit of one account', () => {
  it('gives every practice a verdict, worst first, with those concerned behind each', async () => {
    const { command, calls } = rigOf({ details: () => badDetails, rows: withoutMfa });

    const answer = await ask(command, 'all');

    const text = shownCard(answer);
    expect(text).toContain("FAIL IAM's best practices in prod: 4 fail, 2 warn of 13");
    expect(rowsOf(answer.card).map((row) => row.split(' | ').slice(0, 3).join(' | '))).toEqual([
      '🔴 fail | Groups give permissions | 2',
      '🔴 fail | Least privilege | 2',
      '🔴 fail | Strong password policy | 0',
      '🔴 fail | Activity history kept | 0',
      '🟡 warn | MFA for privileged users | 1',
      '🟡 warn | Policy conditions | 1',
      '🟢 pass | Root user locked away | 0',
      '🟢 pass | Individual users | 0',
      '🟢 pass | Delegation by roles | 0',
      '🟢 pass | No unneeded credentials | 0',
      '🟢 pass | Alternate contacts | 0',
      '⚪ does not apply | Roles for applications on EC2 | 0',
      '⚪ does not apply | Rotated credentials | 0',
    ]);
    expect(calls.toSorted()).toEqual([
      'account:GetAlternateContact',
      'cloudtrail:DescribeTrails',
      'ec2:DescribeInstances',
      'ec2:DescribeInstances',
      'iam:GetAccountAuthorizationDetails',
      'iam:GetAccountPasswordPolicy',
      'iam:GetAccountSummary',
      'iam:GetCredentialReport',
    ]);
    expect(answer.details?.map(({ label }) => label).slice(0, 2)).toEqual([
      'Groups give permissions: fail',
      'Least privilege: fail',
    ]);
    expect(answer.next).toEqual([
      { label: 'Groups give permissions', text: 'groups-for-permissions in prod' },
      { label: 'Least privilege', text: 'least-privilege in prod' },
      { label: 'Strong password policy', text: 'strong-password-policy in prod' },
    ]);
    expect(shown(answer)).toContain(
      'policy all in role deploy | gives everything on everything, without a condition',
    );
    expect(shown(answer)).not.toMatch(machineWords);
  });

  it('says what was asked of AWS, with lines for a shell', async () => {
    const text = shownCard(await ask(rigOf().command, 'all in prod'));

    expect(text).toContain('Asked of AWS in 1 account: iam:GetAccountSummary');
    expect(text).toContain('ec2:DescribeInstances');
    expect(text).toContain('(in eu-west-1, us-east-1)');
    expect(text).toContain(
      'aws iam get-account-authorization-details --filter User Role Group LocalManagedPolicy --region us-east-1',
    );
    expect(text).toContain('aws ec2 describe-instances --region eu-west-1');
  });

  it('never calls what was refused a pass, and names the missing permission', async () => {
    const { command } = rigOf({ denied: ['iam:GetAccountAuthorizationDetails'] });

    const answer = await ask(command, 'all');

    expect(answer.isPartial).toBe(true);
    expect(rowsOf(answer.card)).toContainEqual(
      expect.stringMatching(
        /^❔ not known \| Least privilege \| 0 \| the permission iam:GetAccountAuthorizationDetails is missing/,
      ),
    );
  });

  it('judges by what was read when it is time to answer', async () => {
    const signal = AbortSignal.timeout(20);

    const answer = await ask(rigOf({ slow: [prod.id] }).command, 'all', { signal });

    expect(answer.isPartial).toBe(true);
    expect(shownCard(answer)).toContain('13 not known');
    expect(shownCard(answer)).toContain('There was no time left to read it.');
  });

  it('gives the CSV a row for each of those concerned', async () => {
    const answer = await ask(rigOf({ details: () => badDetails }).command, 'all');

    expect(answer.csv?.rows).toContainEqual([
      '111122223333',
      'prod',
      'least-privilege',
      'Least privilege',
      'fail',
      'policy all in role deploy',
      '',
      'fail',
      'gives everything on everything, without a condition',
    ]);
  });

  it('shows foreign names as they are, and harmless', async () => {
    const answer = await ask(rigOf({ details: () => badDetails }).command, 'groups');

    const blocks = JSON.stringify(renderBlocks(answer.card, { linkHosts: [] }));
    expect(blocks).not.toContain('"mrkdwn"');
    expect(shownCard(answer)).toContain('user &lt;!channel&gt;');
  });
});

describe('one practice of /iam-audit', () => {
  it('reads only what it needs, and tells all those concerned', async () => {
    const { command, calls } = rigOf({ details: () => badDetails });

    const answer = await ask(command, 'least privilege');

    expect(calls).toEqual(['iam:GetAccountAuthorizationDetails']);
    expect(shownCard(answer)).toContain(
      'FAIL Least privilege in prod: 2 of 3 policies in use give everything on everything.',
    );
    expect(rowsOf(answer.card)).toEqual([
      '🔴 fail | policy AdministratorAccess | held by user alice; gives everything on everything, without a condition',
      '🔴 fail | policy all in role deploy | gives everything on everything, without a condition',
    ]);
    expect(shownCard(answer)).toContain('CIS AWS Foundations Benchmark 3.0: 1.16.');
  });

  it('pages through many, and keeps the details short', async () => {
    const users = Array.from({ length: 5000 }, (_, index) => userOf(`u${index}`, { groups: [] }));
    const { command } = rigOf({ details: () => ({ ...goodDetails, users }) });

    const first = await ask(command, 'groups');
    const last = await ask(command, 'groups', { older: { skip: 4980 } });
    const all = await ask(command, 'all');

    expect(rowsOf(first.card)).toHaveLength(40);
    expect(first.older).toEqual({ skip: 40 });
    expect(shownCard(last)).toContain('4,981 to 5,000 of 5,000');
    expect(last.older).toBeUndefined();
    expect(first.csv?.rows).toHaveLength(5000);
    const detail = all.details?.find(({ id }) => id === 'groups-for-permissions');
    expect(detail === undefined ? [] : rowsOf(detail.card)).toHaveLength(50);
  });

  it('passes in a sentence where nothing is wrong', async () => {
    const answer = await ask(rigOf().command, 'individual users');

    expect(shownCard(answer)).toContain(
      'PASS Individual users in prod: 2 IAM users, none of which looks shared.',
    );
    expect(answer.isPartial).toBe(false);
  });
});

describe('/iam-audit of several accounts', () => {
  const all = placesOf(staging, prod, sandbox);

  it('puts the worst account first, and every practice beside it', async () => {
    const { command } = rigOf({ details: onlyInProd });

    const answer = await ask(command, 'all in all', { places: all });

    const rows = rowsOf(answer.card);
    expect(shownCard(answer)).toContain("IAM's best practices in 3 accounts: 8 fail");
    expect(rows[0]).toMatch(/^prod \(111122223333\) \| 4 \| /);
    expect(rows.slice(1, 3).map((row) => row.split(' ')[0])).toEqual(['sandbox', 'staging']);
    expect(rows).toContain('Least privilege | 1 | 0 | 0 | 2 | 2');
    expect(shown(answer)).toContain('🔴 fail | prod | policy all in role deploy');
    expect(shown(answer)).not.toMatch(machineWords);
  });

  it('is not spoiled by an account that cannot be read', async () => {
    const { command } = rigOf({ denied: [sandbox.id] });

    const answer = await ask(command, 'least privilege in all', { places: all });

    expect(answer.isPartial).toBe(true);
    expect(rowsOf(answer.card).map((row) => row.split(' | ').slice(0, 2))).toEqual([
      ['sandbox (777788889999)', '❔ not known'],
      ['prod (111122223333)', '🟢 pass'],
      ['staging (444455556666)', '🟢 pass'],
    ]);
  });

  it('tells once why something is not known in many', async () => {
    const accounts = Array.from({ length: 40 }, (_, index) =>
      accountOf(`1000000000${String(index).padStart(2, '0')}`, `a${index}`),
    );
    const { command } = rigOf({ denied: ['iam:GetAccountSummary'] });

    const answer = await ask(command, 'all in all', { places: placesOf(...accounts) });

    const text = shownCard(answer);
    expect(JSON.stringify(renderBlocks(answer.card, { linkHosts: [] }))).toContain('a39');
    expect(text.match(/the permission iam:GetAccountSummary is missing/g)).toHaveLength(1);
    expect(text).toContain('and 34 more: the permission iam:GetAccountSummary is missing');
  });

  it('asks again about the same accounts', async () => {
    const answer = await ask(rigOf({ details: onlyInProd }).command, 'all in prod, staging', {
      places: placesOf(prod, staging),
    });

    expect(answer.next?.[0]?.text).toBe('groups-for-permissions in prod,staging');
  });
});
