import { type Evidence, type EvidenceEvent, mostEventsKept } from '../../core/evidence.ts';
import type { Human } from '../../core/human.ts';
import type { AccountId } from '../../core/ids.ts';

/** What an incident's evidence holds that it did not hold before. */
export interface EvidenceNews {
  /** As {@link EvidenceEvent.actor}. */
  readonly actors: readonly string[];
  /** `ec2:DeleteSecurityGroup`. */
  readonly calls: readonly string[];
  readonly accounts: readonly AccountId[];
}

/** So many actors, calls and accounts are told from new ones. */
export const mostKnown = 200;

const newestFirst = (a: EvidenceEvent, b: EvidenceEvent): number =>
  (b.trail.when ?? 0) - (a.trail.when ?? 0);

/** `ec2:DeleteSecurityGroup`, as policies write it. */
export const callOf = ({ trail }: EvidenceEvent): string => `${trail.service}:${trail.call}`;

const kindOf = (event: EvidenceEvent): string =>
  `${event.trail.account ?? ''} ${event.actor} ${callOf(event)}`;

/**
 * Those that are kept, of events that stand newest first: the one call of somebody else is not lost
 * among hundreds of a deployment.
 */
export const kept = (events: readonly EvidenceEvent[]): readonly EvidenceEvent[] => {
  const over = events.length - mostEventsKept;
  if (over <= 0) return events;
  const newest = new Set(new Map(events.toReversed().map((each) => [kindOf(each), each])).values());
  const others = events.filter((event) => !newest.has(event));
  const dropped = new Set(others.slice(-over));
  return events.filter((event) => !dropped.has(event)).slice(0, mostEventsKept);
};

/** Known ones first; what is beyond the limit is not known. */
const united = <T>(known: readonly T[], more: readonly T[]): readonly T[] =>
  [...new Set([...known, ...more])].slice(0, mostKnown);

/** What was looked up about an event once is kept. */
const withKnown = (
  event: EvidenceEvent,
  known: ReadonlyMap<string, EvidenceEvent>,
): EvidenceEvent => {
  const normality = event.normality ?? known.get(event.id)?.normality;
  return normality === undefined ? event : { ...event, normality };
};

/** Who began a session, once that is known. */
const subjectsIn = (events: readonly EvidenceEvent[]): ReadonlyMap<string, Human> =>
  new Map(
    events.flatMap(({ accessKeyHash, human }) =>
      human.kind === 'subject' && accessKeyHash !== undefined ? [[accessKeyHash, human]] : [],
    ),
  );

const withSubject = (event: EvidenceEvent, subjects: ReadonlyMap<string, Human>): EvidenceEvent => {
  const human =
    event.human.kind === 'session' ? subjects.get(event.accessKeyHash ?? '') : undefined;
  return human === undefined ? event : { ...event, human };
};

const unitedEvents = (
  previous: readonly EvidenceEvent[],
  found: readonly EvidenceEvent[],
): readonly EvidenceEvent[] => {
  const known = new Map(previous.map((event) => [event.id, event]));
  const subjects = subjectsIn(previous);
  const all = new Map(known);
  for (const event of found) all.set(event.id, withSubject(withKnown(event, known), subjects));
  return [...all.values()].toSorted(newestFirst);
};

/** Of each call by each caller the newest before any other: 300 of one hide none of another. */
const keptOf = (events: readonly EvidenceEvent[]): readonly EvidenceEvent[] => {
  if (events.length <= mostEventsKept) return events;
  const kinds = Map.groupBy(events, (event) => `${event.actor} ${callOf(event)}`);
  const newest = [...kinds.values()].flatMap(([first]) => first ?? []);
  const others = events.filter((event) => !newest.includes(event));
  return [...newest, ...others].slice(0, mostEventsKept).toSorted(newestFirst);
};

/** Did this look go through all that was looked through before? */
const isReadAgain = (previous: Evidence, found: Evidence): boolean =>
  found.source !== 'message' && found.from <= previous.from && found.to >= previous.to;

const countOf = (
  previous: Evidence,
  found: Evidence,
  known: number,
): Pick<Evidence, 'count' | 'isCountAtLeast'> => {
  if (found.source === undefined)
    return { count: previous.count, isCountAtLeast: previous.isCountAtLeast };
  if (previous.source === undefined || isReadAgain(previous, found)) {
    const count = Math.max(previous.count, found.count, known);
    const newest = found.count >= previous.count ? found : previous;
    return { count, isCountAtLeast: newest.isCountAtLeast };
  }
  const standing = new Set(previous.events.map(({ id }) => id));
  const again = found.events.filter(({ id }) => standing.has(id)).length;
  return {
    count: Math.max(previous.count + found.count - again, known),
    // What stood before and is not kept cannot be told from what is new.
    isCountAtLeast: previous.isCountAtLeast || found.isCountAtLeast,
  };
};

