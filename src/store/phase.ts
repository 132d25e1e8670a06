import type { Phase } from '../core/alert.ts';

const phases: readonly Phase[] = ['firing', 'resolved', 'unknown', 'event'];

/** A stored phase; only ever one that was written from the same type. */
export const toPhase = (text: string): Phase => phases.find((phase) => phase === text) ?? 'event';
