import type { BestPractice } from '../../checks/check.ts';
import type { CheckedResource } from '../../checks/verdict.ts';
import type { Card, CardPart } from '../../core/card.ts';
import { shownNumber } from '../../core/words.ts';
import { accountLabel } from '../asking/account.ts';
import { type JudgedAccount, outcomeBadge, outcomeText, reasonsText, worstOf } from './judged.ts';

/** Somebody or something that a verdict is about. */
export interface Concerned extends CheckedResource {
  readonly account: string;
}

/** Of every account, the worst first. */
export const concernedBy = (
  check: BestPractice,
  accounts: readonly JudgedAccount[],
): readonly Concerned[] => {
  const all = accounts.flatMap(({ place, practices }) =>
    practices
      .filter((one) => one.check.id === check.id)
      .flatMap(({ verdict }) =>
        verdict.resources.map((one) => ({ ...one, account: place.account.name })),
      ),
  );
  return [
    ...all.filter(({ outcome }) => outcome === 'fail'),
    ...all.filter(({ outcome }) => outcome === 'warn'),
  ];
};

export const concernedTable = (
  caption: string,
  rows: readonly Concerned[],
  isOfMany: boolean,
): readonly CardPart[] => {
  if (rows.length === 0) return [];
  const hasRegions = rows.some(({ region }) => region !== undefined);
  return [
    {
      kind: 'table',
      caption,
      columns: [
        'Verdict',
        ...(isOfMany ? ['Account'] : []),
        'Who or what',
        ...(hasRegions ? ['Region'] : []),
        'Why',
      ],
      rows: rows.map((one) => [
        outcomeText(one.outcome),
        ...(isOfMany ? [[one.account]] : []),
        [one.name],
        ...(hasRegions ? [[one.region ?? '–']] : []),
        one.why,
      ]),
    },
  ];
};

/** What each account's verdict is, and why. */
export const accountVerdicts = (
  check: BestPractice,
  accounts: readonly JudgedAccount[],
): readonly CardPart[] => {
  const verdicts = accounts.flatMap(({ place, practices }) =>
    practices
      .filter((one) => one.check.id === check.id)
      .map(({ verdict }) => ({ account: place.account, verdict })),
  );
  const [only] = verdicts;
  if (verdicts.length === 1 && only !== undefined)
    return only.verdict.reasons.map((text): CardPart => ({ kind: 'text', text }));
  return [
    {
      kind: 'table',
      caption: 'Accounts, worst first',
      columns: ['Account', 'Verdict', 'Concerned', 'Why'],
      rows: verdicts.map(({ account, verdict }) => [
        [accountLabel(account)],
        outcomeText(verdict.outcome),
        {
          number: verdict.resources.length,
          shown: shownNumber(verdict.resources.length),
        },
        reasonsText(verdict, 2),
      ]),
    },
  ];
};

/** What the practice asks for, and what to do. */
export const practiceNote = (check: BestPractice): CardPart => ({
  kind: 'note',
  text: [
    `${check.asks} Next: ${check.next.replaceAll('`', '')}`,
    check.cis.length === 0 ? '' : ` CIS AWS Foundations Benchmark 3.0: ${check.cis.join(', ')}.`,
  ],
});

/** An answer is kept for a while with its details; who wants all asks about the one practice. */
const mostInDetail = 50;

/** Everything about one practice, to look at closely. */
export const practiceCard = (check: BestPractice, accounts: readonly JudgedAccount[]): Card => {
  const rows = concernedBy(check, accounts);
  const verdicts = accounts.flatMap(({ practices }) =>
    practices.filter((one) => one.check.id === check.id).map(({ verdict }) => verdict),
  );
  const [only] = accounts;
  const where =
    accounts.length === 1 && only !== undefined
      ? accountLabel(only.place.account)
      : `${accounts.length} accounts`;
  const left = rows.length - mostInDetail;
  return {
    headline: [`${check.title} in ${where}`],
    badge: outcomeBadge(worstOf(verdicts)),
    parts: [
      ...accountVerdicts(check, accounts),
      ...concernedTable(
        left > 0 ? `The worst ${mostInDetail} of ${shownNumber(rows.length)}` : 'Concerned',
        rows.slice(0, mostInDetail),
        accounts.length > 1,
      ),
      ...(left > 0
        ? [
            {
              kind: 'text',
              text: [
                `And ${shownNumber(left)} more: in the CSV, or page by page with `,
                { code: `/iam-audit ${check.id}` },
                '.',
              ],
            } as const,
          ]
        : []),
      practiceNote(check),
    ],
  };
};
