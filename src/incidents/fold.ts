import type { Alert, Phase } from '../core/alert.ts';
import type { Incident } from '../core/incident-store.ts';

/** What an incident's transitions add up to. */
export type Folded = Pick<
  Incident,
  'phase' | 'state' | 'firstAt' | 'lastAt' | 'firings' | 'latest'
>;

// Two states at the same ms: the graver one is the later, so that nothing still firing looks over.
const rank: Readonly<Record<Phase, number>> = { event: 0, resolved: 1, unknown: 2, firing: 3 };

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** The one order of an incident's transitions: by the source's clock, then gravity, then state. */
export const compareAlerts = (a: Alert, b: Alert): number =>
  a.at - b.at || rank[a.phase] - rank[b.phase] || compareText(a.state, b.state);

const nextPhase = (current: Phase | undefined, arriving: Phase): Phase => {
  switch (arriving) {
    case 'firing':
    case 'resolved':
      return arriving;
    case 'unknown':
      // Not knowing ends nothing: what fired still fires.
      return current === 'firing' ? 'firing' : 'unknown';
    case 'event':
      return current ?? 'event';
  }
};

/** It began something, or told of something that has no end. */
export const isFiring = ({ phase }: Pick<Alert, 'phase'>): boolean =>
  phase === 'firing' || phase === 'event';

/** Had it fired and was over, and fires now? */
export const opensAgain = (before: Folded | undefined, after: Folded): boolean =>
  before !== undefined &&
  before.firings > 0 &&
  before.phase !== 'firing' &&
  before.phase !== 'event' &&
  after.phase === 'firing';

/** Adds a transition that comes after all the others. */
export const advance = (folded: Folded | undefined, alert: Alert): Folded => ({
  phase: nextPhase(folded?.phase, alert.phase),
  state: alert.state,
  firstAt: folded?.firstAt ?? alert.at,
  lastAt: alert.at,
  firings: (folded?.firings ?? 0) + Number(isFiring(alert)),
  latest: alert,
});

/**
 * What these transitions add up to, in whatever order and however often they came: they are sorted
 * by the source's clock, and a state at a time counts once. Undefined for none.
 */
export const fold = (alerts: readonly Alert[]): Folded | undefined => {
  const sorted = alerts.toSorted(compareAlerts);
  let folded: Folded | undefined;
  for (const alert of sorted) {
    const isRepeat = folded?.lastAt === alert.at && folded.state === alert.state;
    if (!isRepeat) folded = advance(folded, alert);
  }
  return folded;
};

/** When it last fired again after it had been over, by the source's clock; undefined: never. */
export const reopenedAt = (alerts: readonly Alert[]): number | undefined => {
  let folded: Folded | undefined;
  let at: number | undefined;
  for (const alert of alerts.toSorted(compareAlerts)) {
    const before = folded;
    folded = advance(before, alert);
    if (opensAgain(before, folded)) at = alert.at;
  }
  return at;
};
