import { categoryIds, categoryLabel, shortCategory } from '../../checks/advisor/categories.ts';
import {
  countOf,
  type Finding,
  flaggedOnly,
  savingsOf,
  worstFirst,
} from '../../checks/advisor/findings.ts';
import { money, statusBadge } from '../../checks/advisor/status.ts';
import type { Card, CardPart, Cell } from '../../core/card.ts';
import type { Answer, Csv } from '../../core/command.ts';
import { accountLabel } from '../asking/account.ts';
import { csvPart } from '../asking/csv.ts';
import { unreadParts } from '../asking/unread.ts';
import type { ReadAccounts } from './accounts.ts';
import type { AdvisorQuestion } from './deps.ts';
import { checkTable, findingDetails, worstList } from './finding-lines.ts';
import { combined, type Findings } from './findings.ts';
import { overviewHeadline } from './headline.ts';
import { askedNotes } from './notes.ts';
import { isOwnPartial, type OwnAccount, outcomeBadge, worstOutcome } from './own-checks.ts';
import { ownDetails, ownParts } from './own-parts.ts';
import { againWords } from './query.ts';

type Read = ReadAccounts<readonly Finding[]>;

/** Worst first; what has a result before what has none. */
const statusColumns = ['error', 'warning', 'ok', 'not_available'] as const;

const number = (count: number): Cell => ({ number: count, shown: String(count) });

const dollarsCell = (findings: readonly Finding[]): Cell => {
  const savings = savingsOf(findings);
  return savings > 0 ? { number: savings, shown: money(savings) } : ['–'];
};

/** Counts by category, for one account. */
const categoryTable = (findings: readonly Finding[]): CardPart => {
  const known = [...new Set([...categoryIds, ...findings.map(({ check }) => check.category)])];
  const rows = known.flatMap((id) => {
    const own = findings.filter(({ check }) => check.category === id);
    return own.length === 0
      ? []
      : [
          [
            [categoryLabel(id)],
            ...statusColumns.map((status) => number(countOf(own, status))),
            dollarsCell(own),
          ],
        ];
  });
  return {
    kind: 'table',
    caption: 'Checks by category',
    columns: ['Category', 'Red', 'Yellow', 'Green', 'Not available', 'Savings a month'],
    rows,
  };
};

