import { type AuditRow, auditSeed, brokenRow } from '../../core/audit.ts';
import { hour } from '../../core/clock.ts';
import type { Question } from '../../core/command.ts';
import type { Store } from '../../core/store.ts';
import { counted } from '../../core/words.ts';
import { auditCells, auditColumns } from './audit.ts';
import type { TrailwardenDeps } from './deps.ts';
import {
  type Cut,
  createExportFiles,
  type Exported,
  exportName,
  mostRows,
} from './export-files.ts';
import type { ExportQuery } from './query.ts';

const pageSize = 1_000;
/** Replicas' clocks differ: rows stand in the order of the chain, only nearly in that of time. */
const skew = hour;

/** With the hash of the row before, so that a part of the chain can be checked by itself. */
const columns = auditColumns.toSpliced(-1, 0, 'previous');

const rowAt = async (store: Store, seq: number): Promise<AuditRow | undefined> =>
  (await store.transaction((tx) => tx.audit.since(seq - 1, 1)))[0];

/** A row that is surely before `from`, as late as can be found in a few steps; undefined: the beginning. */
const rowBefore = async (store: Store, from: number): Promise<AuditRow | undefined> => {
  const [newest] = await store.transaction((tx) => tx.audit.latest(1));
  let low: AuditRow | undefined;
  let high = newest?.seq ?? 0;
  while (high - (low?.seq ?? 0) > pageSize) {
    const middle = await rowAt(store, Math.floor(((low?.seq ?? 0) + high) / 2));
    if (middle === undefined) return low;
    if (middle.at < from - skew) low = middle;
    else high = middle.seq;
  }
  return low;
};

/** Every row of the chain from before `from` on, page by page. */
async function* pagesOf(
  store: Store,
  { from, to }: ExportQuery,
): AsyncGenerator<{ readonly rows: readonly AuditRow[]; readonly previous: string }> {
  const before = await rowBefore(store, from);
  let after = before?.seq ?? 0;
  let previous = before?.hash ?? auditSeed;
  for (;;) {
    const rows = await store.transaction((tx) => tx.audit.since(after, pageSize));
    const last = rows.at(-1);
    if (last === undefined) return;
    yield { rows, previous };
    if (last.at > to + skew) return;
    after = last.seq;
    previous = last.hash;
  }
}

const isWanted =
  ({ from, to, accounts }: ExportQuery) =>
  (row: AuditRow): boolean =>
    row.at >= from &&
    row.at <= to &&
    (accounts === undefined || accounts.some((id) => row.accounts.includes(id)));

/**
 * The rows of the audit log, each with the hash before it, so that every one can be checked alone:
 * docs say how. The rows between are checked too.
 */
export const exportAudit = async (
  { store }: Pick<TrailwardenDeps, 'store'>,
  { query, signal, progress }: Question<ExportQuery>,
): Promise<Exported> => {
  const files = createExportFiles(exportName('audit', query), columns);
  const wants = isWanted(query);
  let cut: Cut | undefined;
  let broken: AuditRow | undefined;
  for await (const { rows, previous } of pagesOf(store, query)) {
    broken ??= brokenRow(rows, previous);
    for (const [index, row] of rows.entries()) {
      if (cut !== undefined || !wants(row)) continue;
      const link = rows[index - 1]?.hash ?? previous;
      if (files.rows() === mostRows) cut = 'rows';
      else if (!files.add(auditCells(row).toSpliced(-1, 0, link), { ...row, previous: link }))
        cut = 'size';
    }
    progress([`${counted(files.rows(), 'row')} read …`]);
    if (signal.aborted) cut ??= 'time';
    if (cut !== undefined) break;
  }
  const says =
    broken === undefined
      ? 'Each row follows from the one before it.'
      : `Row ${broken.seq} does not follow from the one before: the log was changed from outside.`;
  return { files: files.finish(), rows: files.rows(), cut, notes: [[says]] };
};
