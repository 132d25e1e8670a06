import type { SecurityGroup } from '../../../src/aws/ec2-types.ts';
import type {
  AdvisorCheck,
  AdvisorResult,
  AdvisorStatus,
  RefreshState,
} from '../../../src/aws/support-types.ts';
import {
  createTrustedAdvisor,
  type TrustedAdvisorDeps,
} from '../../../src/commands/trusted-advisor/trusted-advisor.ts';
import { AppError } from '../../../src/core/errors.ts';
import { daysAgo, denied, now, untilAborted } from '../helpers.ts';

const checkOf = (
  id: string,
  name: string,
  category: string,
  more: Partial<AdvisorCheck> = {},
): AdvisorCheck => ({
  id,
  name,
  category,
  description: `Looks at ${name}.`,
  columns: ['Region', 'Name'],
  ...more,
});

const ports = checkOf('HCP4007jGY', 'Security Groups - Specific Ports Unrestricted', 'security', {
  description:
    'Checks security groups for rules that allow <b>unrestricted access</b> (0.0.0.0/0) to specific ports.<br><br><h4>Alert Criteria</h4><ul><li>Red: port 22 &amp; others</li><li>Yellow: any other</li></ul><a href="https://evil.example.com/x">More</a>',
  columns: ['Region', 'Security Group Name', 'Security Group ID', 'Protocol', 'Status', 'Ports'],
});
const rootMfa = checkOf('7DAFEmoDos', 'MFA on Root Account', 'security', { columns: [] });
const trails = checkOf('c25hn9x03v', 'AWS CloudTrail Management Events Logging', 'security');
const unrestricted = checkOf('1iG5NDGVre', 'Security Groups - Unrestricted Access', 'security');
export const idle = checkOf('hjLMh88uM8', 'Idle Load Balancers', 'cost_optimizing');
const volumes = checkOf('Zz0TestIdX', 'EBS Active Volumes', 'service_limits');
const other = checkOf('Zz1TestIdX', 'Something New <!channel>', 'fault_tolerance');

export const offered = [ports, rootMfa, trails, unrestricted, idle, volumes, other];

interface Result {
  readonly status: AdvisorStatus;
  readonly processed: number;
  readonly flagged: number;
  readonly monthlySavings?: number;
  readonly resources?: AdvisorResult['resources'];
  readonly suppressed?: number;
}

const good: Result = { status: 'ok', processed: 10, flagged: 0 };

export const usual: Readonly<Record<string, Result>> = {
  HCP4007jGY: {
    status: 'error',
    processed: 52,
    flagged: 17,
    suppressed: 1,
    resources: [
      {
        status: 'warning',
        region: 'us-east-1',
        id: 'a',
        isSuppressed: false,
        metadata: ['us-east-1', 'api', 'sg-0def456 (vpc-1)', 'tcp', 'Yellow', '8080'],
      },
      {
        status: 'error',
        region: 'eu-west-1',
        id: 'b',
        isSuppressed: false,
        metadata: ['eu-west-1', 'web', 'sg-0abc123 (vpc-1)', 'tcp', 'Red', '22'],
      },
      {
        status: 'error',
        region: 'eu-west-1',
        id: 'c',
        isSuppressed: true,
        metadata: ['eu-west-1', 'bastion', undefined, 'tcp', 'Red'],
      },
    ],
  },
  '7DAFEmoDos': { status: 'error', processed: 1, flagged: 1 },
  hjLMh88uM8: { status: 'warning', processed: 3, flagged: 1, monthlySavings: 18.4 },
  Zz0TestIdX: { status: 'warning', processed: 17, flagged: 2 },
  Zz1TestIdX: { status: 'not_available', processed: 0, flagged: 0 },
};

