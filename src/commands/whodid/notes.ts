import type { CardPart } from '../../core/card.ts';
import { minute } from '../../core/clock.ts';
import type { Place } from '../../core/command.ts';
import { foreign } from '../../core/redact.ts';
import type { Inline, Text } from '../../core/text.ts';
import { counted } from '../../core/words.ts';
import { cliLine } from '../asking/cli-line.ts';
import { typedTime } from '../grammar/times.ts';
import type { Folded } from './fold.ts';
import type { WhodidQuery } from './query.ts';
import type { Found } from './search.ts';

/** "a", "a, then b". */
const joined = (texts: readonly Text[]): Text =>
  texts.flatMap((text, index) => (index === 0 ? text : [', then ', ...text]));

const cut = ({ rows, frontier }: Found, { shown, isCut }: Folded): string => {
  if (!isCut && frontier === undefined) return '';
  const known = isCut ? ` of ${counted(rows.length, 'record')} read` : '';
  return ` Shown are the newest ${shown.length}${known}; Older goes on.`;
};

/** The line that asks the same of one place. */
const historyLine = (
  { plan, pairs }: Found,
  { shown }: Folded,
  { since, until }: WhodidQuery,
): Inline | undefined => {
  const event = shown[0]?.event;
  const pair =
    pairs.find(({ account, region }) => account.id === event?.account && region === event.region) ??
    pairs[0];
  const [lookup] = plan.lookups;
  if (pair === undefined || lookup === undefined || plan.notRecorded !== undefined)
    return undefined;
  const attribute = lookup.attribute(pair.account.id);
  return cliLine(
    'cloudtrail',
    'lookup-events',
    '--region',
    pair.region,
    ...(attribute === undefined
      ? []
      : ['--lookup-attributes', `AttributeKey=${attribute.key},AttributeValue=${attribute.value}`]),
    '--start-time',
    typedTime(since),
    '--end-time',
    typedTime(until),
  );
};

const logLine = (
  { group, pattern }: NonNullable<Found['log']>,
  { since, until }: WhodidQuery,
): Inline =>
  cliLine(
    'logs',
    'filter-log-events',
    '--region',
    group.region,
    group.logGroup.startsWith('arn:') ? '--log-group-identifier' : '--log-group-name',
    group.logGroup,
    ...(pattern === undefined ? [] : ['--filter-pattern', pattern]),
    '--start-time',
    String(since),
    '--end-time',
    String(until),
  );

const window = ({ since, until }: WhodidQuery, now: number): Text => [
  { time: since, style: 'date-time' },
  ' to ',
  { time: until, style: 'date-time' },
  now - until < 15 * minute ? ' (the last minutes may not be recorded yet)' : '',
];

const source = ({ sources }: Found): Text =>
  sources.length === 0 ? ['Nothing was asked of AWS.'] : ['Read: ', ...joined(sources), '.'];

/** What was asked of AWS, and what could not be asked. */
export const notesOf = (
  found: Found,
  folded: Folded,
  query: WhodidQuery,
  more: {
    readonly now: number;
    readonly places: readonly Place[];
    readonly people: string | undefined;
  },
): readonly CardPart[] => {
  const cli =
    found.log === undefined ? historyLine(found, folded, query) : logLine(found.log, query);
  const note = (text: Text): CardPart => ({ kind: 'note', text });
  const isOfBuckets =
    found.log === undefined && folded.shown.some(({ event }) => event.service === 's3');
  return [
    ...found.notes.map(note),
    ...(isOfBuckets
      ? [note(['Reading and writing the objects of a bucket is not recorded in Event history.'])]
      : []),
    ...(more.people === undefined
      ? []
      : [note(['Identity Center was not asked for names: ', foreign(more.people)])]),
    note([...window(query, more.now), '. ', ...source(found), cut(found, folded)]),
    ...(cli === undefined
      ? []
      : [
          note([
            found.pairs.length === 1 || found.log !== undefined
              ? 'The same from AWS: '
              : 'The same from AWS, for each place: ',
            cli,
          ]),
        ]),
  ];
};
