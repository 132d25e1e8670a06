import type { Csv } from './command.ts';

const quoted = (cell: string): string =>
  // A cell that begins like a formula is one to a spreadsheet: https://owasp.org/www-community/attacks/CSV_Injection
  `"${cell.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;

/** One row with its end. https://www.rfc-editor.org/rfc/rfc4180 */
export const csvLine = (row: readonly string[]): string => `${row.map(quoted).join(',')}\r\n`;

export const csvText = ({ columns, rows }: Pick<Csv, 'columns' | 'rows'>): string =>
  [columns, ...rows].map(csvLine).join('');
