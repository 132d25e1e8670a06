import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors.ts';
import { renderBlocks } from '../../../src/slack/render/blocks.ts';
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
import { idle, offered, rigOf, usual } from './rig.ts';

const all = placesOf(prod, staging, sandbox);

describe('/trusted-advisor of one account', () => {
  it('counts by category, with savings, and says the worst as sentences', async () => {
    const { command, calls } = rigOf();

    const answer = await ask(command, 'all');

    const text = shownCard(answer);
    expect(text).toContain(
      'RED Trusted Advisor in prod: 2 checks are red, 2 yellow; $18.40 a month could be saved',
    );
    expect(text).toContain(
      '🔴 red: 17 of 52 security group rules allow unrestricted access to a specific port',
    );
    expect(text).toContain(
      '🟡 yellow: EBS Active Volumes: 2 of 17 limits are used to 80 % or more',
    );
    expect(text).toContain('1 of 3 load balancers is idle, $18.40 a month to save');
    expect(rowsOf(answer.card)).toContain('Security | 2 | 0 | 2 | 0 | –');
    expect(text).toContain('AWS last looked at 2026-05-31 10:02');
    expect(text).toContain('aws support describe-trusted-advisor-checks');
    expect(calls).toEqual([
      'support:DescribeTrustedAdvisorChecks',
      'support:DescribeTrustedAdvisorCheckSummaries',
    ]);
    expect(answer.isPartial).toBe(false);
    expect(answer.next?.[0]).toEqual({
      label: 'Security Groups - Specific Ports Unrestricted',
      text: 'HCP4007jGY in prod',
    });
    expect(answer.csv?.rows).toHaveLength(offered.length);
    expect(shown(answer)).not.toMatch(machineWords);
  });

  it('keeps to a category and a colour', async () => {
    const answer = await ask(rigOf().command, 'security red');

    expect(shownCard(answer)).toContain('Security in prod: 2 checks are red');
    expect(answer.csv?.rows.map(([, , id]) => id)).toEqual(['HCP4007jGY', '7DAFEmoDos']);
    expect(rowsOf(answer.card)).toEqual([
      '🔴 red | Security Groups - Specific Ports Unrestricted | 17 | 52 | 1 | HCP4007jGY',
      '🔴 red | MFA on Root Account | 1 | 1 | 0 | 7DAFEmoDos',
    ]);
  });

  it('says so where nothing is red or yellow, or there are no results', async () => {
    const green = await ask(rigOf({ results: {} }).command, 'all');
    const none = await ask(rigOf({ results: {} }).command, 'all red');
    const unknown = await ask(
      rigOf({
        checks: [idle],
        results: { [idle.id]: { status: 'not_available', processed: 0, flagged: 0 } },
      }).command,
      'all',
    );

    expect(shownCard(green)).toContain(
      'GREEN Trusted Advisor in prod: nothing is red or yellow, 7 checks are green',
    );
    expect(shownCard(none)).toContain('no check is red');
    expect(shownCard(unknown)).toContain('Trusted Advisor has no results');
  });

  it('fails with the error that AWS gave, so that its cure is told', async () => {
    await expect(ask(rigOf({ denied: [prod.id] }).command, 'all')).rejects.toThrow(AppError);
  });
});

