import type { CardPart } from '../../core/card.ts';
import type { Answer } from '../../core/command.ts';
import type { Text } from '../../core/text.ts';
import { shownNumber } from '../../core/words.ts';
import { accountLabel, inAccounts } from '../asking/account.ts';
import { csvPart } from '../asking/csv.ts';
import { auditCsv } from './audit-csv.ts';
import type { AuditQuestion } from './deps.ts';
import {
  badCounts,
  byOutcome,
  countOf,
  isPartialAudit,
  type JudgedAccount,
  type JudgedPractice,
  outcomeBadge,
  outcomeText,
  outcomeWord,
  reasonsText,
  worstOf,
} from './judged.ts';
import { askedNotes } from './notes.ts';
import { concernedBy, practiceCard } from './practice-card.ts';
import { againWords, practicesOf } from './query.ts';

const practicesOfAll = (accounts: readonly JudgedAccount[]): readonly JudgedPractice[] =>
  accounts.flatMap(({ practices }) => practices);

const headline = (accounts: readonly JudgedAccount[], { query, places }: AuditQuestion): Text => {
  const bad = badCounts(practicesOfAll(accounts));
  const asked = practicesOf(query).length;
  const said =
    bad === undefined
      ? `all ${asked} are kept to, or do not apply`
      : places.length === 1
        ? `${bad} of ${asked}`
        : `${bad} of ${asked} in each`;
  return [{ bold: `IAM's best practices ${inAccounts(places)}` }, `: ${said}`];
};

const practiceTable = ({ practices }: JudgedAccount): CardPart => ({
  kind: 'table',
  caption: 'Practices, worst first',
  columns: ['Verdict', 'Practice', 'Concerned', 'Why'],
  rows: practices
    .toSorted((a, b) => byOutcome(a.verdict.outcome, b.verdict.outcome))
    .map(({ check, verdict }) => [
      outcomeText(verdict.outcome),
      [check.title],
      { number: verdict.resources.length, shown: shownNumber(verdict.resources.length) },
      reasonsText(verdict, 2),
    ]),
});

const number = (count: number) => ({ number: count, shown: String(count) });

/** "Least privilege, Groups give permissions": what fails, else what warns. */
const worstTitles = (practices: readonly JudgedPractice[]): string => {
  const worst = worstOf(practices.map(({ verdict }) => verdict));
  return worst === 'pass' || worst === 'not-applicable'
    ? '–'
    : practices
        .filter(({ verdict }) => verdict.outcome === worst)
        .map(({ check }) => check.title)
        .join(', ');
};

const accountTable = (accounts: readonly JudgedAccount[]): CardPart => ({
  kind: 'table',
  caption: 'Accounts, worst first',
  columns: ['Account', 'Fail', 'Warn', 'Not known', 'Pass', 'Worst'],
  rows: accounts.map(({ place, practices }) => [
    [accountLabel(place.account)],
    number(countOf(practices, 'fail')),
    number(countOf(practices, 'warn')),
    number(countOf(practices, 'could-not-read')),
    number(countOf(practices, 'pass')),
    [worstTitles(practices)],
  ]),
});

/** In how many accounts each practice is kept to. */
const practicesTable = (accounts: readonly JudgedAccount[], question: AuditQuestion): CardPart => ({
  kind: 'table',
  caption: 'Practices: in how many accounts',
  columns: ['Practice', 'Fail', 'Warn', 'Not known', 'Pass', 'Concerned'],
  rows: practicesOf(question.query).map((check) => {
    const own = practicesOfAll(accounts).filter((one) => one.check.id === check.id);
    return [
      [check.title],
      number(countOf(own, 'fail')),
      number(countOf(own, 'warn')),
      number(countOf(own, 'could-not-read')),
      number(countOf(own, 'pass')),
      number(concernedBy(check, accounts).length),
    ];
  }),
});

const shownGaps = 6;

/** Why something is not known, each reason once, with the practices that lack it. */
const gapParts = (accounts: readonly JudgedAccount[]): readonly CardPart[] => {
  const gaps = accounts.flatMap(({ place, practices }) =>
    practices
      .filter(({ verdict }) => verdict.outcome === 'could-not-read')
      .flatMap(({ verdict }) =>
        verdict.reasons.map((why) => ({ account: place.account.name, why })),
      ),
  );
  const alike = [...Map.groupBy(gaps, ({ why }) => JSON.stringify(why)).values()];
  if (alike.length === 0) return [];
  const more = alike.length - shownGaps;
  return [
    {
      kind: 'text',
      text: [{ emoji: 'warning' }, ` Not known${more > 0 ? ` (and ${more} more reasons)` : ''}:`],
    },
    {
      kind: 'list',
      items: alike.slice(0, shownGaps).map((group): Text => {
        const names = [...new Set(group.map(({ account }) => account))];
        const shown = names.slice(0, shownGaps).join(', ');
        return [
          {
            bold:
              names.length > shownGaps ? `${shown} and ${names.length - shownGaps} more` : shown,
          },
          ': ',
          ...(group[0]?.why ?? []),
        ];
      }),
    },
  ];
};

/** Practices, those that are kept to least first. */
const practicesWorstFirst = (accounts: readonly JudgedAccount[], question: AuditQuestion) =>
  practicesOf(question.query)
    .map((check) => ({
      check,
      worst: worstOf(
        practicesOfAll(accounts)
          .filter((one) => one.check.id === check.id)
          .map(({ verdict }) => verdict),
      ),
    }))
    .toSorted((a, b) => byOutcome(a.worst, b.worst));

/** Every practice: a table of verdicts, a detail for each with those concerned. */
export const overviewAnswer = (
  accounts: readonly JudgedAccount[],
  question: AuditQuestion,
): Answer => {
  const [only] = accounts;
  const practices = practicesWorstFirst(accounts, question);
  return {
    isPartial: isPartialAudit(accounts),
    card: {
      headline: headline(accounts, question),
      badge: outcomeBadge(worstOf(practicesOfAll(accounts).map(({ verdict }) => verdict))),
      parts: [
        ...(accounts.length === 1 && only !== undefined
          ? [practiceTable(only)]
          : [...gapParts(accounts), accountTable(accounts), practicesTable(accounts, question)]),
        ...askedNotes(question),
      ],
    },
    ...csvPart(auditCsv(accounts)),
    details: practices.map(({ check, worst }) => ({
      id: check.id,
      label: `${check.title}: ${outcomeWord(worst)}`,
      card: practiceCard(check, accounts),
    })),
    next: practices
      .filter(({ worst }) => worst === 'fail' || worst === 'warn')
      .slice(0, 3)
      .map(({ check }) => ({
        label: check.title,
        text: againWords(question.query, question.places, check.id),
      })),
  };
};
