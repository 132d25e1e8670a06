import { type Clock, hour } from '../core/clock.ts';
import type { Evidence, EvidenceEvent, Normality } from '../core/evidence.ts';
import type { Store, Tx } from '../core/store.ts';
import { timeLimit } from '../core/time-limit.ts';
import { workId } from './close.ts';
import type { Errand } from './errands.ts';
import type { NormalityReader } from './evidence/deps.ts';
import type { OriginReader } from './evidence/origin.ts';
import { lockedIncident } from './locked.ts';
import type { Revise } from './revise.ts';

interface NormalityDeps {
  readonly store: Store;
  readonly normality: NormalityReader;
  readonly origin?: OriginReader;
  readonly revise: Revise;
  readonly clock: Clock;
}

/** The errand that asks whether what tripped an alarm is usual. */
export const normalityWork = 'normality';

/** Different calls that are asked about under one incident in one go, the newest. */
const mostAsked = 5;
/** Then others may ask, too. */
const pauseMs = 10_000;
/** Each of them may read twenty pages at two a second. */
const askingMs = 60_000;
const namingMs = 25_000;
/** Where there is so much to ask about, nobody waits for the answer any more. */
const worthAskingMs = hour;

/** Events that have the same answer. */
const kindOf = ({ actor, trail }: EvidenceEvent): string =>
  [actor, trail.service, trail.call, trail.address, trail.account, trail.region].join(' ');

const unasked = (evidence: Evidence): ReadonlyMap<string, EvidenceEvent> =>
  new Map(
    evidence.events
      .filter(({ normality }) => normality === undefined)
      .map((event) => [kindOf(event), event]),
  );

/** Has it asked, after everything that people wait for. `at`: epoch ms, the earliest. */
export const planNormality = async (tx: Tx, evidence: Evidence, at: number): Promise<void> => {
  if (unasked(evidence).size === 0) return;
  const payload = evidence.incidentId;
  const id = workId(normalityWork, { id: payload });
  const planned = await tx.due.get(id);
  if (planned === undefined || planned.at > at)
    await tx.due.put({ id, kind: normalityWork, at, payload });
};

const answered = (
  events: readonly EvidenceEvent[],
  answers: ReadonlyMap<string, Normality>,
): readonly EvidenceEvent[] =>
  events.map((event) => {
    const normality = event.normality ?? answers.get(kindOf(event));
    return normality === undefined ? event : { ...event, normality };
  });

/** Sessions that are asked about under one incident in one go. */
const mostSessions = 3;

const sessionsIn = ({ events }: Evidence): readonly EvidenceEvent[] => [
  ...new Map(
    events
      .filter(({ human, accessKeyHash }) => human.kind === 'session' && accessKeyHash !== undefined)
      .map((event) => [event.accessKeyHash, event]),
  ).values(),
];

/** Who began the sessions, by the hash of their access keys. */
const subjectsOf = async (
  { origin, clock }: NormalityDeps,
  evidence: Evidence,
  within: AbortSignal,
): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  if (origin === undefined) return found;
  const reason = (): Error => new Error('asking who began a session took too long');
  const limit = timeLimit(clock, { ms: namingMs, within, reason });
  try {
    for (const event of sessionsIn(evidence).slice(0, mostSessions)) {
      const subject = await origin.subjectOf(event, limit.signal);
      if (subject !== undefined) found.set(event.accessKeyHash ?? '', subject);
    }
  } finally {
    limit.end();
  }
  return found;
};

const named = (
  events: readonly EvidenceEvent[],
  subjects: ReadonlyMap<string, string>,
): readonly EvidenceEvent[] =>
  events.map((event): EvidenceEvent => {
    const name = subjects.get(event.accessKeyHash ?? '');
    if (name === undefined) return event;
    const human = {
      ...event.human,
      kind: 'subject',
      name,
      sure: 'likely',
      why: 'OIDC subject',
    } as const;
    return { ...event, human };
  });

/** Asks whether what stands under an incident is usual, and shows what it heard, once. */
export const createNormality = (deps: NormalityDeps): Errand => {
  const { store, normality, revise, clock } = deps;
  const ask = async (
    { readAt, wanted }: { readAt: number; wanted: ReadonlyMap<string, EvidenceEvent> },
    within: AbortSignal,
  ): Promise<ReadonlyMap<string, Normality>> => {
    if (clock.now() > readAt + worthAskingMs)
      return new Map([...wanted.keys()].map((kind) => [kind, 'not-checked']));
    const reason = (): Error => new Error('asking what is usual took too long');
    const limit = timeLimit(clock, { ms: askingMs, within, reason });
    const answers = new Map<string, Normality>();
    try {
      for (const [kind, event] of [...wanted].slice(0, mostAsked))
        answers.set(
          kind,
          limit.signal.aborted ? 'not-checked' : await normality.check(event, limit.signal),
        );
    } finally {
      limit.end();
    }
    within.throwIfAborted();
    return answers;
  };

  return async (id, signal) => {
    const evidence = await store.transaction((tx) => tx.evidence.get(id));
    const wanted = evidence && unasked(evidence);
    if (evidence === undefined || wanted === undefined || wanted.size === 0) return;
    const subjects = await subjectsOf(deps, evidence, signal);
    const answers = await ask({ readAt: evidence.readAt, wanted }, signal);
    await store.transaction(async (tx) => {
      const incident = await lockedIncident(tx, id);
      const known = await tx.evidence.get(id);
      if (incident === undefined || known === undefined) return;
      const now = { ...known, events: named(answered(known.events, answers), subjects) };
      await tx.evidence.put(now);
      await revise(tx, incident);
      await planNormality(tx, now, clock.now() + pauseMs);
    });
  };
};
