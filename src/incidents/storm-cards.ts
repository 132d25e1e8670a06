import type { Alert } from '../core/alert.ts';
import type { Card, CardPart } from '../core/card.ts';
import type { Storm } from '../core/channel-store.ts';
import { minute } from '../core/clock.ts';
import { isChannelId } from '../core/ids.ts';
import type { StormMember } from '../core/incident-store.ts';
import { severityEmoji } from '../core/severity.ts';
import { type Inline, type Text, untrusted } from '../core/text.ts';
import { acknowledgeMenu, canAcknowledge } from './acknowledgement.ts';
import type { AccountName } from './headline.ts';
import { severityBadge } from './root-card.ts';

/** What a line of a storm's list shows. */
export type ListedMember = Omit<StormMember, 'lastAt' | 'postId'> & {
  /** Who tripped it, foreign. */
  readonly who?: string | undefined;
};

/** Members named in the storm's own message, the worst. */
const membersNamed = 10;

/**
 * Characters of a line without its sign: with the sign's name, of up to 19, a full page of lines
 * and of the menu's entries, each with an id of 36, stays under the 9,000 characters of a message.
 */
const lineLength = 84;
const entryLength = 32;
const nameLength = 46;
const placeLength = 18;
const whoLength = 16;

const phaseWords = [
  ['firing', 'firing'],
  ['unknown', 'not known'],
  ['event', 'events'],
  ['resolved', 'resolved'],
] as const;

/** Somebody sees to it; once it is over that matters no more. */
const isTaken = ({ phase, acknowledged }: ListedMember): boolean =>
  phase !== 'resolved' && acknowledged !== undefined;

const grouped = (count: number): string => count.toLocaleString('en-US');

const cut = (text: string, length: number): string => {
  const characters = Array.from(text.replaceAll(/\s+/g, ' ').trim());
  return characters.length <= length
    ? characters.join('')
    : `${characters.slice(0, Math.max(length - 1, 0)).join('')}…`;
};

export const channelInline = (channel: string): Inline =>
  isChannelId(channel) ? { channel } : `#${channel}`;

/** "990 firing, 10 resolved, 3 acknowledged". */
const countsOf = (members: readonly ListedMember[]): string =>
  [
    ...phaseWords.map(([phase, word]) => ({
      word,
      count: members.filter((one) => one.phase === phase).length,
    })),
    { word: 'acknowledged', count: members.filter(isTaken).length },
  ]
    .filter(({ count }) => count > 0)
    .map(({ count, word }) => `${grouped(count)} ${word}`)
    .join(', ');

const signOf = (member: ListedMember): string => {
  const { phase, severity } = member;
  if (phase === 'resolved') return 'white_check_mark';
  if (isTaken(member)) return 'eyes';
  return phase === 'unknown' ? 'grey_question' : severityEmoji[severity];
};

/** "prod, eu-west-1": a list has no room for the account's number as well. */
const shortPlace = ({ account, region }: Alert, accountName: AccountName): string =>
  [account && (accountName(account) ?? account), region]
    .filter((part) => part !== undefined)
    .map((part) => cut(part, placeLength))
    .join(', ');

/** A member in one line: sign, its number in a list, name, state, place. */
const memberLine = (member: ListedMember, accountName: AccountName, number = ''): Text => {
  const { latest, firings, state } = member;
  const times = firings > 1 ? ` ×${firings}` : '';
  const taken = isTaken(member) ? ', acknowledged' : '';
  const place = shortPlace(latest, accountName);
  const who = member.who === undefined ? '' : `, ${cut(member.who, whoLength)}`;
  const said = `${state}${times}${taken}${who}${place === '' ? '' : `, ${place}`}`;
  const name = cut(latest.name.untrusted, nameLength);
  const room = lineLength - nameLength - number.length;
  return [
    { emoji: signOf(member) },
    ` ${number}`,
    { bold: untrusted(name) },
    ...(member.who === undefined ? [` ${cut(said, room)}`] : [' ', untrusted(cut(said, room))]),
  ];
};