interface World {
  readonly checks?: readonly AdvisorCheck[];
  readonly results?: Readonly<Record<string, Result>>;
  /** Accounts without a Support plan, that are not answered, or that deny. */
  readonly noPlan?: readonly string[];
  readonly slow?: readonly string[];
  readonly denied?: readonly string[];
  readonly refresh?: (checkId: string) => RefreshState;
  readonly groups?: (region: string) => readonly SecurityGroup[];
}

const noPlan = (): AppError =>
  new AppError("support in us-east-1: the account's support plan does not include this.", {
    kind: 'access',
    code: 'aws_support_plan',
    hint: 'AWS asks for Business Support+ or above for it.',
  });

const resultOf = (checkId: string, { results = usual }: World): AdvisorResult => {
  const { resources = [], suppressed = 0, monthlySavings, ...counts } = results[checkId] ?? good;
  return {
    checkId,
    at: counts.status === 'not_available' ? undefined : daysAgo(1),
    ignored: 0,
    suppressed,
    monthlySavings,
    resources,
    ...counts,
  };
};

const neverAsked = (): Promise<never> => Promise.reject(new Error('no own check needs it'));

/** Readers that behave; `calls` counts what was asked of AWS. */
export const readersOf = (world: World = {}) => {
  const calls: string[] = [];
  const { checks = offered } = world;
  const enter = async (call: string, account: string | undefined, signal: AbortSignal) => {
    calls.push(call);
    if (world.slow?.includes(account ?? '') === true) await untilAborted(signal);
    if (world.noPlan?.includes(account ?? '') === true && call.startsWith('support:'))
      throw noPlan();
    if (world.denied?.includes(account ?? '') === true) throw denied(call.replace(/ .*/, ''));
  };
  const deps: TrustedAdvisorDeps = {
    clock: { now: () => now },
    accounts: () => [],
    account: { alternateContacts: neverAsked },
    whereOf: (account, region) => ({ account, region }),
    advisor: {
      checks: async ({ account }, { signal }) => {
        await enter('support:DescribeTrustedAdvisorChecks', account, signal);
        return checks;
      },
      summaries: async ({ account }, ids, { signal }) => {
        await enter('support:DescribeTrustedAdvisorCheckSummaries', account, signal);
        return ids.map((id) => {
          const { resources: _, ...summary } = resultOf(id, world);
          return summary;
        });
      },
      result: async ({ account }, id, { signal }) => {
        await enter('support:DescribeTrustedAdvisorCheckResult', account, signal);
        return resultOf(id, world);
      },
      refresh: async ({ account }, id, { signal }) => {
        await enter('support:RefreshTrustedAdvisorCheck', account, signal);
        return world.refresh?.(id) ?? { checkId: id, status: 'enqueued', waitMs: 300_000 };
      },
    },
    iam: {
      summary: async ({ account }, { signal }) => {
        await enter('iam:GetAccountSummary', account, signal);
        return { AccountMFAEnabled: 0, AccountPasswordPresent: 1, AccountAccessKeysPresent: 0 };
      },
      passwordPolicy: async ({ account }, { signal }) => {
        await enter('iam:GetAccountPasswordPolicy', account, signal);
        return undefined;
      },
      credentialReport: async ({ account }, { signal }) => {
        await enter('iam:GetCredentialReport', account, signal);
        return { generatedAt: now, rows: [] };
      },
      authorizationDetails: neverAsked,
    },
    ec2: {
      securityGroups: async ({ account, region }, { signal }) => {
        await enter(`ec2:DescribeSecurityGroups ${region}`, account, signal);
        return world.groups?.(region) ?? [];
      },
      instances: neverAsked,
    },
    trail: {
      trails: async ({ account }, { signal }) => {
        await enter('cloudtrail:DescribeTrails', account, signal);
        return [];
      },
      trailState: async () => ({ isLogging: true, deliveryError: undefined, management: 'all' }),
    },
  };
  return { deps, calls };
};

/** The command over them. */
export const rigOf = (world: World = {}) => {
  const { deps, calls } = readersOf(world);
  return { command: createTrustedAdvisor(deps), calls };
};
