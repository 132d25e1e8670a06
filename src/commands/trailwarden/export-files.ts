import { createHash } from 'node:crypto';
import type { AnswerFile } from '../../core/command.ts';
import { csvLine } from '../../core/csv-text.ts';
import type { Text } from '../../core/text.ts';

/** Why not everything is in the files. */
export type Cut = 'rows' | 'size' | 'time';

export const mostRows = 50_000;
/** Of each file, in bytes: they are made in memory. */
const mostBytes = 16 * 1024 * 1024;

/** What came of an export. */
export interface Exported {
  readonly files: readonly AnswerFile[];
  readonly rows: number;
  readonly cut: Cut | undefined;
  /** What has to be known besides. */
  readonly notes: readonly Text[];
}

interface Growing {
  readonly chunks: string[];
  bytes: number;
}

const grow = (file: Growing, text: string): void => {
  file.chunks.push(text);
  file.bytes += Buffer.byteLength(text);
};

export interface ExportFiles {
  /** False: there is no more room, and it was not added. */
  readonly add: (row: readonly string[], record: unknown) => boolean;
  readonly rows: () => number;
  /** The same rows as CSV and as JSON Lines, and a list that `sha256sum -c` reads; none without rows. */
  readonly finish: () => readonly AnswerFile[];
}

const sumOf = ({ name, content }: AnswerFile): string =>
  `${createHash('sha256').update(content).digest('hex')}  ${name}\n`;

/** Files that grow row by row. `name` is without an ending. */
export const createExportFiles = (name: string, columns: readonly string[]): ExportFiles => {
  const csv: Growing = { chunks: [], bytes: 0 };
  const lines: Growing = { chunks: [], bytes: 0 };
  let rows = 0;
  grow(csv, csvLine(columns));
  return {
    add: (row, record) => {
      const line = `${JSON.stringify(record)}\n`;
      if (lines.bytes + Buffer.byteLength(line) > mostBytes) return false;
      grow(lines, line);
      grow(csv, csvLine(row));
      rows += 1;
      return true;
    },
    rows: () => rows,
    finish: () => {
      if (rows === 0) return [];
      const files = [
        { name: `${name}.csv`, title: `${name}.csv`, content: csv.chunks.join('') },
        { name: `${name}.jsonl`, title: `${name}.jsonl`, content: lines.chunks.join('') },
      ];
      const sums = `${name}.sha256`;
      return [...files, { name: sums, title: sums, content: files.map(sumOf).join('') }];
    },
  };
};

/** "incidents-2026-11-01-to-2026-11-25". */
export const exportName = (
  what: string,
  { from, to }: { readonly from: number; readonly to: number },
): string => `${what}-${dayOf(from)}-to-${dayOf(to)}`;

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** What a cut means for whoever relies on the files. */
export const cutWords: Readonly<Record<Cut, string>> = {
  rows: `Cut: only the first ${mostRows.toLocaleString('en-US')} rows are in the files. Ask for the rest with a later since.`,
  size: `Cut: a file may have ${mostBytes / 1024 / 1024} MB. Ask for the rest with a later since.`,
  time: 'Cut: there was no time to read more. Ask for a shorter time.',
};
