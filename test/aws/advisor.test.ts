import { describe, expect, it } from 'vitest';
import { createAdvisorReader } from '../../src/aws/support.ts';
import type { RegionId } from '../../src/core/ids.ts';
import { here, reading, useAws } from './rig.ts';

const rig = useAws();
const advisor = () => createAdvisorReader(rig.clients);

describe('createAdvisorReader', () => {
  it.each([
    ['eu-west-1', 'us-east-1'],
    ['cn-northwest-1', 'cn-north-1'],
    ['us-gov-east-1', 'us-gov-west-1'],
  ])('asks for %s in %s', async (region, expected) => {
    rig.aws.on('DescribeTrustedAdvisorChecks', () => ({ value: { checks: [] } }));

    await advisor().checks({ account: undefined, region: region as RegionId }, reading());

    expect(rig.aws.calls).toMatchObject([{ region: expected, input: { language: 'en' } }]);
  });

  it('reads the checks with their columns', async () => {
    rig.aws.on('DescribeTrustedAdvisorChecks', () => ({
      value: {
        checks: [
          {
            id: 'HCP4007jGY',
            name: 'Security Groups - Specific Ports Unrestricted',
            description: '<p>Checks</p>',
            category: 'security',
            metadata: ['Region', 'Security Group Name'],
          },
        ],
      },
    }));

    expect(await advisor().checks(here, reading())).toEqual([
      {
        id: 'HCP4007jGY',
        name: 'Security Groups - Specific Ports Unrestricted',
        description: '<p>Checks</p>',
        category: 'security',
        columns: ['Region', 'Security Group Name'],
      },
    ]);
  });

  it('asks for the counts of a hundred checks at a time', async () => {
    rig.aws.on('DescribeTrustedAdvisorCheckSummaries', ({ input }) => ({
      value: {
        summaries: (input['checkIds'] as string[]).map((checkId) => ({
          checkId,
          timestamp: '2026-02-02T00:00:00Z',
          status: 'warning',
          hasFlaggedResources: true,
          resourcesSummary: {
            resourcesProcessed: 52,
            resourcesFlagged: 17,
            resourcesIgnored: 0,
            resourcesSuppressed: 1,
          },
          categorySpecificSummary: { costOptimizing: { estimatedMonthlySavings: 12.5 } },
        })),
      },
    }));
    const ids = Array.from({ length: 250 }, (_, index) => `check-${index}`);

    const summaries = await advisor().summaries(here, ids, reading());

    expect(summaries.map(({ checkId }) => checkId)).toEqual(ids);
    expect(summaries[0]).toEqual({
      checkId: 'check-0',
      at: Date.parse('2026-02-02T00:00:00Z'),
      status: 'warning',
      processed: 52,
      flagged: 17,
      ignored: 0,
      suppressed: 1,
      monthlySavings: 12.5,
    });
    expect(rig.aws.calls.map(({ input }) => (input['checkIds'] as string[]).length)).toEqual([
      100, 100, 50,
    ]);
  });

  it('keeps the places of what a flagged resource tells', async () => {
    rig.aws.on('DescribeTrustedAdvisorCheckResult', () => ({
      value: {
        result: {
          checkId: 'HCP4007jGY',
          timestamp: 'never',
          status: 'error',
          resourcesSummary: {},
          flaggedResources: [
            {
              status: 'error',
              resourceId: 'r-1',
              region: 'eu-west-1',
              metadata: ['eu-west-1', null, 'sg-1'],
            },
          ],
        },
      },
    }));

    const result = await advisor().result(here, 'HCP4007jGY', reading());

    expect(result).toMatchObject({ at: undefined, status: 'error', flagged: 0 });
    expect(result.resources).toEqual([
      {
        status: 'error',
        region: 'eu-west-1',
        id: 'r-1',
        isSuppressed: false,
        metadata: ['eu-west-1', undefined, 'sg-1'],
      },
    ]);
  });

  it('tells how a refresh goes and when the next may be', async () => {
    rig.aws.on('RefreshTrustedAdvisorCheck', () => ({
      value: {
        status: { checkId: 'x', status: 'enqueued', millisUntilNextRefreshable: 300_000 },
      },
    }));

    expect(await advisor().refresh(here, 'x', reading())).toEqual({
      checkId: 'x',
      status: 'enqueued',
      waitMs: 300_000,
    });
  });

  it('knows a check that AWS refreshes by itself', async () => {
    rig.aws.on('RefreshTrustedAdvisorCheck', () => ({ error: 'InvalidParameterValueException' }));

    expect(await advisor().refresh(here, 'x', reading())).toEqual({
      checkId: 'x',
      status: 'automatic',
      waitMs: 0,
    });
  });

  it('says that the plan does not include it', async () => {
    rig.aws.on('DescribeTrustedAdvisorChecks', () => ({ error: 'SubscriptionRequiredException' }));

    await expect(advisor().checks(here, reading())).rejects.toMatchObject({
      kind: 'access',
      code: 'aws_support_plan',
    });
  });
});
