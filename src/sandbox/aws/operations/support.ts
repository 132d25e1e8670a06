import { type Json, listOf, stringOf } from '../../json.ts';
import { AwsError } from '../aws-error.ts';
import type { AwsContext, Caller, Operation } from '../operation.ts';
import type { AdvisorCheck } from '../support/check.ts';
import { advisorChecks } from '../support/checks.ts';
import { drawResult } from '../support/drawn.ts';
import { judged } from '../support/judged.ts';
import { hasPlan } from '../support/plan.ts';
import { type Flagged, type Result, statusOf } from '../support/result.ts';

// https://docs.aws.amazon.com/awssupport/latest/APIReference/API_DescribeTrustedAdvisorChecks.html
const languages = new Set('zh zh_TW en fr de id it ja ko pt_BR es'.split(' '));

/**
 * Trusted Advisor answers in one region of the partition, and to accounts with a plan.
 * @throws AwsError InvalidSignatureException, SubscriptionRequiredException
 */
const checkCaller = (context: AwsContext, caller: Caller): void => {
  if (caller.region !== 'us-east-1')
    throw new AwsError(
      'InvalidSignatureException',
      `Credential should be scoped to a valid region, not '${caller.region}'. `,
    );
  if (!hasPlan(context.organisation, caller.account))
    throw new AwsError(
      'SubscriptionRequiredException',
      'Amazon Web Services Premium Support Subscription is required to use this service.',
    );
};

const invalid = (problem: string): AwsError =>
  new AwsError('InvalidParameterValueException', problem);

const checkNamed = (id: string): AdvisorCheck => {
  const check = advisorChecks.find((one) => one.id === id);
  if (check === undefined) throw invalid(`Invalid check ID: ${id}`);
  return check;
};

/** @throws AwsError InvalidParameterValueException: AWS refreshes it by itself */
const refreshable = (id: string): AdvisorCheck => {
  const check = checkNamed(id);
  if (check.isAutomatic) throw invalid(`Check ${id} is refreshed automatically.`);
  return check;
};

const checkLanguage = (input: Json): void => {
  const language = input['language'];
  if (language !== undefined && !languages.has(stringOf(language)))
    throw invalid(`Invalid language: ${stringOf(language)}`);
};

const resultOf = (context: AwsContext, { account }: Caller, check: AdvisorCheck): Result => {
  const { organisation, iam, clock } = context;
  const judge = judged[check.id];
  const week = context.weeks.week();
  return judge === undefined
    ? drawResult({ organisation, account, week }, check, clock.now())
    : judge({ organisation, directory: iam.directory(account), now: clock.now(), week });
};

const isSuppressed = (flagged: Flagged): boolean => flagged.isSuppressed === true;

/** What summaries and results have in common. */
const summaryFacts = (
  context: AwsContext,
  caller: Caller,
  check: AdvisorCheck,
  result: Result,
): Json => {
  const suppressed = result.flagged.filter(isSuppressed).length;
  return {
    checkId: check.id,
    timestamp: new Date(context.advisor.madeAt(caller.account, check.id)).toISOString(),
    status: statusOf(result),
    resourcesSummary: {
      resourcesProcessed: result.processed,
      resourcesFlagged: result.flagged.length - suppressed,
      resourcesIgnored: 0,
      resourcesSuppressed: suppressed,
    },
    categorySpecificSummary:
      result.savings === undefined
        ? {}
        : {
            costOptimizing: {
              estimatedMonthlySavings: result.savings,
              estimatedPercentMonthlySavings: result.savings === 0 ? 0 : 0.02,
            },
          },
  };
};

const flaggedFacts =
  (check: AdvisorCheck) =>
  (flagged: Flagged, index: number): Json => ({
    status: flagged.status,
    ...(flagged.region === undefined ? {} : { region: flagged.region }),
    resourceId: `${check.id}-${index}-${Buffer.from(flagged.metadata.join('|')).toString('base64url').slice(-24)}`,
    isSuppressed: isSuppressed(flagged),
    metadata: flagged.metadata,
  });

const advisor = (
  name: string,
  answer: (context: AwsContext, caller: Caller, input: Json) => Json,
): Operation => ({
  service: 'support',
  name,
  run: (context, caller, input) => {
    checkCaller(context, caller);
    checkLanguage(input);
    return answer(context, caller, input);
  },
});

/** https://docs.aws.amazon.com/awssupport/latest/APIReference/API_DescribeTrustedAdvisorChecks.html */
const describeChecks = advisor('DescribeTrustedAdvisorChecks', () => ({
  checks: advisorChecks.map(({ id, name, description, category, columns }) => ({
    id,
    name,
    description,
    category,
    metadata: columns,
  })),
}));

const wantedIds = (input: Json): readonly string[] => listOf(input['checkIds']).map(String);

/** https://docs.aws.amazon.com/awssupport/latest/APIReference/API_DescribeTrustedAdvisorCheckSummaries.html */
const describeSummaries = advisor(
  'DescribeTrustedAdvisorCheckSummaries',
  (context, caller, input) => ({
    summaries: wantedIds(input)
      .map(checkNamed)
      .map((check) => {
        const result = resultOf(context, caller, check);
        return {
          ...summaryFacts(context, caller, check, result),
          hasFlaggedResources: result.flagged.length > 0,
        };
      }),
  }),
);

/** https://docs.aws.amazon.com/awssupport/latest/APIReference/API_DescribeTrustedAdvisorCheckResult.html */
const describeResult = advisor('DescribeTrustedAdvisorCheckResult', (context, caller, input) => {
  const check = checkNamed(stringOf(input['checkId']));
  const result = resultOf(context, caller, check);
  return {
    result: {
      ...summaryFacts(context, caller, check, result),
      flaggedResources: result.flagged.map(flaggedFacts(check)),
    },
  };
});

const refreshFacts = (
  { advisor: store }: AwsContext,
  { account }: Caller,
  { id }: AdvisorCheck,
  isPoll: boolean,
): Json => ({
  checkId: id,
  status: store.status(account, id, isPoll),
  millisUntilNextRefreshable: store.waitMs(account, id),
});

/** https://docs.aws.amazon.com/awssupport/latest/APIReference/API_RefreshTrustedAdvisorCheck.html */
const refreshCheck = advisor('RefreshTrustedAdvisorCheck', (context, caller, input) => {
  const check = refreshable(stringOf(input['checkId']));
  context.advisor.refresh(caller.account, check.id);
  return { status: refreshFacts(context, caller, check, false) };
});

/** https://docs.aws.amazon.com/awssupport/latest/APIReference/API_DescribeTrustedAdvisorCheckRefreshStatuses.html */
const describeRefreshes = advisor(
  'DescribeTrustedAdvisorCheckRefreshStatuses',
  (context, caller, input) => ({
    statuses: wantedIds(input)
      .map(refreshable)
      .map((check) => refreshFacts(context, caller, check, true)),
  }),
);

export const supportOperations: readonly Operation[] = [
  describeChecks,
  describeSummaries,
  describeResult,
  refreshCheck,
  describeRefreshes,
];
