import type { Alert } from '../../src/core/alert.ts';
import type { Clock } from '../../src/core/clock.ts';
import { type Evidence, type EvidenceEvent, mostEventsKept } from '../../src/core/evidence.ts';
import { evidenceEventOf } from '../../src/core/evidence-event.ts';
import type { EvidenceReader } from '../../src/incidents/evidence/deps.ts';
import { callOf, evidenceOfMessage } from '../../src/incidents/evidence/merge.ts';
import { type AlertOptions, alertOf } from './alerts.ts';

interface EventOptions {
  readonly id: string;
  /** A user's name. */
  readonly by?: string;
  readonly call?: string;
  readonly account?: string;
  readonly when: number;
  readonly which?: string;
  readonly detection?: string;
}

/** A record of CloudTrail: alice deleted a security group, unless told otherwise. */
export const eventOf = (options: EventOptions): EvidenceEvent => {
  const { id, by = 'alice', call = 'DeleteSecurityGroup', account = '111122223333' } = options;
  const record = {
    eventID: id,
    eventName: call,
    eventSource: 'ec2.amazonaws.com',
    eventTime: new Date(options.when).toISOString(),
    awsRegion: 'eu-west-1',
    recipientAccountId: account,
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli/2.17.0',
    userIdentity: {
      type: 'IAMUser',
      userName: by,
      accountId: account,
      arn: `arn:aws:iam::${account}:user/${by}`,
    },
    requestParameters: { groupId: options.which ?? 'sg-0abc' },
  };
  return evidenceEventOf(record, [options.detection ?? 'security-group-change']);
};

/** An alarm over a metric that counts records of a trail. */
export const alarmOf = (state: string, at: number, options: AlertOptions = {}): Alert => ({
  ...alertOf(state, at, { name: 'SecurityGroupChanges', ...options }),
  cause: state === 'ALARM' ? ['1 security group change in 5 minutes'] : [],
  alarm: {
    name: options.name ?? 'SecurityGroupChanges',
    kind: 'metric',
    metrics: [],
    children: [],
    threshold: 1,
    comparison: 'GreaterThanOrEqualToThreshold',
    periodMs: 300_000,
    evaluationPeriods: 1,
    logGroups: [],
    from: undefined,
  },
});

/** An alert as EventBridge's event of one call makes it. */
export const callAlertOf = (event: EvidenceEvent, key: string): Alert => ({
  ...alertOf('EVENT', event.trail.when ?? 0, { name: key }),
  source: 'cloudtrail-event',
  detection: event.detections[0] ?? '',
  events: [event],
});

const found = (incidentId: string, events: readonly EvidenceEvent[], now: number): Evidence => ({
  ...evidenceOfMessage(incidentId, events, now),
  source: 'logs',
  to: now,
  calls: [...new Set(events.map(callOf))],
  events: events
    .toSorted((a, b) => (b.trail.when ?? 0) - (a.trail.when ?? 0))
    .slice(0, mostEventsKept),
});

/** A log group in memory; each event is there from a time on. */
export const createFakeReader = (clock: Clock, latencyMs = 0) => {
  const events: { readonly event: EvidenceEvent; readonly from: number }[] = [];
  const reads: number[] = [];
  let error: Error | undefined;
  const reader: EvidenceReader = {
    read: async ({ incidentId, now }, signal) => {
      reads.push(clock.now());
      if (latencyMs > 0) await clock.sleep(latencyMs, signal);
      if (error !== undefined) throw error;
      const there = events.filter(({ from }) => from <= now).map(({ event }) => event);
      const evidence = found(incidentId, there, now);
      const gaps = [
        { kind: 'nothing-found', text: ['Nothing matches.'], cure: undefined },
      ] as const;
      return there.length === 0 ? { ...evidence, gaps } : evidence;
    },
  };
  return {
    reader,
    reads,
    add: (event: EvidenceEvent, from = 0): void => {
      events.push({ event, from });
    },
    fail: (thrown: Error | undefined): void => {
      error = thrown;
    },
  };
};
