import type { BestPractice } from '../../checks/check.ts';
import type { Answer } from '../../core/command.ts';
import type { Text } from '../../core/text.ts';
import { counted } from '../../core/words.ts';
import { inAccounts } from '../asking/account.ts';
import { csvPart } from '../asking/csv.ts';
import { olderOf, pageOf, pageWords, rowsOfPage } from '../asking/page.ts';
import { auditCsv } from './audit-csv.ts';
import type { AuditQuestion } from './deps.ts';
import {
  badCounts,
  isPartialAudit,
  type JudgedAccount,
  outcomeBadge,
  outcomeWord,
  worstOf,
} from './judged.ts';
import { askedNotes } from './notes.ts';
import { accountVerdicts, concernedBy, concernedTable, practiceNote } from './practice-card.ts';

const mostRows = 40;

const headline = (
  check: BestPractice,
  accounts: readonly JudgedAccount[],
  { places }: AuditQuestion,
): Text => {
  const practices = accounts.flatMap((one) => one.practices);
  const [first] = practices;
  // The badge says how it stands, so the sentence says why.
  if (places.length === 1 && first !== undefined)
    return [
      { bold: check.title },
      ` ${inAccounts(places)}: `,
      ...(first.verdict.reasons[0] ?? [outcomeWord(first.verdict.outcome)]),
    ];
  return [
    { bold: check.title },
    ` ${inAccounts(places)}: ${badCounts(practices) ?? 'kept to wherever it applies'}`,
  ];
};

/** One practice: each account's verdict, then those concerned, page by page. */
export const practiceAnswer = (
  check: BestPractice,
  accounts: readonly JudgedAccount[],
  question: AuditQuestion,
): Answer => {
  const rows = concernedBy(check, accounts);
  const page = pageOf(question.older, mostRows);
  const words = pageWords(page, rows.length);
  const verdicts = accounts.flatMap(({ practices }) => practices.map(({ verdict }) => verdict));
  return {
    isPartial: isPartialAudit(accounts),
    card: {
      headline: headline(check, accounts, question),
      badge: outcomeBadge(worstOf(verdicts)),
      parts: [
        ...accountVerdicts(check, accounts).slice(accounts.length === 1 ? 1 : 0),
        ...concernedTable(
          words === undefined
            ? `Concerned: ${counted(rows.length, 'entry', 'entries')}`
            : `Concerned: ${words}`,
          rowsOfPage(rows, page),
          accounts.length > 1,
        ),
        practiceNote(check),
        ...askedNotes(question),
      ],
    },
    ...csvPart(auditCsv(accounts)),
    ...olderOf(page, [rows.length]),
  };
};
