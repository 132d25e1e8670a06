import type { Condition, Detection } from './detection.ts';

/**
 * Versions 1.4 to 3.0 of the benchmark add `|| ($.eventName != "HeadBucket")`, which matches nearly
 * every record; this is the pattern that Security Hub asks for.
 */
const denied: Condition = {
  pattern: '($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")',
  event: { errorCode: [{ suffix: 'UnauthorizedOperation' }, { prefix: 'AccessDenied' }] },
  holds: ({ errorCode: code }) =>
    typeof code === 'string' &&
    (code.endsWith('UnauthorizedOperation') || code.startsWith('AccessDenied')),
};

export const deniedCall: Detection = {
  id: 'denied-call',
  title: 'Denied call',
  severity: { level: 'medium', reason: 'somebody tried what they may not do' },
  cis: 1,
  securityHub: 'CloudWatch.2',
  events: [{ where: denied }],
  repeatsBy: 'actor',
  guardsTheGuards: false,
  meaning:
    'AWS refused a call because no policy allows it, or one denies it. It is a missing right, or somebody who looks around.',
  next: 'See which calls the same caller tried. If it should be allowed, the error names the policy that is missing.',
};