/** The number, which the line has too, tells apart what is called the same. */
const entryOf = (
  { latest, incidentId }: ListedMember,
  accountName: AccountName,
  number: string,
) => {
  const place = shortPlace(latest, accountName);
  const words = `${latest.name.untrusted}${place === '' ? '' : `, ${place}`}`;
  return { label: cut(`${number}${words}`, entryLength), value: incidentId };
};

/** The storm's sign is that of its worst member that is not over. */
const badgeOf = (
  { endedAt }: Storm,
  members: readonly StormMember[],
): NonNullable<Card['badge']> => {
  const open = openOf(members);
  const worst = open.find(({ phase }) => phase !== 'unknown');
  const word = endedAt === undefined ? 'STORM' : 'STORM, OVER';
  if (worst !== undefined) return { ...severityBadge(worst.severity), word };
  return open.length > 0
    ? { emoji: 'grey_question', word }
    : { emoji: 'white_check_mark', word: 'STORM, RESOLVED' };
};

const stateNote = (storm: Storm, members: readonly StormMember[]): Text => {
  const own = members.filter(({ postId }) => postId !== undefined).length;
  const quiet = storm.quietMs <= minute ? '60 seconds' : `${storm.quietMs / minute} minutes`;
  const list = `The whole list is in the thread, where each can be acknowledged; ${grouped(own)} have a message of their own.`;
  return storm.endedAt === undefined
    ? [`Too many to show one by one until it has been quiet for ${quiet}. ${list}`]
    : [
        'The storm ended at ',
        { time: storm.endedAt, style: 'date-time' },
        ` after ${quiet} of quiet; this stays as its record. ${list}`,
      ];
};

const openOf = <M extends StormMember>(members: readonly M[]): readonly M[] =>
  members.filter(({ phase }) => phase !== 'resolved');

/** Those that the storm's own message names. */
export const namedMembers = (members: readonly StormMember[]): readonly StormMember[] =>
  openOf(members).slice(0, membersNamed);

/** A storm's message: what came, how much of it still fires, the worst by name. */
export const stormCard = (
  storm: Storm,
  members: readonly StormMember[],
  accountName: AccountName,
  whoOf: ReadonlyMap<string, string> = new Map(),
): Card => {
  const named = namedMembers(members).map((member) =>
    memberLine({ ...member, who: whoOf.get(member.incidentId) }, accountName),
  );
  const list: readonly CardPart[] = named.length === 0 ? [] : [{ kind: 'list', items: named }];
  return {
    headline: [
      { bold: `${grouped(members.length)} ${members.length === 1 ? 'alarm' : 'alarms'}` },
      ' in ',
      channelInline(storm.channel),
      ' since ',
      { time: storm.startedAt, style: 'time' },
      `: ${countsOf(members)}`,
    ],
    badge: badgeOf(storm, members),
    parts: [...list, { kind: 'note', text: stateNote(storm, members) }],
  };
};

/** "1 to 80", or "81" for a single one. */
const range = (first: number, count: number): string =>
  count === 1 ? grouped(first) : `${grouped(first)} to ${grouped(first + count - 1)}`;

/**
 * One page of a storm's list. `first` is the place of its first member in the whole list. A line
 * keeps its place once it has one, whatever becomes of it, so that readers find it again.
 */
export const stormPageCard = (
  { page, first }: { readonly page: number; readonly first: number },
  members: readonly ListedMember[],
  accountName: AccountName,
): Card => {
  const numbered = members.map((member, index) => ({ member, number: `${first + index}. ` }));
  const open = numbered.filter(({ member }) => canAcknowledge(member));
  return {
    headline: [
      { bold: `List, page ${page}` },
      `: ${range(first, members.length)}, new ones at the end: ${countsOf(members)}`,
    ],
    parts: [
      {
        kind: 'list',
        items: numbered.map(({ member, number }) => memberLine(member, accountName, number)),
      },
      ...acknowledgeMenu(open.map(({ member, number }) => entryOf(member, accountName, number))),
    ],
  };
};
