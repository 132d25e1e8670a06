import { categoryLabel } from '../../checks/advisor/categories.ts';
import { type Finding, worstFirst } from '../../checks/advisor/findings.ts';
import { sentence } from '../../checks/advisor/sentences.ts';
import { money, statusText } from '../../checks/advisor/status.ts';
import type { CardPart } from '../../core/card.ts';
import type { Detail } from '../../core/command.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { accountLabel } from '../asking/account.ts';
import { type CombinedFinding, type Findings } from './findings.ts';

/** Of several accounts fewer, for their table needs the room. */
const shownFindings = (accounts: number): number => (accounts > 1 ? 8 : 12);

const savings = ({ summary }: Finding): string =>
  summary.monthlySavings === undefined || summary.monthlySavings <= 0
    ? ''
    : `, ${money(summary.monthlySavings)} a month to save`;

/** "🔴 red: 17 of 52 security group rules allow … (in 3 of 40 accounts)" */
const findingLine = (finding: CombinedFinding, of: number): Text => [
  ...statusText(finding.summary.status),
  ': ',
  ...sentence(finding.check, finding.summary),
  savings(finding),
  of > 1 ? ` (in ${finding.accounts} of ${of} accounts)` : '',
];

/** The worst as sentences. */
export const worstList = (
  flagged: readonly CombinedFinding[],
  accounts: number,
): readonly CardPart[] => {
  if (flagged.length === 0) return [];
  const shown = flagged
    .slice(0, shownFindings(accounts))
    .map((finding) => findingLine(finding, accounts));
  const more = flagged.length - shown.length;
  return [
    { kind: 'list', items: shown },
    ...(more > 0
      ? [
          {
            kind: 'text',
            text: [`And ${more} more: ask for one category, or see the details.`],
          } as const,
        ]
      : []),
  ];
};

/** Check by check, worst first. */
export const checkTable = (findings: readonly Finding[], caption: string): CardPart => ({
  kind: 'table',
  caption,
  columns: ['Status', 'Check', 'Flagged', 'Of', 'Suppressed', 'Id'],
  rows: worstFirst(findings).map(({ check, summary }) => [
    statusText(summary.status),
    [foreign(check.name)],
    { number: summary.flagged, shown: String(summary.flagged) },
    { number: summary.processed, shown: String(summary.processed) },
    { number: summary.suppressed, shown: String(summary.suppressed) },
    [foreign(check.id)],
  ]),
});

const accountDetail = ({ place, value }: Findings): Detail => ({
  id: `account-${place.account.id}`,
  label: accountLabel(place.account).slice(0, 75),
  card: {
    headline: [`Every check in ${accountLabel(place.account)}`],
    parts: [...Map.groupBy(value, ({ check }) => check.category)].map(([category, findings]) =>
      checkTable(findings, categoryLabel(category)),
    ),
  },
});

/** Every check of every account, for whoever wants to see all. */
export const findingDetails = (accounts: readonly Findings[]): readonly Detail[] =>
  accounts.filter(({ value }) => value.length > 0).map(accountDetail);
