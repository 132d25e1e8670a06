import { Support } from '@aws-sdk/client-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hour } from '../../src/core/clock.ts';
import { prod, security, staging } from '../../src/sandbox/aws/organisation.ts';
import { accessKeys, resources } from '../../src/sandbox/aws/story-facts.ts';
import { type OrganisationUnderTest, startOrganisation } from './aws-clients.ts';
import { failure } from './fakes.ts';

const retired = ['vjafUGJ9H0', 'zXCkfM1nI3'];

describe('Trusted Advisor of the sample organisation', () => {
  let under: OrganisationUnderTest;
  let support: Support;
  beforeAll(async () => {
    under = await startOrganisation();
    support = await supportOf(prod);
  });
  afterAll(() => under.aws.stop());

  const supportOf = async (account: string, region = 'us-east-1') =>
    new Support(await under.inAccount(account, region));
  const checks = async () =>
    (await support.describeTrustedAdvisorChecks({ language: 'en' })).checks ?? [];
  const resultOf = async (checkId: string) =>
    (await support.describeTrustedAdvisorCheckResult({ checkId })).result;

  it('has checks of all categories, none of them retired', async () => {
    const all = await checks();

    expect(all).toHaveLength(47);
    expect(new Set(all.map(({ id }) => id)).size).toBe(47);
    expect(new Set(all.map(({ category }) => category))).toEqual(
      new Set([
        'security',
        'cost_optimizing',
        'fault_tolerance',
        'performance',
        'service_limits',
        'operational_excellence',
      ]),
    );
    expect(all.filter(({ id }) => retired.includes(id ?? ''))).toEqual([]);
    expect(all[0]?.description).toContain('<b>everybody</b>');
  });

  it('says of the open ports what EC2 says', async () => {
    const result = await resultOf('HCP4007jGY');
    const opened = result?.flaggedResources?.find(({ metadata }) =>
      metadata?.[2]?.startsWith(resources.openedGroup),
    );

    expect(result).toMatchObject({
      status: 'error',
      resourcesSummary: { resourcesProcessed: 52, resourcesFlagged: 17 },
    });
    expect(opened).toMatchObject({ status: 'error', region: 'eu-west-1', isSuppressed: false });
    expect(opened?.metadata?.slice(3)).toEqual(['tcp', 'Red', '22']);
  });

  it('says of root and keys what IAM says', async () => {
    const mfa = await resultOf('7DAFEmoDos');
    const keys = await resultOf('DqdJqYeRm5');
    const legacy = keys?.flaggedResources?.find(({ metadata }) =>
      metadata?.includes(accessKeys.legacyBackup),
    );

    expect(mfa).toMatchObject({ status: 'ok', flaggedResources: [] });
    expect(keys?.status).toBe('error');
    expect(legacy).toMatchObject({ status: 'warning', metadata: expect.arrayContaining([null]) });
  });

  it('gives each flagged resource a value for each column', async () => {
    const all = await checks();
    const results = await Promise.all(all.map(({ id = '' }) => resultOf(id)));
    const lengths = results.flatMap((result, index) =>
      (result?.flaggedResources ?? []).map(
        ({ metadata }) => (metadata?.length ?? 0) - (all[index]?.metadata?.length ?? 0),
      ),
    );

    expect(lengths.length).toBeGreaterThan(30);
    expect(lengths.every((difference) => difference === 0)).toBe(true);
    expect(
      results.some((result) => result?.flaggedResources?.some(({ isSuppressed }) => isSuppressed)),
    ).toBe(true);
  });

  it('sums up, with savings for cost and a limit that is near', async () => {
    const checkIds = ['Z4AUBRNSmz', 'jL7PP0l7J9', 'HCP4007jGY'];
    const { summaries = [] } = await support.describeTrustedAdvisorCheckSummaries({ checkIds });
    const [cost, limit, ports] = summaries;

    expect(summaries.map(({ checkId }) => checkId)).toEqual(checkIds);
    expect(cost?.categorySpecificSummary?.costOptimizing?.estimatedMonthlySavings).toBeGreaterThan(
      0,
    );
    expect(limit).toMatchObject({ status: 'warning', hasFlaggedResources: true });
    expect(ports?.categorySpecificSummary?.costOptimizing).toBeUndefined();
  });

  it('looks again when it is asked to, and rests for an hour', async () => {
    const checkId = 'H7IgTzjTYb';
    const statuses = async () =>
      (await support.describeTrustedAdvisorCheckRefreshStatuses({ checkIds: [checkId] }))
        .statuses?.[0];
    const before = await resultOf(checkId);

    const { status } = await support.refreshTrustedAdvisorCheck({ checkId });
    const [first, second] = [await statuses(), await statuses()];
    const after = await resultOf(checkId);

    expect(status).toEqual({ checkId, status: 'enqueued', millisUntilNextRefreshable: hour });
    expect([first?.status, second?.status]).toEqual(['processing', 'success']);
    expect(Date.parse(after?.timestamp ?? '') - Date.parse(before?.timestamp ?? '')).toBe(hour);
    const again = await support.refreshTrustedAdvisorCheck({ checkId });
    expect(again.status).toMatchObject({ status: 'success', millisUntilNextRefreshable: hour });
  });

  it.each(['DqdJqYeRm5', 'c25hn9x03v', '12Fnkpl8Y5'])(
    'takes no wish for what AWS refreshes by itself: %s',
    async (checkId) => {
      const refused = await failure(support.refreshTrustedAdvisorCheck({ checkId }));
      const unknown = await failure(
        support.describeTrustedAdvisorCheckRefreshStatuses({ checkIds: [checkId] }),
      );

      expect([refused.name, unknown.name]).toEqual(Array(2).fill('InvalidParameterValueException'));
    },
  );

  it.each(retired)('does not know a check any more that AWS retired: %s', async (checkId) => {
    const refused = await failure(support.describeTrustedAdvisorCheckResult({ checkId }));

    expect(refused.name).toBe('InvalidParameterValueException');
  });

  it('answers in us-east-1 only, and to accounts with a plan', async () => {
    const ask = (client: Support) =>
      client.describeTrustedAdvisorChecks({ language: 'en' }).then(({ checks: all = [] }) => all);
    const elsewhere = await failure(ask(await supportOf(prod, 'eu-west-1')));
    const without = await failure(ask(await supportOf(staging)));

    expect(elsewhere.name).toBe('InvalidSignatureException');
    expect(without.name).toBe('SubscriptionRequiredException');
    expect(await ask(await supportOf(security))).toHaveLength(47);
  });
});
