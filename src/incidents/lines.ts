import type { Alert } from '../core/alert.ts';
import type { Acknowledgement } from '../core/incident-store.ts';
import type { Inline, Text } from '../core/text.ts';

/** How a transition came to be known, where that is worth a word. */
export interface Arrival {
  /** Read from AWS after a gap: its notification never came. */
  readonly isFoundLate: boolean;
  /** A later state was known already. */
  readonly isLate: boolean;
  /** Its alarm is OK, and it is left to people to say that it is over. */
  readonly staysOpen: boolean;
  /** Whose acknowledgement it ended: it was for what fired before. */
  readonly lapsed: Acknowledgement | undefined;
}

const lapse = ({ lapsed }: Arrival): readonly Inline[] =>
  lapsed === undefined
    ? []
    : [' – to be acknowledged anew: ', { user: lapsed.by }, ' did so for what was before'];

const remark = ({ isFoundLate, isLate }: Arrival): readonly string[] => {
  if (isFoundLate) return [' (found late: its notification never came)'];
  return isLate ? [' (arrived late)'] : [];
};

/** A transition as a line of the thread: "10:02 went to ALARM: 1 IAM policy change". */
export const lineOf = (alert: Alert, arrival: Arrival): Text => [
  { time: alert.at, style: 'time' },
  ` ${alert.verb === '' ? alert.state : alert.verb}`,
  ...(alert.cause === undefined || alert.cause.length === 0 ? [] : [': ', ...alert.cause]),
  ...remark(arrival),
  ...(arrival.staysOpen ? [' – it stays open until somebody resolves it'] : []),
  ...lapse(arrival),
];

/** More lines than this in one reply are folded: the oldest become a count. */
const shownLines = 25;
const foldedMark = 'Earlier changes, folded: ';

const foldedCount = (line: Text | undefined): number =>
  line?.[0] === foldedMark ? Number(line[1]) : 0;

/** The lines of a reply with one more; beyond some two dozen only their number is kept. */
export const appendLine = (lines: readonly Text[], line: Text): readonly Text[] => {
  const folded = foldedCount(lines[0]);
  const shown = [...(folded > 0 ? lines.slice(1) : lines), line];
  const over = shown.length - shownLines;
  if (over <= 0) return folded > 0 ? [[foldedMark, `${folded}`], ...shown] : shown;
  return [[foldedMark, `${folded + over}`], ...shown.slice(over)];
};

/** How many changes the lines of a reply stand for, the folded ones included. */
export const countLines = (lines: readonly Text[]): number => {
  const folded = foldedCount(lines[0]);
  return folded + lines.length - Number(folded > 0);
};
