import type { Reading, ReadingContext } from '../../core/command.ts';
import { type Text, untrusted } from '../../core/text.ts';
import { shownSpan, type TimeSpan, takeTimes } from '../grammar/times.ts';
import { isKeyword, type Word } from '../grammar/tokens.ts';
import { takeWhere } from '../grammar/where.ts';
import type { ExportQuery } from './query.ts';

type Read = Reading<ExportQuery>;
type What = ExportQuery['what'];

const wrongly =
  (what: What) =>
  (problem: Text, field: string): Read => ({
    kind: 'wrong',
    understood: [],
    problem,
    example: `/trailwarden export ${what} last 7d`,
    field,
  });

const whatOf = (word: Word | undefined): What | undefined => {
  if (isKeyword(word, 'incidents', 'incident')) return 'incidents';
  return isKeyword(word, 'audit') ? 'audit' : undefined;
};

/** Nobody sends themselves everything by forgetting a word. */
const spanProblem = (span: TimeSpan | undefined): Text | undefined =>
  span?.from === undefined
    ? ['Say from when: ', { code: 'since Monday' }, ' or ', { code: 'last 7d' }, '.']
    : undefined;

const question = (what: What, query: ExportQuery, understood: Text, where: Where): Read => ({
  kind: 'question',
  query,
  understood,
  where,
  ...(what === 'audit'
    ? { right: 'trailwarden audit' }
    : { right: 'trailwarden export', isAboutAccounts: true, isForAdmins: true }),
});

type Where = Extract<Read, { kind: 'question' }>['where'];

/** `incidents since Monday in prod`, `audit last 7d`. */
export const readExport = (words: readonly Word[], context: ReadingContext): Read => {
  const [first, ...others] = words;
  const what = whatOf(first);
  if (what === undefined)
    return wrongly('incidents')(
      first === undefined
        ? ['Say what to export: ', { code: 'incidents' }, ' or ', { code: 'audit' }, '.']
        : [
            'There is no export of “',
            untrusted(first.text.slice(0, 60)),
            '”, only of ',
            { code: 'incidents' },
            ' and of ',
            { code: 'audit' },
            '.',
          ],
      'topic',
    );
  const wrong = wrongly(what);
  const placed = takeWhere(others, context);
  if (placed.kind === 'wrong') return wrong(placed.problem, 'where');
  const timed = takeTimes(placed.rest, context, ['in']);
  if (timed.kind === 'wrong') return wrong(timed.problem, 'time');
  const [extra] = timed.rest;
  if (extra !== undefined)
    return wrong(
      [
        'A time and ',
        { code: 'in ACCOUNT' },
        ' are understood here, not “',
        untrusted(extra.text.slice(0, 60)),
        '”.',
      ],
      'time',
    );
  const problem = spanProblem(timed.value);
  if (problem !== undefined) return wrong(problem, 'time');
  const { from = 0, to = context.now } = timed.value ?? {};
  const { accounts, regions } = placed.value;
  if (what === 'audit' && regions !== undefined)
    return wrong(['The audit log knows accounts, no regions.'], 'where');
  return question(
    what,
    {
      topic: 'export',
      what,
      from,
      to,
      regions,
      accounts: accounts === 'all' ? undefined : accounts,
    },
    [
      `export of ${what === 'audit' ? 'the audit log' : 'incidents'}`,
      ...shownSpan({ from, to: timed.value?.to }),
    ],
    { accounts: accounts ?? 'all', regions },
  );
};
