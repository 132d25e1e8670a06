import { categoryLabel, categoryOf } from '../../checks/advisor/categories.ts';
import type { Reading, ReadingContext, Where } from '../../core/command.ts';
import { type Text, untrusted } from '../../core/text.ts';
import { whereWords } from '../asking/where-words.ts';
import { readWords } from '../grammar/read-words.ts';
import { isKeyword, type Word } from '../grammar/tokens.ts';
import { takeWhere } from '../grammar/where.ts';
import type { AdvisorQuery, Colour, Subject } from './query.ts';
import { trustedAdvisorSpec } from './spec.ts';

const command = `/${trustedAdvisorSpec.name}`;
const example = `${command} security red`;

/** The longest name of a check has some 100 characters. */
const maxLength = 150;

const notACheck = (text: string): boolean =>
  text.length > maxLength || /^-|[;|`$<>\\{}=]/.test(text);

const colourOf = (word: Word | undefined): Colour | undefined =>
  (['red', 'yellow'] as const).find((colour) => isKeyword(word, colour));

interface Parts {
  readonly action: AdvisorQuery['action'];
  readonly colour: Colour | undefined;
  readonly words: readonly Word[];
}

/** `refresh` stands first, a colour first or last. */
const partsOf = (all: readonly Word[]): Parts => {
  const isRefresh = isKeyword(all[0], 'refresh');
  const words = isRefresh ? all.slice(1) : all;
  const action = isRefresh ? 'refresh' : 'show';
  const last = colourOf(words.at(-1));
  if (last !== undefined) return { action, colour: last, words: words.slice(0, -1) };
  const first = colourOf(words[0]);
  return { action, colour: first, words: first === undefined ? words : words.slice(1) };
};

const subjectOf = (words: readonly Word[]): Subject => {
  const text = words.map((word) => word.text).join(' ');
  const isQuoted = words.some((word) => word.isQuoted);
  if (text === '' || (!isQuoted && /^(?:all|everything|overview)$/i.test(text)))
    return { kind: 'all' };
  const category = isQuoted && words.length > 1 ? undefined : categoryOf(text);
  return category === undefined ? { kind: 'check', words: text } : { kind: 'category', category };
};

const subjectWords = (subject: Subject): Text => {
  if (subject.kind === 'all') return ['Trusted Advisor'];
  return subject.kind === 'category'
    ? [`Trusted Advisor, ${categoryLabel(subject.category).toLowerCase()}`]
    : ['Trusted Advisor, the check ', { bold: untrusted(subject.words) }];
};

const understoodOf = ({ action, subject, colour }: AdvisorQuery): Text => [
  ...(action === 'refresh' ? ['a refresh of '] : []),
  ...subjectWords(subject),
  ...(colour === undefined ? [] : [`, only what is ${colour}`]),
];

const subjects: Text = [
  'A category is security, cost, performance, fault tolerance, service limits or operational excellence; a check is named by its id or by words of its name.',
];

const queryOf = (
  { action, colour, words }: Parts,
  where: Where,
  context: ReadingContext,
): Reading<AdvisorQuery> => {
  const query: AdvisorQuery = {
    action,
    colour,
    subject: subjectOf(words),
    regions: where.regions,
    where: whereWords(where, context.accounts),
  };
  const { subject } = query;
  if (subject.kind === 'check' && notACheck(subject.words))
    return {
      kind: 'wrong',
      understood: [],
      problem: [{ code: untrusted(subject.words.slice(0, 80)) }, ' is neither. ', ...subjects],
      example,
      field: 'check',
    };
  if (action === 'refresh' && colour !== undefined)
    return {
      kind: 'wrong',
      understood: understoodOf({ ...query, colour: undefined }),
      problem: [`AWS refreshes whole checks, whatever their colour: leave out "${colour}".`],
      example: `${command} refresh security`,
      field: 'colour',
    };
  return {
    kind: 'question',
    query,
    understood: understoodOf(query),
    where,
    ...(action === 'refresh' ? { right: 'trusted-advisor refresh' } : {}),
  };
};

const failed = (problem: Text, field?: string): Reading<AdvisorQuery> => ({
  kind: 'wrong',
  understood: [],
  problem,
  example: `${example} in all`,
  ...(field === undefined ? {} : { field }),
});

/** Reads `[refresh] [CATEGORY|CHECK] [red|yellow] [in WHERE]`. */
export const readQuery = (text: string, context: ReadingContext): Reading<AdvisorQuery> => {
  const typed = readWords(text);
  if (typed.kind === 'wrong') return failed(typed.problem);
  if (typed.words.length === 0) return { kind: 'empty' };
  const placed = takeWhere(typed.words, context);
  if (placed.kind === 'wrong') return failed(placed.problem, 'where');
  return queryOf(partsOf(placed.rest), placed.value, context);
};
