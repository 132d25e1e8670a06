import { randomUUID } from 'node:crypto';
import type { Alert } from '../../src/core/alert.ts';
import type { AuditEntry } from '../../src/core/audit.ts';
import type { Storm } from '../../src/core/channel-store.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { AlertKey } from '../../src/core/ids.ts';
import type { Received } from '../../src/core/inbox-store.ts';
import type { Incident, Placement, Transition } from '../../src/core/incident-store.ts';
import { type Post, postPriority } from '../../src/core/post-store.ts';
import { untrusted } from '../../src/core/text.ts';

/** 2026-11-23T00:00:00Z. */
export const start = Date.UTC(2026, 10, 23);

export interface TestClock extends Clock {
  readonly advance: (ms: number) => void;
}

/** A wall clock that stands still until it is advanced; it never sleeps. */
export const testClock = (): TestClock => {
  let now = start;
  return {
    now: () => now,
    monotonic: () => performance.now(),
    sleep: () => Promise.resolve(),
    advance: (ms) => {
      now += ms;
    },
  };
};

// Only notifiers make keys; here any will do.
export const alertKey = (name: string): AlertKey => name as AlertKey;

export const makeReceived = (change: Partial<Received> = {}): Received => ({
  topicArn: 'arn:aws:sns:eu-west-1:111122223333:security-alarms',
  messageId: randomUUID(),
  via: 'https',
  receivedAt: start,
  envelope: '{"Type":"Notification"}',
  ...change,
});

export const makeAlert = (change: Partial<Alert> = {}): Alert => ({
  key: alertKey('111122223333/eu-west-1/RootLogin'),
  source: 'cloudwatch-alarm',
  state: 'ALARM',
  phase: 'firing',
  at: start,
  name: untrusted('RootLogin'),
  verb: 'went to ALARM',
  facts: [{ label: 'Threshold', value: ['≥ ', { code: '1' }] }],
  details: [],
  ...change,
});

export const makeIncident = (change: Partial<Incident> = {}): Incident => {
  const latest = change.latest ?? makeAlert();
  return {
    id: randomUUID(),
    key: latest.key,
    phase: latest.phase,
    state: latest.state,
    firstAt: latest.at,
    lastAt: latest.at,
    firings: 1,
    latest,
    revision: 1,
    createdAt: start,
    acknowledged: undefined,
    detection: undefined,
    okSince: undefined,
    closed: undefined,
    ...change,
  };
};

export const makeTransition = (change: Partial<Transition> = {}): Transition => ({
  incidentId: 'incident-1',
  alert: makeAlert(),
  inboxId: 1,
  via: 'https',
  receivedAt: start,
  ...change,
});

export const makePlacement = (change: Partial<Placement> = {}): Placement => ({
  incidentId: 'incident-1',
  channel: 'sec-prod',
  severity: { level: 'high', reason: 'route 1' },
  why: 'route 1: account prod',
  postId: undefined,
  stormId: undefined,
  ...change,
});

export const makePost = (change: Partial<Post> = {}): Post => ({
  id: randomUUID(),
  kind: 'root',
  channel: 'sec-prod',
  owner: 'incident-1',
  parentId: undefined,
  priority: postPriority.root,
  revisionWanted: 1,
  revisionSent: 0,
  ts: undefined,
  postedIn: undefined,
  attemptAt: undefined,
  attempts: 0,
  failingSince: undefined,
  dueAt: start,
  state: 'due',
  error: undefined,
  plain: false,
  broadcast: false,
  meantFor: undefined,
  reason: undefined,
  lines: [],
  card: undefined,
  createdAt: start,
  ...change,
});

export const makeStorm = (change: Partial<Storm> = {}): Storm => ({
  id: randomUUID(),
  channel: 'sec-prod',
  startedAt: start,
  lastAt: start,
  quietMs: 60_000,
  endedAt: undefined,
  criticalRoots: 0,
  revision: 1,
  ...change,
});

export const makeAuditEntry = (change: Partial<AuditEntry> = {}): AuditEntry => ({
  at: start,
  who: '/T1/U0ALICE',
  channel: 'C0SECPROD',
  what: '/whodid',
  detail: 'sg-0abc123 since 2h',
  accounts: ['111122223333'],
  outcome: 'allowed',
  reason: 'rule 1',
  ...change,
});
