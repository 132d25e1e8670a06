import type { Clock } from '../../core/clock.ts';
import type { AwsContext } from './operation.ts';
import { createRandom } from './trail/random.ts';

/** From a call to its answer, ms; AWS promises none of it. */
type Between = readonly [least: number, most: number];

const usual: Between = [60, 250];

/** Typical of calls that take another time than most, for want of anything that AWS says. */
const typical: Readonly<Record<string, Between>> = {
  'iam:GetAccountAuthorizationDetails': [350, 450],
  'iam:GetCredentialReport': [150, 300],
  'iam:GetAccountSummary': [120, 250],
  'cloudwatch:DescribeAlarms': [80, 160],
  'cloudtrail:GetEventSelectors': [120, 250],
  'ec2:DescribeInstances': [150, 350],
  'ec2:DescribeSecurityGroups': [150, 350],
  'logs:DescribeMetricFilters': [40, 120],
  'sts:AssumeRole': [60, 150],
  'support:DescribeTrustedAdvisorChecks': [300, 600],
  'support:DescribeTrustedAdvisorCheckSummaries': [300, 700],
  'support:DescribeTrustedAdvisorCheckResult': [200, 500],
};

/** They take time of their own. */
const otherwise: ReadonlySet<string> = new Set(['cloudtrail:LookupEvents', 'logs:FilterLogEvents']);

/** How long AWS makes a credential report, ms. */
const reportTakesMs = 3_000;

/** Until each answer to an operation in an account and region, ms: in each run the same. */
const createDelays = () => {
  const counts = new Map<string, number>();
  return (operation: string, account: string, region: string): number => {
    if (otherwise.has(operation)) return 0;
    const key = `${operation} ${account} ${region}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    const [least, most] = typical[operation] ?? usual;
    return Math.round(least + createRandom(`${key} ${count}`).next() * (most - least));
  };
};

interface Timing extends Pick<AwsContext, 'delay' | 'delayScale' | 'takeTime'> {
  readonly reportTakesMs: number;
}

/** The time that calls take: none, that of the few slow ones, or that of all. */
export const createTiming = (options: {
  readonly clock: Clock;
  readonly delays?: 'none' | 'realistic' | undefined;
  readonly answerScale?: number | undefined;
}): Timing => {
  const { clock } = options;
  const isRealistic = options.delays === 'realistic';
  const delayScale = options.answerScale ?? (isRealistic ? 1 : 0);
  const next = createDelays();
  return {
    delayScale,
    delay: (ms) => (delayScale === 0 ? Promise.resolve() : clock.sleep(ms * delayScale)),
    takeTime: ({ account, region }, operation) =>
      isRealistic ? clock.sleep(next(operation, account, region)) : Promise.resolve(),
    reportTakesMs: isRealistic ? reportTakesMs : 0,
  };
};
