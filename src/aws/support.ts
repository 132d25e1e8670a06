import type {
  Support,
  TrustedAdvisorCheckDescription,
  TrustedAdvisorCheckResult,
  TrustedAdvisorCheckSummary,
  TrustedAdvisorResourceDetail,
} from '@aws-sdk/client-support';
import { AppError } from '../core/errors.ts';
import { globalRegion } from '../core/partition.ts';
import { type Ask, createAsk, insteadOf } from './ask.ts';
import type { AwsClients } from './clients.ts';
import type {
  AdvisorCheck,
  AdvisorReader,
  AdvisorStatus,
  AdvisorSummary,
  FlaggedResource,
  RefreshState,
} from './support-types.ts';

const language = 'en';

/** AWS names no limit for the ids of one call. */
const idsPerCall = 100;

const statuses: readonly string[] = ['ok', 'warning', 'error'] satisfies AdvisorStatus[];
const isStatus = (text: string): text is AdvisorStatus => statuses.includes(text);
const statusOf = (text = ''): AdvisorStatus => (isStatus(text) ? text : 'not_available');

const refreshStates: readonly string[] = [
  'enqueued',
  'processing',
  'success',
  'abandoned',
] satisfies RefreshState['status'][];
const isRefreshState = (text: string): text is RefreshState['status'] =>
  refreshStates.includes(text);

const atOf = (timestamp = ''): number | undefined => {
  const at = Date.parse(timestamp);
  return Number.isNaN(at) ? undefined : at;
};

const checkOf = (check: TrustedAdvisorCheckDescription): AdvisorCheck => ({
  id: check.id ?? '',
  name: check.name ?? '',
  description: check.description ?? '',
  category: check.category ?? '',
  columns: (check.metadata ?? []).map((column) => column ?? ''),
});

const summaryOf = (
  summary: TrustedAdvisorCheckSummary | TrustedAdvisorCheckResult,
): AdvisorSummary => ({
  checkId: summary.checkId ?? '',
  at: atOf(summary.timestamp),
  status: statusOf(summary.status),
  processed: summary.resourcesSummary?.resourcesProcessed ?? 0,
  flagged: summary.resourcesSummary?.resourcesFlagged ?? 0,
  ignored: summary.resourcesSummary?.resourcesIgnored ?? 0,
  suppressed: summary.resourcesSummary?.resourcesSuppressed ?? 0,
  monthlySavings: summary.categorySpecificSummary?.costOptimizing?.estimatedMonthlySavings,
});

const resourceOf = (resource: TrustedAdvisorResourceDetail): FlaggedResource => ({
  status: statusOf(resource.status),
  region: resource.region || undefined,
  id: resource.resourceId ?? '',
  isSuppressed: resource.isSuppressed ?? false,
  // A value of AWS's may be null, whatever the SDK's type says.
  metadata: (resource.metadata ?? []).map((value: string | null | undefined) => value ?? undefined),
});

const batchesOf = (ids: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / idsPerCall) }, (_, batch) =>
    ids.slice(batch * idsPerCall, (batch + 1) * idsPerCall),
  );

/** A check that AWS refreshes by itself is refused as a wrong parameter. */
const refused = 'aws_invalid_request';

/** The Support API answers in one region of each partition only, whatever region is asked. */
const createSupportAsk = (clients: AwsClients): Ask<Support> => {
  const ask = createAsk(clients, clients.support);
  return (call, where, reading, work) =>
    ask(call, { ...where, region: globalRegion(where.region) }, reading, work);
};

const createResult =
  (ask: Ask<Support>): AdvisorReader['result'] =>
  async (where, checkId, reading) => {
    const { result } = await ask(
      'support:DescribeTrustedAdvisorCheckResult',
      where,
      reading,
      (support, options) =>
        support.describeTrustedAdvisorCheckResult({ checkId, language }, options),
    );
    if (result === undefined)
      throw new AppError(`Trusted Advisor knows no result of the check ${checkId}.`, {
        kind: 'input',
        code: 'aws_not_found',
        hint: 'AWS may have replaced the check by another.',
      });
    return { ...summaryOf(result), resources: (result.flaggedResources ?? []).map(resourceOf) };
  };

const createRefresh =
  (ask: Ask<Support>): AdvisorReader['refresh'] =>
  async (where, checkId, reading) => {
    const asked = ask('support:RefreshTrustedAdvisorCheck', where, reading, (support, options) =>
      support.refreshTrustedAdvisorCheck({ checkId }, options),
    );
    const answer = await insteadOf(refused, asked, undefined);
    if (answer === undefined) return { checkId, status: 'automatic', waitMs: 0 };
    const { status = '', millisUntilNextRefreshable = 0 } = answer.status ?? {};
    return {
      checkId,
      status: isRefreshState(status) ? status : 'none',
      waitMs: millisUntilNextRefreshable,
    };
  };

/** Trusted Advisor by the Support API. */
export const createAdvisorReader = (clients: AwsClients): AdvisorReader => {
  const ask = createSupportAsk(clients);
  return {
    checks: async (where, reading) => {
      const { checks = [] } = await ask(
        'support:DescribeTrustedAdvisorChecks',
        where,
        reading,
        (support, options) => support.describeTrustedAdvisorChecks({ language }, options),
      );
      return checks.map(checkOf);
    },
    summaries: async (where, checkIds, reading) => {
      const found: AdvisorSummary[] = [];
      for (const ids of batchesOf(checkIds)) {
        const page = await ask(
          'support:DescribeTrustedAdvisorCheckSummaries',
          where,
          reading,
          (support, options) =>
            support.describeTrustedAdvisorCheckSummaries({ checkIds: [...ids] }, options),
        );
        found.push(...(page.summaries ?? []).map(summaryOf));
      }
      return found;
    },
    result: createResult(ask),
    refresh: createRefresh(ask),
  };
};