/** "2 red, 5 yellow", "green"; a dash where the account has no such checks. */
const countsCell = (findings: readonly Finding[]): Cell => {
  if (findings.length === 0) return ['–'];
  const parts = [
    [countOf(findings, 'error'), 'red'],
    [countOf(findings, 'warning'), 'yellow'],
    [countOf(findings, 'not_available'), 'not available'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return [shown.length > 0 ? shown.join(', ') : 'green'];
};

const worstAccounts = (accounts: readonly Findings[]): readonly Findings[] =>
  accounts.toSorted(
    (a, b) =>
      countOf(b.value, 'error') - countOf(a.value, 'error') ||
      countOf(b.value, 'warning') - countOf(a.value, 'warning') ||
      a.place.account.name.localeCompare(b.place.account.name),
  );

/** Account by category, worst first. */
const accountTable = (accounts: readonly Findings[]): CardPart => {
  const shown = categoryIds.filter((id) =>
    accounts.some(({ value }) => value.some(({ check }) => check.category === id)),
  );
  return {
    kind: 'table',
    caption: 'Accounts, worst first',
    columns: ['Account', ...shown.map(shortCategory), 'Savings a month'],
    rows: worstAccounts(accounts).map(({ place, value }) => [
      [accountLabel(place.account)],
      ...shown.map((id) => countsCell(value.filter(({ check }) => check.category === id))),
      dollarsCell(value),
    ]),
  };
};

const checkTableRows = 40;

/** Of one account the checks themselves, once a category or a colour makes them few. */
const tables = (accounts: readonly Findings[], { query }: AdvisorQuestion): readonly CardPart[] => {
  const [only] = accounts;
  if (only === undefined) return [];
  if (accounts.length > 1) return [accountTable(accounts)];
  if (query.subject.kind === 'all' && query.colour === undefined)
    return [categoryTable(only.value)];
  const shown = worstFirst(only.value).slice(0, checkTableRows);
  return shown.length === 0 ? [] : [checkTable(shown, 'Checks, worst first')];
};

const findingRows = ({ place, value }: Findings): readonly (readonly string[])[] =>
  value.map(({ check, summary }) => [
    place.account.id,
    place.account.name,
    check.id,
    check.name,
    check.category,
    summary.status,
    String(summary.processed),
    String(summary.flagged),
    String(summary.ignored),
    String(summary.suppressed),
    summary.monthlySavings === undefined ? '' : summary.monthlySavings.toFixed(2),
    summary.at === undefined ? '' : new Date(summary.at).toISOString(),
  ]);

/** Our own checks count no resources. */
const ownRows = ({ place, verdicts }: OwnAccount): readonly (readonly string[])[] =>
  verdicts.map(({ check, verdict }) => [
    place.account.id,
    place.account.name,
    `own-check:${check.id}`,
    check.title,
    'security',
    verdict.outcome,
    '',
    String(verdict.resources.length),
    '',
    '',
    '',
    '',
  ]);

const csvOf = ({ advisor, own }: Read): Csv => ({
  name: 'trusted-advisor',
  columns: [
    'account',
    'account_name',
    'check_id',
    'check',
    'category',
    'status',
    'processed',
    'flagged',
    'ignored',
    'suppressed',
    'estimated_monthly_savings_usd',
    'refreshed_at',
  ],
  rows: [...advisor.flatMap(findingRows), ...own.flatMap(ownRows)],
});

const regionNote = ({ query }: AdvisorQuestion): readonly CardPart[] =>
  query.regions === undefined
    ? []
    : [
        {
          kind: 'note',
          text: [
            `Counts are for whole accounts: Trusted Advisor does not count by region. Ask for one check to see its resources in ${query.regions.join(', ')}.`,
          ],
        },
      ];

const nextOf = (findings: readonly Finding[], { query, places }: AdvisorQuestion): Answer['next'] =>
  findings.slice(0, 3).map(({ check }) => ({
    label: check.name.slice(0, 60),
    text: againWords({ ...query, colour: undefined }, places, check.id),
  }));

const badgeOf = ({ advisor, own }: Read): Card['badge'] => {
  const findings = advisor.flatMap(({ value }) => value);
  const worst = statusColumns.find((status) => countOf(findings, status) > 0);
  if (worst !== undefined) return statusBadge(worst);
  const verdicts = own.flatMap((account) => account.verdicts);
  return advisor.length === 0 && verdicts.length > 0
    ? outcomeBadge(worstOutcome(verdicts))
    : undefined;
};

/** Everything, or one category: counts, the worst as sentences, savings, how old it is. */
export const overviewAnswer = (read: Read, question: AdvisorQuestion): Answer => {
  const { advisor, unread } = read;
  const all = combined(advisor);
  const flagged = flaggedOnly(all);
  const isPartial = unread.length > 0 || isOwnPartial(read.own);
  const badge = badgeOf(read);
  return {
    isPartial,
    card: {
      headline: overviewHeadline(read, question),
      ...(badge === undefined ? {} : { badge }),
      parts: [
        ...unreadParts(unread, question.places.length, 'account'),
        ...worstList(flagged, advisor.length),
        ...tables(advisor, question),
        ...ownParts(read.own, question),
        ...regionNote(question),
        ...askedNotes(read, question),
      ],
    },
    ...csvPart(csvOf(read)),
    details: [...findingDetails(advisor), ...ownDetails(read.own)],
    next: nextOf(flagged, question) ?? [],
  };
};