describe('one check of /trusted-advisor', () => {
  it('shows its resources with its own columns, suppressed ones apart', async () => {
    const answer = await ask(rigOf().command, 'specific ports unrestricted');

    const text = shown(answer);
    expect(text).toContain(
      'RED 17 of 52 security group rules allow unrestricted access to a specific port in prod',
    );
    expect(rowsOf(answer.card)).toEqual([
      '🔴 red | eu-west-1 | web | sg-0abc123 (vpc-1) | tcp | 22',
      '🟡 yellow | us-east-1 | api | sg-0def456 (vpc-1) | tcp | 8080',
    ]);
    expect(text).toContain('Suppressed: 1 resource by hand');
    expect(text).toContain('🔴 red | eu-west-1 | bastion | – | tcp | –');
    expect(text).toContain('• Red: port 22 &amp; others');
    expect(text).not.toContain('evil.example.com');
    expect(text).not.toMatch(machineWords);
    expect(answer.csv?.rows).toHaveLength(3);
  });

  it('keeps to a region and a colour, and says what that leaves out', async () => {
    const answer = await ask(rigOf().command, 'HCP4007jGY yellow in us-east-1');

    expect(rowsOf(answer.card)).toEqual([
      '🟡 yellow | us-east-1 | api | sg-0def456 (vpc-1) | tcp | 8080',
    ]);
    expect(shownCard(answer)).toContain(
      'yellow and in us-east-1 or in no region: 1 of 3. Trusted Advisor itself counts the whole account.',
    );
  });

  it('pages through many resources, keeps those in no region, and shows no key', async () => {
    const resources = Array.from({ length: 100 }, (_, index) => ({
      status: 'error' as const,
      region: index === 0 ? '-' : 'eu-west-1a',
      id: `${index}`,
      isSuppressed: false,
      metadata: ['eu-west-1', `${index} AKIAIOSFODNN7EXAMPLE`],
    }));
    const results = {
      hjLMh88uM8: { status: 'error', processed: 100, flagged: 100, resources },
    } as const;
    const { command } = rigOf({ results });

    const first = await ask(command, 'idle in eu-west-1');
    const second = await ask(command, 'idle in eu-west-1', { older: first.older });
    const elsewhere = await ask(command, 'idle in us-east-1');

    expect(rowsOf(first.card)).toHaveLength(80);
    expect(shownCard(first)).toContain('100 flagged resources: 1 to 80 of 100');
    expect(rowsOf(second.card)).toHaveLength(20);
    expect(second.older).toBeUndefined();
    expect(rowsOf(elsewhere.card)).toEqual(['🔴 red | eu-west-1 | 0 AKIA…MPLE']);
    expect(JSON.stringify(first)).not.toContain('AKIAIOSFODNN7EXAMPLE');
  });

  it('needs no columns', async () => {
    const answer = await ask(rigOf().command, 'mfa root');

    expect(shownCard(answer)).toContain('RED The root user has no MFA in prod');
    expect(rowsOf(answer.card)).toEqual([]);
  });

  it('is a choice where several fit, and says what is near where none does', async () => {
    const several = await ask(rigOf().command, 'security groups');
    const none = await ask(rigOf().command, 'nonsense ports');
    const nothing = await ask(rigOf().command, 'zzz');

    expect(shownCard(several)).toContain('2 checks of Trusted Advisor fit security groups');
    expect(several.next?.map(({ text }) => text)).toEqual([
      'HCP4007jGY in prod',
      '1iG5NDGVre in prod',
    ]);
    expect(shownCard(none)).toContain(
      'None of the 7 checks offered in prod is called nonsense ports',
    );
    expect(rowsOf(none.card)[0]).toContain('Specific Ports Unrestricted');
    expect(rowsOf(nothing.card)).toEqual([]);
  });

  it('tells the successor of a check that AWS has given up, and shows it', async () => {
    for (const asked of ['vjafUGJ9H0', 'AWS CloudTrail Logging']) {
      const answer = await ask(rigOf().command, asked);

      expect(shownCard(answer)).toContain(
        'AWS has replaced AWS CloudTrail Logging (vjafUGJ9H0) by AWS CloudTrail Management Events Logging (c25hn9x03v)',
      );
    }
  });

  it('is shown harmlessly whatever its name holds', async () => {
    const answer = await ask(rigOf().command, 'something new');

    expect(JSON.stringify(renderBlocks(answer.card, { linkHosts: [] }))).not.toContain(
      '"<!channel>',
    );
    expect(shownCard(answer)).toContain('Trusted Advisor has no result');
  });
});

