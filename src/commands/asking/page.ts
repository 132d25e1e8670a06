import type { Answer } from '../../core/command.ts';
import { asNumber, valueAt } from '../../core/values.ts';
import { shownNumber } from '../../core/words.ts';

/** Which rows of a long list an answer shows. */
export interface Page {
  readonly skip: number;
  readonly most: number;
}

/** The page that an earlier answer's `older` leads to; the first one without. */
export const pageOf = (older: unknown, most: number): Page => ({
  skip: Math.max(0, Math.floor(asNumber(valueAt(older, 'skip')) ?? 0)),
  most,
});

export const rowsOfPage = <T>(rows: readonly T[], { skip, most }: Page): readonly T[] =>
  rows.slice(skip, skip + most);

/** "26 to 50 of 4,909"; undefined where the first page has all. */
export const pageWords = ({ skip, most }: Page, all: number): string | undefined =>
  skip === 0 && all <= most
    ? undefined
    : `${shownNumber(skip + 1)} to ${shownNumber(Math.min(skip + most, all))} of ${shownNumber(all)}`;

/** Where the next rows begin, if one of the lists has more. */
export const olderOf = ({ skip, most }: Page, counts: readonly number[]): Pick<Answer, 'older'> =>
  counts.some((count) => count > skip + most) ? { older: { skip: skip + most } } : {};
