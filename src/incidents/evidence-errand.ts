import type { Alert } from '../core/alert.ts';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { Evidence } from '../core/evidence.ts';
import type { Incident, Transition } from '../core/incident-store.ts';
import type { Metrics } from '../core/metrics.ts';
import type { Store, Tx } from '../core/store.ts';
import type { Text } from '../core/text.ts';
import { timeLimit } from '../core/time-limit.ts';
import { workId } from './close.ts';
import type { Errand } from './errands.ts';
import type { EvidenceReader } from './evidence/deps.ts';
import { evidenceHeadline, newsLine } from './evidence/headline.ts';
import { gravityOf } from './grade.ts';
import { lockedIncident } from './locked.ts';
import { lookWork, nextLookAt } from './looks.ts';
import { planNormality } from './normality-errand.ts';
import type { Revise } from './revise.ts';
import { type Taken, takeLook } from './take-evidence.ts';
import { alertsUnder } from './umbrella.ts';

export interface LookDeps {
  readonly store: Store;
  readonly reader: EvidenceReader;
  /** Takes an alert in as if a notification had brought it. */
  readonly takeIn: (
    tx: Tx,
    alert: Alert,
    source: Pick<Transition, 'via' | 'receivedAt'>,
  ) => Promise<void>;
  /** Called in the transaction in which it is known what an incident is. */
  readonly regrade: (tx: Tx, incident: Incident, firing: Alert) => Promise<void>;
  readonly revise: Revise;
  /** Called in the transaction after which evidence stands under an incident. */
  readonly arrived: (tx: Tx, incident: Incident, evidence: Evidence) => Promise<void>;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/** What is read by then is shown; an errand has 100 s. */
const readingMs = 75_000;

const tooLong = (): AppError =>
  new AppError('Reading the evidence took too long.', {
    kind: 'upstream',
    code: 'evidence_timed_out',
    retryable: true,
  });

interface Question {
  readonly incident: Incident;
  /** The last one. */
  readonly firing: Alert;
  readonly previous: Evidence | undefined;
}

const questionOf = async (tx: Tx, id: string): Promise<Question | undefined> => {
  const incident = await tx.incidents.get(id);
  if (incident === undefined || incident.closed !== undefined) return undefined;
  const alerts = (await tx.incidents.transitions(id)).map(({ alert }) => alert);
  const firing = alerts.findLast(({ phase, alarm }) => phase === 'firing' && alarm !== undefined);
  return firing && { incident, firing, previous: await tx.evidence.get(id) };
};

const outcomeOf = ({ count, chart, gaps }: Evidence): string =>
  count > 0 ? 'found' : (gaps[0]?.kind ?? (chart === undefined ? 'nothing-found' : 'chart'));

/** What the thread is told; the first look is on the message itself. */
const lineOf = ({ before, evidence, news }: Taken): Text | undefined => {
  if (before === undefined) return undefined;
  return before.count === 0 && evidence.count > 0
    ? ['What tripped it: ', ...evidenceHeadline(evidence)]
    : newsLine(news, evidence);
};

/** What a message shows of it, but for the small print of the last look. */
const shownOf = (evidence: Evidence): string =>
  JSON.stringify({ ...evidence, to: 0, readAt: 0, asked: [], cliLine: undefined });

const isChanged = ({ before, evidence }: Taken): boolean =>
  before === undefined || shownOf(before) !== shownOf(evidence);

/** More was counted than is kept, so nobody can say how many of them are one account's. */
const sayAtLeast = async (tx: Tx, { events: [first] = [] }: Alert): Promise<void> => {
  const holder = first && (await tx.evidence.holder(first.id));
  const evidence = holder === undefined ? undefined : await tx.evidence.get(holder);
  if (evidence !== undefined) await tx.evidence.put({ ...evidence, isCountAtLeast: true });
};

/** Puts what was found under the incident, and says when to look again. */
const createApply = ({ takeIn, regrade, revise, arrived, clock }: LookDeps) => {
  const show = async (tx: Tx, taken: Taken, asked: Question): Promise<void> => {
    const { incident, evidence } = taken;
    const gravity = gravityOf(asked.incident, taken.before)?.level;
    if (gravityOf(incident, evidence)?.level !== gravity) await regrade(tx, incident, asked.firing);
    const line = lineOf(taken);
    const broadcast = incident.state === asked.firing.state;
    if (line !== undefined || isChanged(taken))
      await revise(tx, incident, line && { line, broadcast });
    await arrived(tx, incident, evidence);
  };

  const goOn = async (tx: Tx, { incident, evidence }: Taken, firing: Alert): Promise<void> => {
    const now = clock.now();
    const at = nextLookAt(incident, firing, now);
    const id = workId(lookWork, incident);
    if (at !== undefined) await tx.due.put({ id, kind: lookWork, at, payload: incident.id });
    await planNormality(tx, evidence, now);
  };

  return async (tx: Tx, id: string, asked: Alert, found: Evidence): Promise<void> => {
    const incident = await lockedIncident(tx, id);
    const question = await questionOf(tx, id);
    if (incident === undefined || question === undefined) return;
    const now = clock.now();
    for (const alert of alertsUnder(incident, found)) {
      await takeIn(tx, alert, { via: 'evidence', receivedAt: now });
      if (found.count > found.events.length) await sayAtLeast(tx, alert);
    }
    const taken = await takeLook(tx, incident, found, now);
    await show(tx, taken, question);
    // It fired again meanwhile: that is looked into by itself.
    if (question.firing.at === asked.at) await goOn(tx, taken, asked);
  };
};

/** Looks for what tripped an alarm, outside any transaction, and shows it. */
export const createLook = (deps: LookDeps): Errand => {
  const { store, reader, clock, metrics } = deps;
  const apply = createApply(deps);
  return async (id, within) => {
    const question = await store.transaction((tx) => questionOf(tx, id));
    if (question === undefined) return;
    const { firing, previous } = question;
    const limit = timeLimit(clock, { ms: readingMs, within, reason: tooLong });
    const request = { alert: firing, incidentId: id, firedAt: firing.at, previous };
    const found = await reader
      .read({ ...request, now: clock.now() }, limit.signal)
      .finally(limit.end);
    // The bot stops: what it could not read is no news.
    within.throwIfAborted();
    await store.transaction((tx) => apply(tx, id, firing, found));
    metrics.count('trailwarden_evidence_total', { outcome: outcomeOf(found) });
  };
};
