import type { Random } from '../trail/random.ts';

/** The sample organisation changes twice: in its second week, and in its third, which does not end. */
export const weeks = [0, 1, 2] as const;
export type Week = (typeof weeks)[number];

/** The weeks in which something holds: from the first on, before the second. */
export interface Span {
  readonly from: Week;
  readonly until: 1 | 2 | 3;
}

export const always: Span = { from: 0, until: 3 };

export const isIn = (span: Span | undefined, week: Week): boolean =>
  span !== undefined && span.from <= week && week < span.until;

/** Of what can come up, and of what is there from the beginning or never. */
const fates: readonly { readonly below: number; readonly span: Span }[] = [
  { below: 0.07, span: { from: 0, until: 1 } },
  { below: 0.12, span: { from: 0, until: 2 } },
  { below: 0.17, span: { from: 1, until: 3 } },
  { below: 0.2, span: { from: 2, until: 3 } },
];

/**
 * How long a flaw is there: most stay, some are put right, and some come up.
 * @param isOld It takes longer than a week to become such: it does not come up
 */
export const drawSpan = (random: Random, isOld = false): Span => {
  const drawn = random.next();
  const span = fates.find(({ below }) => drawn < below)?.span ?? always;
  return isOld && span.from > 0 ? always : span;
};
