import type { Answer, Csv } from '../../core/command.ts';
import { redactText } from '../../core/redact.ts';

/** A table to download, without the secrets that foreign text may hold; none where it has no rows. */
export const csvPart = ({ name, columns, rows }: Csv): Pick<Answer, 'csv'> =>
  rows.length === 0
    ? {}
    : {
        csv: {
          name,
          columns: columns.map(redactText),
          rows: rows.map((row) => row.map(redactText)),
        },
      };
