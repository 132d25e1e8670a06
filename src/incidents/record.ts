import type { Alert } from '../core/alert.ts';
import type { Acknowledgement, Incident, Transition } from '../core/incident-store.ts';
import type { Tx } from '../core/store.ts';
import { incidentAt } from './belongs.ts';
import { compareAlerts, opensAgain, reopenedAt } from './fold.ts';
import type { Arrival } from './lines.ts';
import { type Standing, standingAfter, standingBy } from './standing.ts';

/** What one transition did to its incident. */
export interface Change extends Arrival {
  readonly incident: Incident;
  readonly alert: Alert;
  /** Undefined: it opened the incident. */
  readonly before: Incident | undefined;
  /** It had fired and was over or OK, and fires again. */
  readonly isReopened: boolean;
}

/**
 * `repeat`: the transition is known already, perhaps by another topic. `ignored`: nothing to tell.
 */
export type Recorded =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'repeat'; readonly incident: Incident }
  | { readonly kind: 'ignored' };

export interface RecordDeps {
  readonly reopenWithinMs: () => number;
  readonly now: () => number;
  readonly newId: () => string;
}

/** How an alert came; of a notification that lies in the inbox, its row. */
export type Source = Pick<Transition, 'via' | 'receivedAt'> & { readonly id?: number };

/** Incidents of one key that are looked through for the one a late transition belongs to. */
const incidentsLookedAt = 20;

/** The history of an alarm and its notification do not tell the very same ms. */
const sameStateMs = 5_000;

const foundLateNote = {
  kind: 'note',
  text: ['Found late: its notification never came, the state was read from AWS after a gap.'],
} as const;

const isNear = (a: Alert, b: Alert): boolean =>
  a.state === b.state && a.at !== b.at && Math.abs(a.at - b.at) <= sameStateMs;

/** Did a state that was found late say this already? Its notification comes after all, then. */
const wasFoundLate = async (tx: Tx, incident: Incident, alert: Alert): Promise<boolean> => {
  if (alert.at > incident.lastAt && !isNear(alert, incident.latest)) return false;
  const known = await tx.incidents.transitions(incident.id);
  return known.some((one) => one.via === 'found-late' && isNear(one.alert, alert));
};

/** A later state is known already. */
const isBehind = (before: Incident, alert: Alert): boolean =>
  compareAlerts(alert, before.latest) <= 0;

const standingWith = async (
  tx: Tx,
  before: Incident | undefined,
  alert: Alert,
  detection: string | undefined,
): Promise<Standing> => {
  if (before === undefined) return standingAfter(before, alert, detection);
  const { closed } = before;
  if (closed === undefined && !isBehind(before, alert))
    return standingAfter(before, alert, detection);
  const known = (await tx.incidents.transitions(before.id)).map((one) => one.alert);
  return standingBy(known, { detection, closed }) ?? standingAfter(before, alert, detection);
};

/** It was closed, and fired again since. */
const hasLapsed = (before: Incident | undefined, { closed }: Standing): boolean =>
  before?.closed !== undefined && closed === undefined;

/** It had fired and was over, and is not any more. */
const isBack = (before: Incident | undefined, after: Standing): boolean =>
  hasLapsed(before, after) || opensAgain(before, after);

/** It stands until the incident fires again, even if only a late transition tells that it did. */
const stillAcknowledged = async (
  tx: Tx,
  before: Incident | undefined,
  after: Standing,
  isLate: boolean,
): Promise<Acknowledgement | undefined> => {
  const acknowledged = before?.acknowledged;
  if (before === undefined || acknowledged === undefined) return undefined;
  if (isBack(before, after)) return undefined;
  // What was never over does not begin anew.
  if (!isLate || before.detection !== undefined) return acknowledged;
  const known = await tx.incidents.transitions(before.id);
  const at = reopenedAt(known.map(({ alert }) => alert));
  return at === undefined || at <= acknowledged.at ? acknowledged : undefined;
};

/** Its alarm was OK while it stayed open, and fires again. */
const firesAnew = (before: Incident | undefined, after: Standing): boolean =>
  before?.okSince !== undefined && after.okSince === undefined && after.latest.phase === 'firing';

const isKnown = async (tx: Tx, alert: Alert, source: Source, found: Incident | undefined) =>
  source.via === 'found-late'
    ? tx.incidents.hasTransitionNear(alert.key, alert.state, alert.at, sameStateMs)
    : found !== undefined && (await wasFoundLate(tx, found, alert));

/** Read from AWS after a gap, of something that never fired as far as we know: no news to anybody. */
const isNoNews = ({ phase }: Alert, { via }: Source, before: Incident | undefined): boolean =>
  via === 'found-late' && before === undefined && (phase === 'resolved' || phase === 'unknown');

/**
 * Counts a transition, once whatever brings it, and folds it into the incident it belongs to by the
 * source's own clock.
 */
export const createRecord =
  ({ reopenWithinMs, now, newId }: RecordDeps) =>
  async (tx: Tx, given: Alert, source: Source): Promise<Recorded> => {
    const isFoundLate = source.via === 'found-late';
    const alert = isFoundLate ? { ...given, details: [...given.details, foundLateNote] } : given;
    const incidents = await tx.incidents.byKey(alert.key, incidentsLookedAt);
    const before = incidentAt(incidents, alert.at, alert.foldsWithinMs ?? reopenWithinMs());
    if (isNoNews(alert, source, before)) return { kind: 'ignored' };
    if (await isKnown(tx, alert, source, before))
      return before === undefined ? { kind: 'ignored' } : { kind: 'repeat', incident: before };
    const incidentId = before?.id ?? newId();
    const { id: inboxId, via, receivedAt } = source;
    if (!(await tx.incidents.addTransition({ incidentId, alert, inboxId, via, receivedAt })))
      return before === undefined ? { kind: 'ignored' } : { kind: 'repeat', incident: before };
    const detection = before?.detection ?? alert.detection;
    const standing = await standingWith(tx, before, alert, detection);
    const isLate = before !== undefined && isBehind(before, alert);
    const acknowledged = await stillAcknowledged(tx, before, standing, isLate);
    const incident: Incident = {
      ...standing,
      id: incidentId,
      key: alert.key,
      revision: (before?.revision ?? 0) + 1,
      createdAt: before?.createdAt ?? now(),
      acknowledged,
      detection,
    };
    await tx.incidents.put(incident);
    const again = isBack(before, standing) || firesAnew(before, standing);
    // Of what is late, only that it lifts what somebody closed is news.
    const isReopened = again && (!isLate || hasLapsed(before, standing));
    const lapsed = acknowledged === undefined ? before?.acknowledged : undefined;
    const staysOpen = alert.phase === 'resolved' && standing.okSince !== undefined;
    const arrival = { isFoundLate, isLate, staysOpen, lapsed };
    return { kind: 'change', change: { incident, alert, before, ...arrival, isReopened } };
  };
