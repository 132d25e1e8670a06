import type { Incident } from '../core/incident-store.ts';

type Span = Pick<Incident, 'phase' | 'firstAt' | 'lastAt'>;

/** Firing, or not known to be over. */
const isOpen = ({ phase }: Span): boolean => phase === 'firing' || phase === 'unknown';

/**
 * Does what happened at `at` belong to this incident? Around it lies a margin in which firing again
 * reopens it; while it is open there is no end.
 */
const holds = (span: Span, at: number, marginMs: number): boolean =>
  at >= span.firstAt - marginMs && (isOpen(span) || at <= span.lastAt + marginMs);

/** The latest of a key's incidents that a transition at `at` belongs to; undefined: a new one. */
export const incidentAt = (
  incidents: readonly Incident[],
  at: number,
  marginMs: number,
): Incident | undefined =>
  incidents
    .filter((incident) => holds(incident, at, marginMs))
    .toSorted((a, b) => b.lastAt - a.lastAt || b.createdAt - a.createdAt)[0];
