import { type AuditRow, auditSeed, brokenRow } from '../../core/audit.ts';
import type { Answer } from '../../core/command.ts';
import type { Store } from '../../core/store.ts';
import { untrusted } from '../../core/text.ts';
import { counted } from '../../core/words.ts';

const mostShown = 40;
const pageSize = 1_000;
/** The file's rows; the whole log is in the JSON lines on stdout. */
const mostInFile = 5_000;

/** Walks the whole chain page by page; the first row that does not follow from the one before. */
const findBroken = async (
  store: Store,
): Promise<{ broken: AuditRow | undefined; rows: number }> => {
  let after = 0;
  let hash = auditSeed;
  for (;;) {
    const rows = await store.transaction((tx) => tx.audit.since(after, pageSize));
    const last = rows.at(-1);
    if (last === undefined) return { broken: undefined, rows: after };
    const broken = rows[0]?.seq === after + 1 ? brokenRow(rows, hash) : rows[0];
    if (broken !== undefined) return { broken, rows: after };
    after = last.seq;
    hash = last.hash;
  }
};

const userOf = (who: string): string => who.split('/').at(-1) ?? who;

/** An audit row as a file has it; its hash comes last. */
export const auditColumns: readonly string[] = [
  'row',
  'time',
  'who',
  'channel',
  'what',
  'detail',
  'accounts',
  'outcome',
  'reason',
  'hash',
];

export const auditCells = (row: AuditRow): readonly string[] => [
  `${row.seq}`,
  new Date(row.at).toISOString(),
  row.who,
  row.channel,
  row.what,
  row.detail,
  row.accounts.join(' '),
  row.outcome,
  row.reason,
  row.hash,
];

/** The newest rows of the audit log, and whether the chain holds. */
export const auditAnswer = async (store: Store): Promise<Answer> => {
  const { broken, rows } = await findBroken(store);
  const latest = await store.transaction((tx) => tx.audit.latest(mostInFile));
  return {
    isPartial: false,
    card: {
      badge:
        broken === undefined
          ? { emoji: 'link', word: 'AUDIT' }
          : { emoji: 'rotating_light', word: 'TAMPERED' },
      headline:
        broken === undefined
          ? [`${counted(rows, 'row')}; each follows from the one before.`]
          : [
              `Row ${broken.seq} does not follow from the one before: the log was changed from outside.`,
            ],
      parts: [
        {
          kind: 'table',
          caption: 'The audit log, newest first',
          columns: ['When', 'Who', 'What', 'Detail', 'Accounts', 'Outcome', 'Why', 'Row'],
          rows: latest
            .slice(0, mostShown)
            .map((row) => [
              [{ time: row.at }],
              [untrusted(userOf(row.who))],
              [row.what],
              [untrusted(row.detail)],
              [
                row.accounts.length > 3
                  ? `${row.accounts.length} accounts`
                  : row.accounts.join(', '),
              ],
              [row.outcome],
              [untrusted(row.reason)],
              { number: row.seq, shown: `${row.seq}` },
            ]),
        },
        { kind: 'note', text: ['Every row is also a JSON line on stdout, with its hash.'] },
      ],
    },
    csv: {
      name: 'trailwarden-audit',
      columns: auditColumns,
      rows: latest.map(auditCells),
    },
  };
};
