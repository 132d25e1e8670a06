import type { ServiceLastAccessed } from '../../aws/iam-types.ts';
import type { Answer } from '../../core/command.ts';
import { type Gathered, gather } from '../../core/gather.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { counted } from '../../core/words.ts';
import { accountLabel, inAccounts } from '../asking/account.ts';
import { unreadOf, unreadParts } from '../asking/unread.ts';
import { type IamLastusedDeps, type IamQuestion, iamWhere, readingOf } from './deps.ts';
import type { Entity, FoundEntities } from './find.ts';
import { note, trackingNote } from './notes.ts';
import { type EntityType, type IamSubject, wordsInPlace } from './query.ts';
import { agoCell, isUsed, timeText } from './services.ts';

type EntitySubject = Extract<IamSubject, { kind: 'entity' }>;

/** So many are counted: a job each. */
const countedFirst = 8;

const kindsOf = (entities: readonly Entity[]): string => {
  const counts = Map.groupBy(entities, ({ type }) => type);
  return [...counts]
    .map(([type, alike]) =>
      counted(alike.length, type, type === 'policy' ? 'policies' : `${type}s`),
    )
    .join(' and ');
};

const newestOf = (services: readonly ServiceLastAccessed[]): number | undefined => {
  const times = services.flatMap(({ at }) => at ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
};

const rowOf = (
  { type, place, arn }: Entity,
  got: Gathered<readonly ServiceLastAccessed[]> | undefined,
  now: number,
) => {
  const start = [[type], [accountLabel(place.account)], [foreign(arn)]];
  if (got?.kind !== 'read') return [...start, ['not read'], ['–'], ['–']];
  const used = got.value.filter(isUsed).length;
  const at = newestOf(got.value);
  return [...start, agoCell(at, now), timeText(at), [`${used} of ${got.value.length}`]];
};

/** Several are called that: each with its newest use and how much of what it may it did. */
export const severalAnswer = async (
  deps: IamLastusedDeps,
  subject: EntitySubject,
  { entities, unread, tried }: FoundEntities,
  question: IamQuestion,
): Promise<Answer> => {
  const now = deps.clock.now();
  const first = entities.slice(0, countedFirst);
  const got = await gather(
    first,
    async ({ place, arn }) => {
      const where = iamWhere(deps, place);
      const wanted = { arn, granularity: 'SERVICE_LEVEL' } as const;
      return (await deps.iam.lastAccessed(where, wanted, readingOf(question))).services;
    },
    { signal: question.signal },
  );
  const late = unreadOf(
    first,
    got,
    ({ type, place }) => `last use of the ${type} in ${place.account.name}`,
  );
  return {
    isPartial: unread.length > 0 || late.length > 0,
    card: {
      headline: [
        { bold: foreign(subject.name) },
        ` is the name of ${kindsOf(entities)} ${inAccounts(question.places)}: which one?`,
      ],
      parts: [
        ...unreadParts(unread, tried, 'look-up'),
        ...unreadParts(late, first.length, 'last use', 'Not read'),
        {
          kind: 'table',
          caption: 'Everything of that name',
          columns: ['What', 'Account', 'ARN', 'Last used', 'When', 'Services used'],
          rows: entities.map((entity, index) => rowOf(entity, got[index], now)),
        },
        ...(entities.length > first.length
          ? [
              note(
                `The last use of the first ${first.length} was read; name an account for the others.`,
              ),
            ]
          : []),
        trackingNote,
      ],
    },
    next: first.slice(0, 3).map(({ type, place }) => ({
      label: `The ${type} in ${place.account.name}`.slice(0, 75),
      text: wordsInPlace({ ...subject, type, arn: undefined }, place),
    })),
  };
};

const typesOf = (type: EntityType | undefined): string => type ?? 'user, role, group or policy';

/** Nothing is called that, in what could be read. */
export const noEntityAnswer = (
  { name, type }: EntitySubject,
  { unread, tried }: FoundEntities,
  question: IamQuestion,
): Answer => {
  const where = inAccounts(question.places);
  const bold = { bold: foreign(name) };
  const headline: Text =
    unread.length === 0
      ? [`No ${typesOf(type)} is called `, bold, ` ${where}`]
      : unread.length === tried
        ? [`Whether a ${typesOf(type)} is called `, bold, ` could not be read ${where}`]
        : [`No ${typesOf(type)} called `, bold, ` was found in what could be read ${where}`];
  return {
    isPartial: unread.length > 0,
    card: {
      headline,
      parts: [
        ...unreadParts(unread, tried, 'look-up'),
        note(
          'Names are asked for exactly as they are written, large and small letters too. ',
          { code: 'in all' },
          ' looks in every account; ',
          { code: foreign(`/whodid ${name}`) },
          ' finds calls by or on what has been deleted.',
        ),
      ],
    },
  };
};
