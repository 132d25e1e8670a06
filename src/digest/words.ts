import { day, hour, minute } from '../core/clock.ts';
import type { OpenFinding, Period } from '../core/digest.ts';
import type { Account } from '../core/settings.ts';
import { type Inline, type Text, textOf, untrusted } from '../core/text.ts';
import { shorten, shownNumber } from '../core/words.ts';

/** Days as people of a zone count them: "3 Aug", with the year where it is another than `now`'s. */
export const createDay = (zone: string, now: number): ((at: number) => string) => {
  const format = (year: boolean): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      day: 'numeric',
      month: 'short',
      ...(year && { year: 'numeric' }),
    });
  const [short, long] = [format(false), format(true)];
  const yearOf = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric' });
  return (at) =>
    (yearOf.format(at) === yearOf.format(now) ? short : long).format(at).replace('Sept', 'Sep');
};

export type Day = ReturnType<typeof createDay>;

/** "16–23 Nov", "30 Nov – 7 Dec", "23 Nov". */
export const periodWords = ({ from, to }: Period, day: Day): string => {
  const [first, last] = [day(from), day(to)];
  if (first === last) return last;
  const [date = '', month] = first.split(' ');
  return month !== undefined && last.endsWith(` ${month}`)
    ? `${date}–${last}`
    : `${first} – ${last}`;
};

const cutPiece = (piece: Inline, most: number): Inline => {
  const words = shorten(textOf([piece]), most);
  return typeof piece === 'string' ? words : untrusted(words);
};

/** As long as a table's cell is read at a glance: piece by piece, with a mark where some is missing. */
export const brief = (text: Text, most = 140): Text => {
  let left = most;
  const kept: Inline[] = [];
  for (const piece of text) {
    const size = textOf([piece]).length;
    if (size > left) return [...kept, cutPiece(piece, Math.max(left, 1))];
    kept.push(piece);
    left -= size;
  }
  return kept;
};

export const subjectName = (account: Account | undefined): string =>
  account?.name ?? 'Trailwarden itself';

const shownNames = 3;

/** "prod, dev and 3 more". */
export const someNames = (names: readonly string[]): string => {
  const unique = [...new Set(names)];
  const more = unique.length - shownNames;
  return more > 1
    ? `${unique.slice(0, shownNames).join(', ')} and ${more} more`
    : unique.join(', ');
};

/** "3 new, 1 fixed, 12 still open": what is nought is left out, but not everything. */
export const changeWords = (counts: {
  readonly fresh: number;
  readonly fixed: number;
  readonly still: number;
}): string => {
  const { fresh, fixed, still } = counts;
  const changes = [
    ...(fresh > 0 ? [`${shownNumber(fresh)} new`] : []),
    ...(fixed > 0 ? [`${shownNumber(fixed)} fixed`] : []),
  ];
  const open = still > 0 ? `${shownNumber(still)} still open` : 'nothing else open';
  if (changes.length > 0) return [...changes, open].join(', ');
  return still > 0 ? `nothing new, nothing fixed, ${open}` : 'nothing open';
};

export const oldestOf = (findings: readonly OpenFinding[]): OpenFinding | undefined =>
  findings.reduce<OpenFinding | undefined>(
    (oldest, one) => (oldest === undefined || one.since < oldest.since ? one : oldest),
    undefined,
  );

const sizes: readonly (readonly [bytes: number, unit: string])[] = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'KB'],
];

/** "1.2 GB", "0.5 MB": half of a unit is told in it, as prices and quotas are. */
export const sizeWords = (bytes: number): string => {
  const [size, unit] = sizes.find(([each]) => bytes >= each / 2) ?? [1, 'bytes'];
  const amount = bytes / size;
  const shown = shownNumber(Number(amount.toPrecision(amount >= 100 ? 3 : 2)));
  return amount === 1 && size === 1 ? '1 byte' : `${shown} ${unit}`;
};

const spans: readonly (readonly [ms: number, unit: string])[] = [
  [day, 'd'],
  [hour, 'h'],
  [minute, 'min'],
];

/** "3 d", "5 h", "12 min", "under a minute". */
export const spanWords = (ms: number): string => {
  const [size, unit] = spans.find(([each]) => ms >= each) ?? [0, ''];
  return size === 0 ? 'under a minute' : `${shownNumber(Math.floor(ms / size))} ${unit}`;
};
