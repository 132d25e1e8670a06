import type { EvidenceFilter } from '../../core/evidence.ts';
import { shellLine } from '../../core/shell-line.ts';
import type { Window } from './read-filter.ts';

/** The command line takes a value that begins with a dash for an option of its own. */
const option = (name: string, value: string): readonly string[] =>
  value.startsWith('-') ? [`--${name}=${value}`] : [`--${name}`, value];

/** It opens what looks like a file or a link, and sends what stands in it. */
const isOpened = (value: string): boolean => /^(?:fileb?|https?):\/\//i.test(value);

const shown = (words: readonly string[]): string => shellLine(['aws', ...words]);

/** Reads the same in a shell; undefined for what no line can hold safely. */
export const filterLine = (
  { logGroup, pattern, region }: EvidenceFilter,
  { from, to }: Window,
): string | undefined => {
  if (isOpened(pattern) || isOpened(logGroup)) return undefined;
  const isArn = logGroup.startsWith('arn:');
  return shown([
    'logs',
    'filter-log-events',
    ...option(isArn ? 'log-group-identifier' : 'log-group-name', logGroup),
    ...(pattern.trim() === '' ? [] : option('filter-pattern', pattern)),
    '--start-time',
    `${Math.floor(from)}`,
    '--end-time',
    `${Math.ceil(to)}`,
    '--region',
    region,
  ]);
};
