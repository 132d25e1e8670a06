import type { Card, CardPart, Cell } from '../core/card.ts';
import type { SectionId } from '../core/digest.ts';
import type { OpenCount } from '../core/digest-store.ts';
import type { Account } from '../core/settings.ts';
import { type Text, textOf, untrusted } from '../core/text.ts';
import { counted, shownNumber } from '../core/words.ts';
import type { Composed, ComposedSection } from './compose.ts';
import { doFirst, type KindGroup, type Standing, standingsOf } from './kinds.ts';
import type { Told } from './section.ts';
import { csvButton, isFirstLook, moreWords, type Telling } from './section-card.ts';
import { unreadOverall } from './unread.ts';
import { brief, changeWords, periodWords, someNames, subjectName } from './words.ts';

export interface RootTelling extends Telling {
  /** How many findings were open in the digests before, the oldest first. */
  readonly counts: readonly OpenCount[];
  /** Set: it is sent late, and was due then, epoch ms. */
  readonly lateSince: number | undefined;
}

const mostAccounts = 10;
const mostFirst = 3;
/** Fewer say nothing of where it goes. */
const fewestWeeks = 3;

interface Sum {
  readonly open: readonly Standing[];
  readonly fresh: number;
  readonly fixed: number;
}

const sumOf = ({ sections }: Composed): Sum => {
  const all = sections.map(standingsOf);
  const open = all.flatMap((one) => one.open);
  return {
    open,
    fresh: open.filter(({ isFresh }) => isFresh).length,
    fixed: all.reduce((sum, { fixed }) => sum + fixed.length, 0),
  };
};

/** How many are open, by weight: for the trend. */
export const openCountOf = (composed: Composed): Omit<OpenCount, 'dueAt'> => {
  const { open } = sumOf(composed);
  const fail = open.filter(({ finding }) => finding.weight === 'fail').length;
  return { fail, warn: open.length - fail };
};

const badgeOf = ({ fresh, fixed }: Sum, isFirst: boolean): NonNullable<Card['badge']> => {
  if (isFirst) return { emoji: 'new', word: 'FIRST LOOK' };
  if (fresh > fixed) return { emoji: 'red_circle', word: 'WORSE' };
  return fresh < fixed
    ? { emoji: 'large_green_circle', word: 'BETTER' }
    : { emoji: 'white_circle', word: 'UNCHANGED' };
};

const headlineOf = (
  { period, accounts }: Composed,
  sum: Sum,
  isFirst: boolean,
  { day }: Telling,
): Text => {
  const still = sum.open.length - sum.fresh;
  const says = isFirst
    ? `${shownNumber(sum.open.length)} open`
    : changeWords({ fresh: sum.fresh, fixed: sum.fixed, still });
  const [first] = doFirst(sum.open, 1);
  return [
    { bold: `Security digest, ${periodWords(period, day)}` },
    `: ${says} in ${counted(accounts.length, 'account')}`,
    ...(first === undefined ? [] : ['. First: ', ...brief(first.kind.title, 60)]),
  ];
};

/** With a full stop where it has none, and a blank. */
const asSentence = (text: Text): Text => [...text, /[.…!?]$/.test(textOf(text)) ? ' ' : '. '];

const firstLine = (group: KindGroup, { day }: Telling): Text => {
  const { kind, standings, fresh, since } = group;
  const [only] = standings;
  const count = standings.length;
  const where = someNames(standings.map(({ account }) => subjectName(account)));
  const age = fresh === count ? 'new' : `since ${day(since)}${fresh > 0 ? `, ${fresh} new` : ''}`;
  return [
    { bold: untrusted(textOf(brief(kind.title, 60))) },
    count === 1 || only === undefined
      ? ` in ${where} (${age}): `
      : ` in ${where} (${shownNumber(count)}, ${age}). `,
    ...(count === 1 && only !== undefined ? asSentence(brief(only.finding.what)) : []),
    ...kind.next,
  ];
};

const firstParts = (open: readonly Standing[], telling: Telling): readonly CardPart[] => {
  const groups = doFirst(open, mostFirst);
  if (groups.length === 0) return [];
  return [
    { kind: 'text', text: [{ bold: 'Do first' }] },
    { kind: 'list', items: groups.map((group) => firstLine(group, telling)) },
  ];
};

/** One subject's row: how much of it is open in each section, and what changed. */
interface Row {
  readonly account: Account | undefined;
  readonly cells: readonly (Told<unknown> | undefined)[];
  readonly fresh: number;
  readonly fixed: number;
  readonly fails: number;
  readonly open: number;
}

const sumBy = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

