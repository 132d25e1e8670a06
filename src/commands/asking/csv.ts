import type { Csv } from '../../core/command.ts';
import { redactText } from '../../core/redact.ts';

/** A table to download, without the secrets that foreign text may hold. */
export const redactedCsv = ({ name, columns, rows }: Csv): Csv => ({
  name,
  columns: columns.map(redactText),
  rows: rows.map((row) => row.map(redactText)),
});
