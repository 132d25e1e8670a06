import type { Answer, Place } from '../../core/command.ts';
import { nearest } from '../../core/did-you-mean.ts';
import { redactText } from '../../core/redact.ts';
import { textAt } from '../../core/values.ts';
import { shorten } from '../../core/words.ts';
import { eventNames } from './event-names.ts';
import { historyMs, type WhodidQuery } from './query.ts';
import type { Row } from './row.ts';
import { wordsOf } from './words.ts';

type Next = NonNullable<Answer['next']>;

/** A name that was changed for people finds nothing. */
const isWhole = (name: string): boolean => redactText(name) === name && name.length <= 100;

const others = (query: WhodidQuery, rows: readonly Row[], places: readonly Place[]): Next => {
  const human = rows[0]?.human;
  const isSomebody = human?.kind === 'person' || human?.kind === 'iam-user';
  if (human === undefined || !isSomebody || !isWhole(human.name)) return [];
  if (query.by !== undefined || query.term?.kind === 'user' || query.term?.kind === 'member')
    return [];
  const { since, until } = query;
  const term = { kind: 'user', name: human.name } as const;
  const asked = { term, outcome: undefined, by: undefined, from: undefined, since, until };
  return [{ label: 'What else they did', text: wordsOf(asked, places) }];
};

/** Event history does not know whose calls were made with a role, but knows sessions by name. */
const ofSession = (query: WhodidQuery, rows: readonly Row[], places: readonly Place[]): Next => {
  if (query.term?.kind !== 'role') return [];
  const names = rows.flatMap(({ record, event }) =>
    event.call.startsWith('AssumeRole')
      ? (textAt(record, 'requestParameters', 'roleSessionName') ?? [])
      : [],
  );
  const name = names.find(isWhole);
  if (name === undefined) return [];
  const term = { kind: 'user', name } as const;
  const { since, until } = query;
  const asked = { term, outcome: undefined, by: undefined, from: undefined, since, until };
  return [{ label: shorten(`What session ${name} did`, 75), text: wordsOf(asked, places) }];
};

/** What one would ask next. */
export const nextAfter = (
  query: WhodidQuery,
  rows: readonly Row[],
  {
    places,
    now,
    isKeyed,
  }: {
    readonly places: readonly Place[];
    readonly now: number;
    /** It costs no more to look further back. */
    readonly isKeyed: boolean;
  },
): Next => {
  if (rows.length === 0) {
    const { term } = query;
    const meant =
      term?.kind === 'event' && term.services.length === 0
        ? nearest(term.name, eventNames)
        : undefined;
    const event =
      meant === undefined ? undefined : ({ kind: 'event', name: meant, services: [] } as const);
    const isShort = isKeyed && query.since > now - historyMs + 60_000;
    return [
      ...(event === undefined || meant === undefined
        ? []
        : [{ label: `Did you mean ${meant}?`, text: wordsOf({ ...query, term: event }, places) }]),
      ...(isShort
        ? [
            {
              label: 'Look back 90 days',
              text: wordsOf({ ...query, since: now - historyMs, until: now }, places),
            },
          ]
        : []),
    ];
  }
  const canNarrow = query.outcome === undefined && rows.length > 10;
  return [
    ...others(query, rows, places),
    ...ofSession(query, rows, places),
    ...(canNarrow
      ? [{ label: 'Only what was denied', text: wordsOf({ ...query, outcome: 'denied' }, places) }]
      : []),
  ];
};