describe('/trusted-advisor of several accounts', () => {
  it('is one table, worst first', async () => {
    const answer = await ask(rigOf().command, 'all in all', { places: all });

    expect(shownCard(answer)).toContain(
      'Trusted Advisor in 3 accounts: 2 checks are red in at least one account, 2 yellow',
    );
    expect(shownCard(answer)).toContain('51 of 156 security group rules allow');
    expect(shownCard(answer)).toContain('(in 3 of 3 accounts)');
    expect(rowsOf(answer.card)[0]).toBe(
      'prod (111122223333) | 2 red | 1 yellow | 1 not available | 1 yellow | $18.40',
    );
    expect(answer.next?.[0]?.text).toBe('HCP4007jGY in all');
  });

  it('shows the resources of one check with their accounts', async () => {
    const answer = await ask(rigOf().command, 'HCP4007jGY', { places: placesOf(prod, staging) });

    expect(rowsOf(answer.card)).toContain(
      'staging | 🔴 red | eu-west-1 | web | sg-0abc123 (vpc-1) | tcp | 22',
    );
    expect(rowsOf(answer.card)).toContain('prod (111122223333) | 🔴 red | 17 | 52 | 1');
  });

  it('names what could not be read with its cure, and never calls that nothing', async () => {
    const answer = await ask(rigOf({ denied: [staging.id], results: {} }).command, 'all', {
      places: all,
    });

    const text = shownCard(answer);
    expect(answer.isPartial).toBe(true);
    expect(text).toContain('Trusted Advisor in 2 of 3 accounts: nothing is red or yellow');
    expect(text).toContain('Not read: 1 of 3 accounts');
    expect(text).toContain(
      'staging: the permission support:DescribeTrustedAdvisorChecks is missing',
    );
  });

  it('answers with what there is when time is up', async () => {
    const abort = new AbortController();
    const asked = ask(rigOf({ slow: [sandbox.id] }).command, 'all', {
      places: all,
      signal: abort.signal,
    });
    setTimeout(() => abort.abort(), 20);

    const answer = await asked;

    expect(answer.isPartial).toBe(true);
    expect(shownCard(answer)).toContain(
      'Trusted Advisor in 2 of 3 accounts: 2 checks are red in at least one account',
    );
    expect(shownCard(answer)).toContain('sandbox: there was no time left');
  });

  it('shows forty accounts within the limits of a message', async () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      accountOf(String(100_000_000_000 + index), `account-${index}`),
    );

    const answer = await ask(rigOf().command, 'all', { places: placesOf(...many) });

    const blocks = JSON.stringify(renderBlocks(answer.card, { linkHosts: [] }));
    expect(blocks).toContain('account-39');
    expect(answer.next?.every(({ text }) => !text.includes(' in '))).toBe(true);
  });
});

describe('own checks of /trusted-advisor', () => {
  const ssh = {
    id: 'sg-0abc123',
    name: 'web',
    vpcId: undefined,
    ingress: [{ protocol: 'tcp', fromPort: 22, toPort: 22, cidrs: ['0.0.0.0/0'] }],
  };

  it('judge an account without a Support plan, in the regions of the place', async () => {
    const { command, calls } = rigOf({
      noPlan: [prod.id],
      groups: (region) => (region === 'eu-west-1' ? [ssh] : []),
    });

    const answer = await ask(command, 'all');

    const text = shown(answer);
    expect(text).toContain('Own checks in prod: 3 red');
    expect(text).toContain('prod has no Support plan that includes Trusted Advisor');
    expect(text).toContain('🔴 red: Root user MFA: The root user signs in with a password alone');
    expect(text).toContain('TCP port 22 (SSH) is open to 0.0.0.0/0');
    expect(calls).toContain('ec2:DescribeSecurityGroups eu-west-1');
    expect(calls).toContain('ec2:DescribeSecurityGroups us-east-1');
    expect(text).not.toMatch(machineWords);
    expect(answer.csv?.rows[0]?.[2]).toBe('own-check:root-mfa');
  });

  it('read only what the one that is asked for needs', async () => {
    for (const asked of ['7DAFEmoDos', 'root mfa', 'MFA on Root Account']) {
      const { command, calls } = rigOf({ noPlan: [prod.id] });

      const answer = await ask(command, asked);

      expect(shownCard(answer)).toContain('Root user MFA');
      expect(calls).toEqual(['support:DescribeTrustedAdvisorChecks', 'iam:GetAccountSummary']);
    }
  });

  it('say why one could not be made, with its cure', async () => {
    const { command } = rigOf({ noPlan: [prod.id], denied: [prod.id] });

    const answer = await ask(command, 'security');

    expect(answer.isPartial).toBe(true);
    expect(shownCard(answer)).toContain(
      '❔ not known: Root user MFA: the permission iam:GetAccountSummary is missing. Add {',
    );
    expect(shownCard(answer)).toContain(
      'eu-west-1, us-east-1: the permission ec2:DescribeSecurityGroups is missing',
    );
  });

  it('that could not be made make the answer partial, also where one was asked for', async () => {
    const answer = await ask(rigOf({ noPlan: [prod.id], denied: [prod.id] }).command, 'root mfa');

    expect(answer.isPartial).toBe(true);
    expect(shownCard(answer)).toContain('NOT KNOWN Trusted Advisor tells nothing in prod');
    expect(shownCard(answer)).toContain('the permission iam:GetAccountSummary is missing');
  });

  it('are all about security, which is said', async () => {
    const { command, calls } = rigOf({ noPlan: [prod.id] });

    const answer = await ask(command, 'cost');

    expect(shownCard(answer)).toContain('None of them is in that category');
    expect(calls).toHaveLength(1);
  });

  it('stand beside what Trusted Advisor says of other accounts', async () => {
    const { command } = rigOf({ noPlan: [staging.id, sandbox.id] });

    const answer = await ask(command, 'all', { places: all });

    expect(shownCard(answer)).toContain('Trusted Advisor in prod (1 of 3 accounts)');
    expect(shownCard(answer)).toContain('Own checks: staging, sandbox have no Support plan');
    expect(rowsOf(answer.card).find((row) => row.startsWith('staging |'))).toBe(
      'staging | red | green | does not apply | does not apply | red | does not apply',
    );
  });

  it('say of several accounts why something is not known, each reason once', async () => {
    const { command } = rigOf({ noPlan: [prod.id, staging.id], denied: [prod.id, staging.id] });

    const answer = await ask(command, 'security', { places: placesOf(prod, staging) });

    expect(answer.isPartial).toBe(true);
    expect(shownCard(answer)).toContain(
      'Root user MFA in prod, Root user access keys in prod, Root user MFA in staging and 1 more: the permission iam:GetAccountSummary is missing',
    );
  });

  it('are labelled as such also where one check is asked for', async () => {
    const { command } = rigOf({ noPlan: [staging.id], groups: () => [ssh] });

    const answer = await ask(command, 'specific ports', { places: placesOf(prod, staging) });

    expect(shownCard(answer)).toContain('17 of 52 security group rules');
    expect(shownCard(answer)).toContain('🔴 red: Ports open to everybody: 2 of 2 inbound rules');
  });
});

