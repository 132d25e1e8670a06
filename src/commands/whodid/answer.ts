import type { CardPart } from '../../core/card.ts';
import type { Answer, Place, Question } from '../../core/command.ts';
import { shownNumber } from '../../core/words.ts';
import { type Chain, followBack, isWorthFollowing } from './chain.ts';
import type { WhodidDeps } from './deps.ts';
import { detailOf } from './detail.ts';
import { type Folded, fold, type Group } from './fold.ts';
import { headlineOf, mostTelling } from './headline.ts';
import { nextAfter } from './next.ts';
import { notesOf } from './notes.ts';
import type { People } from './people.ts';
import type { WhodidQuery } from './query.ts';
import { keyOf, type Row } from './row.ts';
import type { Found, Older } from './search.ts';
import { csvOf, tableOf } from './table.ts';
import { unreadParts } from './unread-parts.ts';
import { originOf, shownChain } from './who.ts';

const mostGroups = 25;
const mostRows = 100;
const mostNames = 20;
const mostChains = 3;

/** The root user and other accounts by what the settings call the account. */
const withAccount = (row: Row, places: readonly Place[]): Row => {
  const { human } = row;
  if (human.kind !== 'root' && human.kind !== 'account') return row;
  const place = places.find(({ account }) => account.id === human.name);
  return place === undefined || place.account.name === human.name
    ? row
    : { ...row, human: { ...human, name: `${place.account.name} (${human.name})` } };
};

/** Identity Center's names for whom a record gives an id; of the newest few. */
const withNames = async (rows: readonly Row[], people: People): Promise<readonly Row[]> => {
  const asked = new Set<string>();
  return Promise.all(
    rows.map(async (row) => {
      const key = row.human.userId ?? row.human.name;
      if (!asked.has(key) && asked.size >= mostNames) return row;
      asked.add(key);
      return { ...row, human: await people.named(row.human) };
    }),
  );
};

/** Back from the newest sessions to whoever began them, each once. */
const chainsOf = async (
  deps: WhodidDeps,
  groups: readonly Group[],
  { places, signal }: Question<WhodidQuery>,
  people: People,
): Promise<ReadonlyMap<string, Chain>> => {
  const sessions = new Map<string, Row>();
  for (const { newest } of groups) {
    const key = keyOf(newest);
    if (key !== undefined && isWorthFollowing(newest)) sessions.set(key, newest);
  }
  const followed = await Promise.all(
    [...sessions].slice(0, mostChains).map(async ([key, row]) => {
      const chain = await followBack(deps, row, places, signal);
      const steps = chain.steps.map(async (step) => ({
        ...step,
        human: await people.named(step.human),
      }));
      return [key, { ...chain, steps: await Promise.all(steps) }] as const;
    }),
  );
  return new Map(followed);
};

const membersOf = async (
  groups: readonly Group[],
  chains: ReadonlyMap<string, Chain>,
  people: People,
): Promise<(row: Row) => string | undefined> => {
  const members = new Map<Row, string | undefined>();
  await Promise.all(
    groups.map(async ({ newest }) => {
      const origin = originOf(chains.get(keyOf(newest) ?? ''));
      members.set(newest, await people.memberOf(origin ?? newest.human));
    }),
  );
  return (row) => members.get(row);
};

/** Rows older than where a reading stopped may have others between them. */
const sure = ({ rows, frontier }: Found): readonly Row[] =>
  frontier === undefined ? rows : rows.filter(({ at }) => at > frontier);

const bothCounts = ({ rows }: Found, query: WhodidQuery): readonly CardPart[] => {
  if (query.term?.kind !== 'word' || query.by !== undefined) return [];
  const count = (side: 'resource' | 'user'): string =>
    shownNumber(rows.filter(({ sides }) => sides.has(side)).length);
  return [
    {
      kind: 'text',
      text: [`As a resource: ${count('resource')}. As a user: ${count('user')}.`],
    },
  ];
};

/** Where sessions come from; that it is not known is told of the headline's only. */
const chainParts = (
  groups: readonly Group[],
  chains: ReadonlyMap<string, Chain>,
  headlined: Row | undefined,
): readonly CardPart[] => {
  const lines = groups.flatMap(({ newest }) => {
    const chain = chains.get(keyOf(newest) ?? '');
    const isTold = chain !== undefined && (chain.steps.length > 0 || newest === headlined);
    return isTold ? [{ key: keyOf(newest), human: newest.human, chain }] : [];
  });
  const distinct = lines.filter(
    (line, index) => lines.findIndex(({ key }) => key === line.key) === index,
  );
  return distinct.length === 0
    ? []
    : [
        {
          kind: 'list',
          items: distinct.map(({ human, chain }) => shownChain(human, chain, originOf(chain))),
        },
      ];
};

const olderThan = (found: Found, { shown, isCut }: Folded): Older | undefined => {
  const last = shown.at(-1);
  if (last === undefined || (found.frontier === undefined && !isCut)) return undefined;
  return {
    until: last.at,
    skip: shown.flatMap(({ at, event }) => (at === last.at ? (event.id ?? []) : [])),
  };
};

/** Makes an answer of what was found. */
export const answerOf = async (
  deps: WhodidDeps,
  question: Question<WhodidQuery>,
  found: Found,
  people: People,
): Promise<Answer> => {
  const { query, places, self } = question;
  const named = await withNames(sure(found), people);
  const rows = named.map((row) => withAccount(row, places));
  const folded = fold(rows, mostGroups, mostRows);
  const { groups, shown } = folded;
  const chains = await chainsOf(deps, groups, question, people);
  const memberOf = await membersOf(groups, chains, people);
  const newest = mostTelling(folded);
  const chain = newest === undefined ? undefined : chains.get(keyOf(newest) ?? '');
  const member = newest === undefined ? undefined : memberOf(newest);
  const now = deps.clock.now();
  const headline = headlineOf(
    { found, folded, chain, member, isSelf: self !== undefined },
    query,
    now,
  );
  const isUnrecorded = found.plan.notRecorded !== undefined && found.sources.length === 0;
  const older = olderThan(found, folded);
  return {
    card: {
      headline,
      parts: [
        ...unreadParts(found.unread, found.pairs.length),
        ...bothCounts(found, query),
        ...(groups.length === 0 ? [] : [tableOf(groups, places, memberOf)]),
        ...chainParts(groups, chains, newest),
        ...notesOf(found, folded, query, { now, places, people: people.problem() }),
      ],
    },
    isPartial: found.unread.length > 0 || isUnrecorded || found.isTooOld,
    details: groups.map((group, index) =>
      detailOf(group, chains.get(keyOf(group.newest) ?? ''), index + 1),
    ),
    next: nextAfter(query, shown, { places, now, isKeyed: found.plan.isKeyed }),
    ...(shown.length === 0 ? {} : { csv: csvOf(shown, places) }),
    ...(older === undefined ? {} : { older }),
  };
};
