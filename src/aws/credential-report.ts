import type { CredentialKey, CredentialRow } from './iam-types.ts';

/** Words that stand for no value. */
const noValue = new Set(['', 'n/a', 'no_information', 'not_supported']);

type Cells = Readonly<Record<string, string>>;

/** The cells of one line; a quoted one may hold commas, and its quotes are doubled. */
const cellsOf = (line: string): readonly string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  );

/** A user's name may hold commas, which AWS does not quote; its ARN, the next column, holds as many. */
const withCommas = (cells: readonly string[]): readonly string[] => {
  const arn = cells.findIndex((cell) => cell.startsWith('arn:'));
  if (arn <= 1) return cells;
  return [
    cells.slice(0, arn).join(','),
    cells.slice(arn, arn * 2).join(','),
    ...cells.slice(arn * 2),
  ];
};

const valueOf = (cells: Cells, column: string): string | undefined => {
  const cell = cells[column] ?? '';
  return noValue.has(cell.toLowerCase()) ? undefined : cell;
};

const timeOf = (cells: Cells, column: string): number | undefined => {
  const at = Date.parse(valueOf(cells, column) ?? '');
  return Number.isNaN(at) ? undefined : at;
};

/** `TRUE` or `true`. */
const isTrue = (cells: Cells, column: string): boolean => cells[column]?.toLowerCase() === 'true';

const keyOf = (cells: Cells, number: 1 | 2): readonly CredentialKey[] => {
  const column = (name: string): string => `access_key_${number}_${name}`;
  const isActive = isTrue(cells, column('active'));
  const rotatedAt = timeOf(cells, column('last_rotated'));
  // An inactive key keeps its date; a key that never was has none.
  if (!isActive && rotatedAt === undefined) return [];
  return [
    {
      number,
      isActive,
      rotatedAt,
      lastUsedAt: timeOf(cells, column('last_used_date')),
      lastUsedRegion: valueOf(cells, column('last_used_region')),
      lastUsedService: valueOf(cells, column('last_used_service')),
    },
  ];
};

const rowOf = (cells: Cells): CredentialRow => ({
  user: cells['user'] ?? '',
  arn: cells['arn'] ?? '',
  createdAt: timeOf(cells, 'user_creation_time'),
  passwordEnabled:
    valueOf(cells, 'password_enabled') === undefined
      ? undefined
      : isTrue(cells, 'password_enabled'),
  passwordLastUsedAt: timeOf(cells, 'password_last_used'),
  passwordUseUnknown: cells['password_last_used']?.toLowerCase() === 'no_information',
  passwordChangedAt: timeOf(cells, 'password_last_changed'),
  mfaActive: isTrue(cells, 'mfa_active'),
  keys: [...keyOf(cells, 1), ...keyOf(cells, 2)],
});

/**
 * The report's CSV, by its header: columns come, and their order is not promised. The root user
 * first, as AWS gives it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export const parseCredentialReport = (csv: string): readonly CredentialRow[] => {
  const [header = '', ...lines] = csv.split(/\r?\n/).filter((line) => line !== '');
  const columns = cellsOf(header);
  const isNameFirst = columns[0] === 'user' && columns[1] === 'arn';
  return lines.map((line) => {
    const cells = isNameFirst ? withCommas(cellsOf(line)) : cellsOf(line);
    return rowOf(Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])));
  });
};