/** What was not found once is no news where something stands; other reasons are those of the last look. */
const gapsOf = (previous: Evidence, found: Evidence, count: number): Evidence['gaps'] => {
  const gaps = found.source === 'message' ? previous.gaps : found.gaps;
  return count === 0 ? gaps : gaps.filter(({ kind }) => kind !== 'nothing-found');
};

const orPrevious = <T>(found: readonly T[], previous: readonly T[]): readonly T[] =>
  found.length > 0 ? found : previous;

/** The logs tell more than Event history, and both more than a message. */
const sources = ['logs', 'event-history', 'message', undefined] as const;

const sourceOf = (previous: Evidence, found: Evidence): Evidence['source'] =>
  sources.find((source) => source === previous.source || source === found.source);

/**
 * Puts a look to what is known: by event id, the newest first, everybody once. A look that found
 * nothing, or could not read, takes nothing away.
 */
export const mergeEvidence = (previous: Evidence | undefined, found: Evidence): Evidence => {
  if (previous === undefined) return found;
  const events = unitedEvents(previous.events, found.events);
  const counted = countOf(previous, found, events.length);
  const elsewhere = found.elsewhere ?? previous.elsewhere;
  return {
    incidentId: previous.incidentId,
    detection: found.detection ?? previous.detection,
    source: sourceOf(previous, found),
    filters: orPrevious(found.filters, previous.filters),
    from: Math.min(previous.from, found.from),
    to: Math.max(previous.to, found.to),
    ...counted,
    events: keptOf(events),
    actors: united(previous.actors, found.actors),
    calls: united(previous.calls, found.calls),
    accounts: united(previous.accounts, found.accounts),
    gaps: gapsOf(previous, found, counted.count),
    chart: found.chart ?? previous.chart,
    changes: found.changes ?? previous.changes,
    asked: orPrevious(found.asked, previous.asked),
    cliLine: found.cliLine ?? previous.cliLine,
    readAt: Math.max(previous.readAt, found.readAt),
    ...(elsewhere !== undefined && { elsewhere }),
  };
};

const fresh = <T>(known: readonly T[], now: readonly T[]): readonly T[] =>
  // Of a full list nobody can say what is new.
  known.length >= mostKnown ? [] : now.filter((each) => !known.includes(each));

/**
 * Who and what came to evidence that stood already; the first evidence of an incident is no news in
 * this sense.
 */
export const newsOf = (previous: Evidence | undefined, merged: Evidence): EvidenceNews => {
  if (previous === undefined || previous.count === 0)
    return { actors: [], calls: [], accounts: [] };
  return {
    actors: fresh(previous.actors, merged.actors),
    calls: fresh(previous.calls, merged.calls),
    accounts: fresh(previous.accounts, merged.accounts),
  };
};

/** The one thing that all of them are, the gravest; undefined where they are nothing or differ. */
export const sharedDetection = (events: readonly EvidenceEvent[]): string | undefined =>
  events[0]?.detections.find((id) => events.every(({ detections }) => detections.includes(id)));

/** Records that a message brought itself, as evidence to be merged. */
export const evidenceOfMessage = (
  incidentId: string,
  events: readonly EvidenceEvent[],
  now: number,
): Evidence => {
  const sorted = unitedEvents([], events);
  const times = sorted.flatMap(({ trail }) => trail.when ?? []);
  return {
    incidentId,
    detection: sharedDetection(sorted),
    source: sorted.length === 0 ? undefined : 'message',
    filters: [],
    from: times.at(-1) ?? now,
    to: times[0] ?? now,
    count: sorted.length,
    isCountAtLeast: false,
    events: keptOf(sorted),
    actors: united(
      [],
      sorted.map(({ actor }) => actor),
    ),
    calls: united([], sorted.map(callOf)),
    accounts: united(
      [],
      sorted.flatMap(({ trail }) => trail.account ?? []),
    ),
    gaps: [],
    chart: undefined,
    changes: undefined,
    asked: [],
    cliLine: undefined,
    readAt: now,
  };
};