const rowOf = (account: Account | undefined, sections: readonly ComposedSection[]): Row => {
  const cells = sections.map(({ told }) => told.find((one) => one.account?.id === account?.id));
  const snapshots = cells.flatMap((cell) => (cell === undefined ? [] : [cell.snapshot]));
  return {
    account,
    cells,
    fresh: sumBy(snapshots, ({ fresh }) => fresh.length),
    fixed: sumBy(snapshots, ({ fixed }) => fixed.length),
    fails: sumBy(snapshots, ({ open }) => open.filter(({ weight }) => weight === 'fail').length),
    open: sumBy(snapshots, ({ open }) => open.length),
  };
};

const byWorst = (a: Row, b: Row): number =>
  b.fresh - a.fresh || b.fails - a.fails || b.open - a.open;

const number = (count: number): Cell => ({ number: count, shown: shownNumber(count) });

const isUnsure = (told: Told<unknown> | undefined): boolean =>
  told !== undefined && told.snapshot.unread.length > 0;

/** "12 (+3)": open, and how many of them are new; with a "?" where not all was read. */
const openCell = (told: Told<unknown> | undefined): Cell => {
  if (told === undefined) return { number: Number.NaN, shown: '–' };
  const { open, fresh } = told.snapshot;
  if (isUnsure(told) && open.length === 0) return { number: Number.NaN, shown: '?' };
  const added = fresh.length > 0 ? ` (+${shownNumber(fresh.length)})` : '';
  const unsure = isUnsure(told) ? ' ?' : '';
  return { number: open.length, shown: `${shownNumber(open.length)}${added}${unsure}` };
};

const tableNotes = (left: number, shown: readonly Row[]): readonly CardPart[] => {
  const notes = [
    ...(left > 0 ? [moreWords(counted(left, 'more account'))] : []),
    ...(shown.some(({ cells }) => cells.some(isUnsure))
      ? ['"?": not all of it could be read.']
      : []),
  ];
  return notes.length === 0 ? [] : [{ kind: 'note', text: [notes.join(' ')] }];
};

/** As wide as a column may be. */
const shortTitles: Readonly<Record<SectionId, string>> = {
  incidents: 'Incidents',
  iam: 'IAM',
  'trusted-advisor': 'Advisor',
  activity: 'Activity',
  watching: 'Watching',
};

/** Where nothing can be new or fixed, nothing is said of it. */
const changeCells = ({ fresh, fixed }: Row, isFirst: boolean): readonly Cell[] =>
  isFirst ? [] : [number(fresh), number(fixed)];

/** How many are open, by account and section, the worst first. */
const accountTable = ({ accounts, sections }: Composed, isFirst: boolean): readonly CardPart[] => {
  const hasBot = sections.some(({ told }) => told.some(({ account }) => account === undefined));
  const rows = [...accounts, ...(hasBot ? [undefined] : [])]
    .map((account) => rowOf(account, sections))
    .toSorted(byWorst);
  const left = rows.length - mostAccounts;
  const shown = rows.slice(0, mostAccounts);
  return [
    {
      kind: 'table',
      caption: `Open findings${left > 0 ? `, the ${mostAccounts} worst` : ', the worst first'}`,
      columns: [
        'Account',
        ...(isFirst ? [] : ['New', 'Fixed']),
        ...sections.map(({ section }) => shortTitles[section.id]),
      ],
      rows: shown.map((row) => [
        [subjectName(row.account)],
        ...changeCells(row, isFirst),
        ...row.cells.map(openCell),
      ]),
    },
    ...tableNotes(left, shown),
  ];
};

const trendParts = (composed: Composed, { counts, period }: RootTelling): readonly CardPart[] => {
  const { fail, warn } = openCountOf(composed);
  const points = [...counts, { dueAt: period.to, fail, warn }];
  if (points.length < fewestWeeks) return [];
  return [
    {
      kind: 'chart',
      title: untrusted('Open findings'),
      unit: 'findings',
      threshold: undefined,
      points: points.map((point) => ({ at: point.dueAt, value: point.fail + point.warn })),
    },
  ];
};

const lateParts = (lateSince: number | undefined): readonly CardPart[] =>
  lateSince === undefined
    ? []
    : [
        {
          kind: 'text',
          text: [
            { emoji: 'hourglass_flowing_sand' },
            ' ',
            { bold: 'Late' },
            ': it was due at ',
            { time: lateSince, style: 'date-time' },
            ', when the bot could not send it. What is told is of now.',
          ],
        },
      ];

/** The digest's first message: what to do first, who is worst, where it goes, what nobody saw. */
export const rootCard = (composed: Composed, telling: RootTelling): Card => {
  const sum = sumOf(composed);
  const isFirst = composed.sections.every(isFirstLook);
  return {
    headline: headlineOf(composed, sum, isFirst, telling),
    badge: badgeOf(sum, isFirst),
    parts: [
      ...lateParts(telling.lateSince),
      ...firstParts(sum.open, telling),
      ...accountTable(composed, isFirst),
      ...trendParts(composed, telling),
      ...unreadOverall(composed.sections),
      ...csvButton(telling.csv, 'all'),
    ],
  };
};
