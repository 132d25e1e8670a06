import { largeAccounts, prod, security, staging } from '../accounts.ts';
import { createRandom } from '../trail/random.ts';
import { drawSpan, type Span } from './span.ts';

/** AWS's template's metrics that accounts have alarms on: the alarm's name, and the detection it is. */
export const countedMetrics = {
  IAMPolicyEventCount: { alarm: 'CloudTrailIAMPolicyChanges', detection: 'iam-policy-change' },
  SecurityGroupEventCount: {
    alarm: 'CloudTrailSecurityGroupChanges',
    detection: 'security-group-change',
  },
  AuthorizationFailureCount: {
    alarm: 'CloudTrailAuthorizationFailures',
    detection: 'denied-call',
  },
  ConsoleSignInFailureCount: {
    alarm: 'CloudTrailConsoleSignInFailures',
    detection: 'console-sign-in-failure',
  },
  CloudTrailEventCount: { alarm: 'CloudTrailChanges', detection: 'cloudtrail-change' },
} as const;

type CountedMetric = keyof typeof countedMetrics;

/** An alarm that tells nobody: it has no action, or they are switched off. */
export interface Quiet {
  readonly how: 'none' | 'disabled';
  readonly span: Span;
}

/** An alarm of the large organisation's home region, beside those of the story's accounts. */
export interface PlannedAlarm {
  readonly name: string;
  /** Undefined: it watches a queue. */
  readonly metricName: CountedMetric | undefined;
  readonly quiet: Quiet | undefined;
  /** Its metric has had no data for weeks. */
  readonly isWithoutData: boolean;
}

const isCounted = (name: string): name is CountedMetric => Object.hasOwn(countedMetrics, name);

const watchedGroups: ReadonlySet<string> = new Set(['core', 'critical', 'data']);
const ofStory: ReadonlySet<string> = new Set([prod, staging, security]);

/** The alarms of an account; none of those that nobody watches. */
export const planAlarms = (id: string): readonly PlannedAlarm[] => {
  const account = largeAccounts.find((one) => one.id === id);
  const isWatched = account?.groups.some((group) => watchedGroups.has(group)) === true;
  if (!isWatched || ofStory.has(id)) return [];
  const random = createRandom(`plan:alarms:${id}`);
  const drawQuiet = (): Quiet | undefined => {
    const [number, how, span] = [random.next(), random.next(), drawSpan(random)];
    return number < 0.1 ? { how: how < 0.5 ? 'none' : 'disabled', span } : undefined;
  };
  const counted = Object.keys(countedMetrics).filter(
    (name): name is CountedMetric => isCounted(name) && random.next() < 0.7,
  );
  return [
    ...counted.map((metricName) => ({
      name: countedMetrics[metricName].alarm,
      metricName,
      quiet: drawQuiet(),
      isWithoutData: false,
    })),
    {
      name: 'jobs wait for too long',
      metricName: undefined,
      quiet: drawQuiet(),
      isWithoutData: random.next() < 0.3,
    },
  ];
};
