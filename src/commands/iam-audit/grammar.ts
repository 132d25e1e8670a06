import { bestPractices } from '../../checks/best-practices/index.ts';
import type { Reading, ReadingContext, Where } from '../../core/command.ts';
import { didYouMean } from '../../core/did-you-mean.ts';
import { type Text, untrusted } from '../../core/text.ts';
import { whereWords } from '../asking/where-words.ts';
import { readWords } from '../grammar/read-words.ts';
import type { Word } from '../grammar/tokens.ts';
import { takeWhere } from '../grammar/where.ts';
import { findPractices } from './find-practice.ts';
import type { AuditQuery } from './query.ts';
import { iamAuditSpec } from './spec.ts';

const command = `/${iamAuditSpec.name}`;

const failed = (problem: Text, field?: string): Reading<AuditQuery> => ({
  kind: 'wrong',
  understood: [],
  problem,
  example: `${command} least privilege in all`,
  ...(field === undefined ? {} : { field }),
});

const unknown = (text: string): Reading<AuditQuery> =>
  failed(
    [
      { code: untrusted(text.slice(0, 80)) },
      ` is no practice that I check.${didYouMean(
        text,
        bestPractices.flatMap(({ id, title }) => [id, title]),
      )} `,
      { code: `${command} all` },
      ' shows them all.',
    ],
    'check',
  );

const ambiguous = (text: string, ids: readonly string[]): Reading<AuditQuery> =>
  failed(
    [{ code: untrusted(text.slice(0, 80)) }, ` may be ${ids.join(' or ')}: say which.`],
    'check',
  );

const questionOf = (
  check: AuditQuery['check'],
  where: Where,
  context: ReadingContext,
): Reading<AuditQuery> => {
  const title = bestPractices.find(({ id }) => id === check)?.title;
  return {
    kind: 'question',
    query: { check, where: whereWords(where, context.accounts) },
    understood:
      title === undefined ? ["IAM's best practices"] : ["IAM's best practice ", { bold: title }],
    where,
  };
};

const isAll = (text: string): boolean => text === '' || /^(?:all|everything|overview)$/i.test(text);

const readCheck = (
  words: readonly Word[],
  where: Where,
  context: ReadingContext,
): Reading<AuditQuery> => {
  const text = words.map((word) => word.text).join(' ');
  if (isAll(text)) return questionOf(undefined, where, context);
  const found = findPractices(text);
  const [only] = found;
  if (only === undefined) return unknown(text);
  return found.length > 1
    ? ambiguous(
        text,
        found.map(({ id }) => id),
      )
    : questionOf(only.id, where, context);
};

/** Reads `[CHECK|all] [in WHERE]`. */
export const readQuery = (text: string, context: ReadingContext): Reading<AuditQuery> => {
  const typed = readWords(text);
  if (typed.kind === 'wrong') return failed(typed.problem);
  if (typed.words.length === 0) return { kind: 'empty' };
  const placed = takeWhere(typed.words, context);
  if (placed.kind === 'wrong') return failed(placed.problem, 'where');
  return readCheck(placed.rest, placed.value, context);
};
