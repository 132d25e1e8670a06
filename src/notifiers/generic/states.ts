import type { Phase } from '../../core/alert.ts';
import type { SeverityVerdict } from '../../core/severity.ts';
import { plainName } from './fields.ts';

export interface Status {
  readonly state: 'OPEN' | 'RESOLVED' | 'EVENT';
  readonly phase: Phase;
}

export const open: Status = { state: 'OPEN', phase: 'firing' };
export const resolved: Status = { state: 'RESOLVED', phase: 'resolved' };
export const event: Status = { state: 'EVENT', phase: 'event' };

const closing =
  /^(?:closed?|archived?|resolved?|passed|compliant|suppressed|fixed|remediated|deleted|notapplicable)$/;

/** A finding's or a check's status: is it over? */
export const isClosing = (word: string | undefined): boolean =>
  word !== undefined && closing.test(plainName(word));

/** What a state is as a verb, and whether it is good, bad or on its way. */
interface Word {
  readonly verb: string;
  readonly mood: 'good' | 'bad' | 'going' | 'plain';
}

const good = (verb: string): Word => ({ verb, mood: 'good' });
const bad = (verb: string): Word => ({ verb, mood: 'bad' });
const going = (verb: string): Word => ({ verb, mood: 'going' });
const plain = (verb: string): Word => ({ verb, mood: 'plain' });

const stateWords: Readonly<Record<string, Word>> = {
  succeeded: good('succeeded'),
  success: good('succeeded'),
  successful: good('succeeded'),
  complete: good('completed'),
  completed: good('completed'),
  passed: good('passed'),
  ok: good('is OK'),
  ready: good('is ready'),
  available: good('is available'),
  failed: bad('failed'),
  failure: bad('failed'),
  error: bad('failed'),
  fault: bad('failed'),
  unsuccessful: bad('failed'),
  timedout: bad('timed out'),
  timeout: bad('timed out'),
  expired: bad('expired'),
  degraded: bad('is degraded'),
  aborted: bad('was aborted'),
  rejected: bad('was rejected'),
  started: going('started'),
  starting: going('is starting'),
  running: going('is running'),
  inprogress: going('is in progress'),
  pending: going('is pending'),
  queued: going('is queued'),
  requested: going('was requested'),
  creating: going('is being created'),
  updating: going('is being updated'),
  deleting: going('is being deleted'),
  stopping: going('is stopping'),
  shuttingdown: going('is shutting down'),
  active: plain('is active'),
  stopped: plain('stopped'),
  terminated: plain('was terminated'),
  canceled: plain('was cancelled'),
  cancelled: plain('was cancelled'),
  cancelling: plain('is being cancelled'),
  superseded: plain('was superseded'),
  disabled: plain('was disabled'),
  enabled: plain('was enabled'),
  registered: plain('was registered'),
  deregistered: plain('was deregistered'),
  created: plain('was created'),
  create: plain('was created'),
  updated: plain('was updated'),
  update: plain('was updated'),
  changed: plain('changed'),
  deleted: plain('was deleted'),
  delete: plain('was deleted'),
  removed: plain('was removed'),
  rotated: plain('was rotated'),
  push: plain('was pushed'),
  open: plain('is open'),
  closed: plain('is closed'),
  compliant: good('is compliant'),
  noncompliant: bad('is not compliant'),
};

const wordOf = (state: string): Word | undefined => {
  const name = plainName(state);
  return Object.hasOwn(stateWords, name) ? stateWords[name] : undefined;
};

/** UPDATE_ROLLBACK_IN_PROGRESS ends in what it is. */
const endings = [
  'inprogress',
  'completed',
  'complete',
  'failed',
  'succeeded',
  'started',
  'stopped',
];

const endingOf = (state: string): Word | undefined => {
  const name = plainName(state);
  const found = endings.find((ending) => name.endsWith(ending));
  return found === undefined ? undefined : stateWords[found];
};

/** "TIMED_OUT" as "timed out": a verb of ours, or none where the word is not a state's. */
export const stateVerb = (state: string): string | undefined =>
  (wordOf(state) ?? endingOf(state))?.verb;

export const isKnownState = (state: string): boolean => wordOf(state) !== undefined;

/** What went well or is on its way is no cause for alarm; the rest the state does not tell. */
export const stateSeverity = (state: string): SeverityVerdict | undefined => {
  const word = wordOf(state);
  if (word?.mood === 'good') return { level: 'info', reason: 'it went well' };
  return word?.mood === 'going' ? { level: 'info', reason: 'it is only on its way' } : undefined;
};
