import { foreign } from '../../core/redact.ts';
import { shellLine } from '../../core/shell-line.ts';
import type { Inline } from '../../core/text.ts';

/** A line for a shell that asks AWS the same; what is foreign in it is quoted. */
export const cliLine = (...words: readonly string[]): Inline => ({
  code: foreign(shellLine(['aws', ...words])),
});
