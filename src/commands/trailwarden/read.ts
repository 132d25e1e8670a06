import type { CommandSpec, Reading, ReadingContext, Where } from '../../core/command.ts';
import { didYouMean } from '../../core/did-you-mean.ts';
import { type Text, untrusted } from '../../core/text.ts';
import { readWords } from '../grammar/read-words.ts';
import type { Word } from '../grammar/tokens.ts';
import { takeWhere } from '../grammar/where.ts';
import type { TrailwardenQuery } from './query.ts';
import { readExport } from './read-export.ts';

type Read = Reading<TrailwardenQuery>;

const nowhere: Where = { accounts: undefined, regions: undefined };

const wrongly = (problem: Text, example: string, field = 'topic'): Read => ({
  kind: 'wrong',
  understood: [],
  problem,
  example: `/trailwarden ${example}`,
  field,
});

/** Without a place every account is meant that the asker may know of. */
const everywhere = ({ accounts, regions }: Where): Where => ({
  accounts: accounts ?? 'all',
  regions,
});

/** `open in prod`, `mutes`: nothing but a place may follow. */
const placed =
  (
    topic: 'open' | 'mutes' | 'coverage',
    understood: string,
    queryOf: (where: Where) => TrailwardenQuery,
  ): ((words: readonly Word[], context: ReadingContext) => Read) =>
  (words, context) => {
    const example = `${topic} in ${context.accounts[0]?.name ?? 'prod'}`;
    const found = takeWhere(words, context);
    if (found.kind === 'wrong') return wrongly(found.problem, example, 'where');
    const [extra] = found.rest;
    if (extra !== undefined)
      return wrongly(
        [
          'After ',
          { code: topic },
          ' only ',
          { code: 'in ACCOUNT' },
          ' is understood, not “',
          untrusted(extra.text.slice(0, 60)),
          '”.',
        ],
        example,
        'where',
      );
    return {
      kind: 'question',
      query: queryOf(found.value),
      understood: [understood],
      where: everywhere(found.value),
      right: `trailwarden ${topic}`,
      isAboutAccounts: true,
    };
  };

const plain =
  (topic: 'status' | 'audit') =>
  (words: readonly Word[]): Read => {
    const [extra] = words;
    return extra === undefined
      ? {
          kind: 'question',
          query: { topic },
          understood: [],
          where: nowhere,
          right: `trailwarden ${topic}`,
        }
      : wrongly(
          ['Nothing follows ', { code: topic }, ', least of all “', untrusted(extra.text), '”.'],
          topic,
        );
  };

const readers: ReadonlyMap<string, (words: readonly Word[], context: ReadingContext) => Read> =
  new Map([
    ['status', plain('status')],
    ['audit', plain('audit')],
    ['open', placed('open', 'open incidents', ({ regions }) => ({ topic: 'open', regions }))],
    ['mutes', placed('mutes', 'what is muted', () => ({ topic: 'mutes' }))],
    ['coverage', placed('coverage', 'what is watched', () => ({ topic: 'coverage' }))],
    ['export', readExport],
  ]);

const help = (specs: readonly CommandSpec[], word: Word | undefined): Read => {
  const wanted = word?.text.toLowerCase().replace(/^\//, '');
  const about = specs.find(({ name }) => name === wanted);
  const known = [...readers.keys(), 'help', ...specs.map(({ name }) => name)];
  if (wanted !== undefined && about === undefined)
    return wrongly(
      [
        'There is nothing called “',
        untrusted(wanted.slice(0, 60)),
        `” to tell about.${didYouMean(wanted, known)}`,
      ],
      'help whodid',
    );
  return { kind: 'question', query: { topic: 'help', about }, understood: [], where: nowhere };
};

/** What `/trailwarden` is asked: its first word says about what. */
export const readTrailwarden = (
  specs: readonly CommandSpec[],
  text: string,
  context: ReadingContext,
): Read => {
  const read = readWords(text);
  if (read.kind === 'wrong') return wrongly(read.problem, 'help');
  const [first, ...rest] = read.words;
  const reader = readers.get(first?.text.toLowerCase() ?? '');
  if (reader !== undefined) return reader(rest, context);
  return help(specs, first?.text.toLowerCase() === 'help' ? rest[0] : first);
};
