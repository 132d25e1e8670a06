import { day } from '../../core/clock.ts';
import type { Reading, ReadingContext } from '../../core/command.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { readWords } from '../grammar/read-words.ts';
import { shownSpan } from '../grammar/times.ts';
import { asTyped } from '../grammar/tokens.ts';
import { type Parsed, parse } from './parse.ts';
import { isUniqueId, shownTerm, type Term } from './term.ts';

/** What was asked. Plain JSON. */
export interface WhodidQuery {
  /** Undefined: every call. */
  readonly term: Term | undefined;
  readonly outcome: 'denied' | 'failed' | undefined;
  readonly by: Term | undefined;
  /** An address or a CIDR. */
  readonly from: string | undefined;
  /** Epoch ms. */
  readonly since: number;
  readonly until: number;
}

/** Event history keeps no more. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html */
export const historyMs = 90 * day;

/**
 * How far back where no time was said: all there is for what has few records and is found by its
 * id, a week for a key, else a day.
 */
const defaultSpan = (term: Term | undefined): { readonly ms: number; readonly said: string } => {
  const isUnique =
    term?.kind === 'event-id' || (term?.kind === 'resource' && isUniqueId(term.name));
  if (isUnique) return { ms: historyMs, said: ' in the last 90 days' };
  if (term?.kind === 'key') return { ms: 7 * day, said: ' in the last 7 days' };
  return { ms: day, said: ' in the last 24 hours' };
};

const shownBy = (by: Term): Text => {
  if (by.kind === 'member') return by.id === undefined ? ['you'] : [{ user: by.id }];
  if (by.kind === 'key') return ['the key ', { code: foreign(by.id) }];
  if (by.kind === 'root') return ['the root user'];
  const name = 'name' in by ? by.name : 'id' in by ? by.id : '';
  return [by.kind === 'role' ? 'sessions of the role ' : '', { code: foreign(name) }];
};

const understood = (parsed: Omit<Parsed, 'kind' | 'typed'>, window: Text): Text => [
  ...(parsed.term === undefined ? ['every call'] : shownTerm(parsed.term)),
  ...(parsed.by === undefined ? [] : [', by ', ...shownBy(parsed.by)]),
  ...(parsed.from === undefined ? [] : [', from ', { code: foreign(parsed.from) }]),
  ...(parsed.outcome === undefined
    ? []
    : [parsed.outcome === 'denied' ? ', only what was denied' : ', only what failed']),
  ...window,
];

const windowOf = ({ term, span }: Parsed, now: number) => {
  const { ms, said } = defaultSpan(term);
  if (span === undefined)
    return { since: now - ms, until: now, shown: [`${said} (no time was said)`] };
  const until = span.to ?? now;
  const since = span.from ?? until - ms;
  return { since, until, shown: shownSpan(span) };
};

const mostTries = 20;

/** As many of the first words as make sense together. */
const soFar = (text: string, context: ReadingContext): Text => {
  const read = readWords(text);
  if (read.kind === 'wrong') return [];
  const { words } = read;
  for (let count = Math.min(words.length - 1, mostTries); count > 0; count -= 1) {
    const parsed = parse(asTyped(words.slice(0, count)), context);
    if (parsed?.kind === 'parsed')
      return understood(parsed, parsed.span === undefined ? [] : shownSpan(parsed.span));
  }
  return [];
};

const exampleLine = '/whodid sg-0abc123 denied by alice in all since 2h';

/** Reads the words after `/whodid`. */
export const readWhodid = (text: string, context: ReadingContext): Reading<WhodidQuery> => {
  const parsed = parse(text, context);
  if (parsed === undefined) return { kind: 'empty' };
  if (parsed.kind === 'wrong')
    return {
      kind: 'wrong',
      understood: soFar(text, context),
      problem: parsed.problem,
      example: exampleLine,
      field: parsed.field,
    };
  const { since, until, shown } = windowOf(parsed, context.now);
  const { where, outcome, by, from } = parsed;
  // A listed account as the term is where to look.
  const own =
    parsed.term?.kind === 'account' && where.accounts === undefined
      ? context.accounts.find(({ id }) => parsed.term?.kind === 'account' && id === parsed.term.id)
      : undefined;
  const term = own === undefined ? parsed.term : undefined;
  return {
    kind: 'question',
    query: { term, outcome, by, from, since, until },
    understood: understood({ ...parsed, term }, shown),
    where: own === undefined ? where : { ...where, accounts: [own.id] },
  };
};
