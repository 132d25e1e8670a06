import { foreign } from '../../core/redact.ts';
import type { Inline } from '../../core/text.ts';

const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** A line for a shell that asks AWS the same; what is foreign in it is quoted. */
export const cliLine = (...words: readonly string[]): Inline => ({
  code: foreign(['aws', ...words].map(quoted).join(' ')),
});