describe('/trusted-advisor refresh', () => {
  it('says what is enqueued, the wait, what AWS does by itself, and how to look again', async () => {
    const { command, calls } = rigOf({
      refresh: (checkId) =>
        checkId === 'c25hn9x03v'
          ? { checkId, status: 'automatic', waitMs: 0 }
          : { checkId, status: 'enqueued', waitMs: 299_500 },
    });

    const answer = await ask(command, 'refresh security');

    const text = shownCard(answer);
    expect(text).toContain('AWS is checking 3 checks again in prod');
    expect(rowsOf(answer.card)).toContain('MFA on Root Account | enqueued | 5 minutes');
    expect(text).toContain('AWS refreshes 1 check by itself');
    expect(answer.next).toEqual([{ label: 'Look again', text: 'security in prod' }]);
    expect(calls.filter((call) => call === 'support:RefreshTrustedAdvisorCheck')).toHaveLength(4);
    expect(text).not.toMatch(machineWords);
  });

  it('asks for no check that the account is not offered', async () => {
    const { command, calls } = rigOf();

    const answer = await ask(command, 'refresh nonsense');

    expect(shownCard(answer)).toContain('None of the 7 checks');
    expect(calls).toEqual(['support:DescribeTrustedAdvisorChecks']);
  });

  it('has nothing to do for a check that refreshes itself, nor without a plan', async () => {
    const automatic = (checkId: string) => ({ checkId, status: 'automatic', waitMs: 0 }) as const;

    const alone = await ask(rigOf({ refresh: automatic }).command, 'refresh c25hn9x03v');
    const noPlan = await ask(rigOf({ noPlan: [prod.id] }).command, 'refresh');

    expect(shownCard(alone)).toContain(
      'Nothing to refresh in prod: AWS refreshes this check by itself',
    );
    expect(shownCard(noPlan)).toContain('No Support plan in prod');
  });

  it('says which checks were not taken', async () => {
    const { command } = rigOf({
      refresh: (checkId) => {
        if (checkId === idle.id)
          throw new AppError('support: AWS answers that there are too many calls.', {
            kind: 'rate-limit',
            code: 'aws_throttled',
            hint: 'Try again in a minute.',
          });
        return { checkId, status: 'success', waitMs: 0 };
      },
    });

    const answer = await ask(command, 'refresh', { places: placesOf(prod) });

    expect(answer.isPartial).toBe(true);
    expect(shownCard(answer)).toContain('Not refreshed: 1 of 7 checks');
    expect(shownCard(answer)).toContain('Idle Load Balancers in prod');
  });
});

describe('the sentences of /trusted-advisor', () => {
  it('say one and many, and what is not counted', async () => {
    const results = {
      ...usual,
      hjLMh88uM8: { status: 'warning', processed: 1, flagged: 1 },
      Zz1TestIdX: { status: 'warning', processed: 0, flagged: 0 },
    } as const;

    const text = shownCard(await ask(rigOf({ results }).command, 'all'));

    expect(text).toContain('1 of 1 load balancer is idle');
    expect(text).toContain('no single resource is named');
  });
});
