import type { Alert, Phase } from '../../src/core/alert.ts';
import { type AlertKey, isAccountId, isRegionId } from '../../src/core/ids.ts';
import type { Severity } from '../../src/core/severity.ts';
import { untrusted } from '../../src/core/text.ts';

const phases: Readonly<Record<string, Phase>> = {
  ALARM: 'firing',
  OK: 'resolved',
  INSUFFICIENT_DATA: 'unknown',
  EVENT: 'event',
};

const verbs: Readonly<Record<string, string>> = {
  ALARM: 'went to ALARM',
  OK: 'is OK again',
  INSUFFICIENT_DATA: 'has INSUFFICIENT_DATA',
};

export interface AlertOptions {
  readonly name?: string;
  readonly severity?: Severity;
  readonly account?: string;
  readonly region?: string;
}

/** An alarm's transition as a notifier would tell it. */
export const alertOf = (state: string, at: number, options: AlertOptions = {}): Alert => {
  const {
    name = 'LoginFailures',
    severity,
    account = '111122223333',
    region = 'eu-west-1',
  } = options;
  if (!isAccountId(account) || !isRegionId(region)) throw new Error('no such place');
  return {
    key: `${account}/${region}/${name}` as AlertKey,
    source: 'cloudwatch-alarm',
    state,
    phase: phases[state] ?? 'event',
    at,
    account,
    region,
    name: untrusted(name),
    verb: verbs[state] ?? 'happened',
    cause: ['5 failures in 5 minutes'],
    ...(severity && { severity: { level: severity, reason: 'the alarm says so' } }),
    facts: [{ label: 'Threshold', value: ['5'] }],
    details: [],
  };
};
