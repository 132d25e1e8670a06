import type { ReadingContext, Where } from '../../core/command.ts';
import { untrusted } from '../../core/text.ts';
import { readWords } from '../grammar/read-words.ts';
import { type TimeSpan, takeTimes } from '../grammar/times.ts';
import { isKeyword, type Word, type Wrong, wrong } from '../grammar/tokens.ts';
import { takeWhere } from '../grammar/where.ts';
import { asAddress, type Term, termOf, whoTerm } from './term.ts';

/** The words taken apart, each part also as it was typed. */
export interface Parsed {
  readonly kind: 'parsed';
  readonly term: Term | undefined;
  readonly outcome: 'denied' | 'failed' | undefined;
  readonly by: Term | undefined;
  readonly from: string | undefined;
  readonly where: Where;
  readonly span: TimeSpan | undefined;
  readonly typed: {
    readonly term: readonly Word[];
    readonly by: readonly Word[];
    readonly where: readonly Word[];
    readonly time: readonly Word[];
  };
}

export interface ParseProblem extends Wrong {
  readonly field: string;
}

interface Rest {
  readonly term: readonly Word[];
  readonly outcome: Parsed['outcome'];
  readonly by: Word | undefined;
  readonly from: string | undefined;
}

const problem = (field: string, found: Wrong): ParseProblem => ({ ...found, field });

const addressOf = (word: Word | undefined): string | ParseProblem => {
  if (word === undefined)
    return problem(
      'from',
      wrong(
        'After ',
        { code: 'from' },
        ' comes an address; for a time say ',
        { code: 'since' },
        '.',
      ),
    );
  const address = asAddress(word.text);
  if (address !== undefined) return address;
  return problem(
    'from',
    wrong(
      { code: untrusted(word.text.slice(0, 60)) },
      ' is no address; for a time say ',
      { code: 'since' },
      '.',
    ),
  );
};

/** What is left when places and times are gone. */
const readRest = (words: readonly Word[]): Rest | ParseProblem => {
  const term: Word[] = [];
  let outcome: Rest['outcome'];
  let by: Word | undefined;
  let from: string | undefined;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    if (isKeyword(word, 'denied', 'failed'))
      outcome = word.text.toLowerCase() === 'denied' ? 'denied' : 'failed';
    else if (isKeyword(word, 'by')) {
      by = words[at + 1];
      at += 1;
      if (by === undefined)
        return problem(
          'by',
          wrong('After ', { code: 'by' }, ' comes a name, or ', { code: 'me' }, '.'),
        );
    } else if (isKeyword(word, 'from')) {
      const address = addressOf(words[at + 1]);
      if (typeof address !== 'string') return address;
      from = address;
      at += 1;
    } else term.push(word);
  }
  return { term, outcome, by, from };
};

const removed = (before: readonly Word[], after: readonly Word[]): readonly Word[] => {
  const left = new Set(after);
  return before.filter((word) => !left.has(word));
};

const byTerm = (word: Word): Term => {
  const term = termOf(word.text);
  return ['user', 'role', 'key', 'root', 'member', 'service', 'account'].includes(term.kind)
    ? term
    : whoTerm(word.text);
};

const tooMany = (words: readonly Word[]): ParseProblem => {
  const [first, second] = words;
  return problem(
    'term',
    wrong(
      'One thing at a time: ',
      { code: untrusted((first?.text ?? '').slice(0, 60)) },
      ' was taken for what you ask about, and I do not know what ',
      { code: untrusted((second?.text ?? '').slice(0, 60)) },
      ' is to say. A name with spaces goes between quotes.',
    ),
  );
};

/** Takes the words apart; undefined: nothing was said. */
export const parse = (text: string, context: ReadingContext): Parsed | ParseProblem | undefined => {
  const read = readWords(text);
  if (read.kind === 'wrong') return problem('term', read);
  if (read.words.length === 0) return undefined;
  const placed = takeWhere(read.words, context);
  if (placed.kind === 'wrong') return problem('where', placed);
  const timed = takeTimes(placed.rest, context, ['by', 'from', 'denied', 'failed', 'in']);
  if (timed.kind === 'wrong') return problem('time', timed);
  const rest = readRest(timed.rest);
  if ('problem' in rest) return rest;
  if (rest.term.length > 1) return tooMany(rest.term);
  const [word] = rest.term;
  const term = word === undefined ? undefined : termOf(word.text);
  if (term?.kind === 'address' && asAddress(term.address) === undefined)
    return problem(
      'term',
      wrong({ code: untrusted(term.address.slice(0, 60)) }, ' is no address.'),
    );
  // A pasted address names the region of a regional resource.
  const region =
    term?.kind === 'resource' && !term.name.startsWith('arn:') ? read.region : undefined;
  const { value: where } = placed;
  return {
    kind: 'parsed',
    term,
    outcome: rest.outcome,
    by: rest.by === undefined ? undefined : byTerm(rest.by),
    from: rest.from,
    where: { ...where, regions: where.regions ?? (region === undefined ? undefined : [region]) },
    span: timed.value,
    typed: {
      term: rest.term,
      by: rest.by === undefined ? [] : [rest.by],
      where: removed(read.words, placed.rest).filter((each) => !isKeyword(each, 'in')),
      time: removed(placed.rest, timed.rest),
    },
  };
};
