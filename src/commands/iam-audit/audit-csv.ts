import type { Csv } from '../../core/command.ts';
import { textOf } from '../../core/text.ts';
import { type JudgedAccount, reasonsText } from './judged.ts';

const csvRows = ({ place, practices }: JudgedAccount): Csv['rows'] =>
  practices.flatMap(({ check, verdict }) => {
    const head = [place.account.id, place.account.name, check.id, check.title, verdict.outcome];
    const said = textOf(reasonsText(verdict, 5));
    return verdict.resources.length === 0
      ? [[...head, '', '', '', said]]
      : verdict.resources.map((one) => [
          ...head,
          one.name.untrusted,
          one.region ?? '',
          one.outcome,
          textOf(one.why),
        ]);
  });

/** A row for each of those concerned, or one for a practice that concerns nobody. */
export const auditCsv = (accounts: readonly JudgedAccount[]): Csv => ({
  name: 'iam-audit',
  columns: [
    'account',
    'account_name',
    'practice_id',
    'practice',
    'verdict',
    'concerned',
    'region',
    'concerned_verdict',
    'why',
  ],
  rows: accounts.flatMap(csvRows),
});
