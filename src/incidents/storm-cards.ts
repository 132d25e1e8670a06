import type { Alert } from '../core/alert.ts';
import type { Card, CardPart } from '../core/card.ts';
import { minute } from '../core/clock.ts';
import { isChannelId } from '../core/ids.ts';
import { severityEmoji } from '../core/severity.ts';
import type { Storm, StormMember } from '../core/store.ts';
import { type Inline, type Text, untrusted } from '../core/text.ts';
import type { AccountName } from './headline.ts';
import { severityBadge } from './root-card.ts';

/** What a line of a storm's list shows. */
export type ListedMember = Pick<StormMember, 'phase' | 'state' | 'firings' | 'latest' | 'severity'>;

/** Members named in the storm's own message, the worst. */
const membersNamed = 10;

/**
 * Characters of a line without its sign: with the sign's name, of up to 19, a full page of lines
 * stays under the 9,000 characters of a message.
 */
const lineLength = 84;
const nameLength = 46;
const placeLength = 18;

const phaseWords = [
  ['firing', 'firing'],
  ['unknown', 'not known'],
  ['event', 'events'],
  ['resolved', 'resolved'],
] as const;

const grouped = (count: number): string => count.toLocaleString('en-US');

const cut = (text: string, length: number): string => {
  const characters = Array.from(text.replaceAll(/\s+/g, ' ').trim());
  return characters.length <= length
    ? characters.join('')
    : `${characters.slice(0, Math.max(length - 1, 0)).join('')}…`;
};

export const channelInline = (channel: string): Inline =>
  isChannelId(channel) ? { channel } : `#${channel}`;

/** "990 firing, 10 resolved". */
const countsOf = (members: readonly ListedMember[]): string =>
  phaseWords
    .map(([phase, word]) => ({ word, count: members.filter((one) => one.phase === phase).length }))
    .filter(({ count }) => count > 0)
    .map(({ count, word }) => `${grouped(count)} ${word}`)
    .join(', ');

const signOf = ({ phase, severity }: ListedMember): string => {
  if (phase === 'resolved') return 'white_check_mark';
  return phase === 'unknown' ? 'grey_question' : severityEmoji[severity];
};

/** "prod, eu-west-1": a list has no room for the account's number as well. */
const shortPlace = ({ account, region }: Alert, accountName: AccountName): string =>
  [account && (accountName(account) ?? account), region]
    .filter((part) => part !== undefined)
    .map((part) => cut(part, placeLength))
    .join(', ');

/** A member in one line: sign, name, state, place. */
const memberLine = (member: ListedMember, accountName: AccountName): Text => {
  const { latest, firings, state } = member;
  const times = firings > 1 ? ` ×${firings}` : '';
  const place = shortPlace(latest, accountName);
  const said = cut(`${state}${times}${place === '' ? '' : `, ${place}`}`, lineLength - nameLength);
  const name = cut(latest.name.untrusted, nameLength);
  return [{ emoji: signOf(member) }, ' ', { bold: untrusted(name) }, ` ${said}`];
};

/** The storm's sign is that of its worst member that is not over. */
const badgeOf = (
  { endedAt }: Storm,
  members: readonly StormMember[],
): NonNullable<Card['badge']> => {
  const open = members.filter(({ phase }) => phase !== 'resolved');
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
  const list = `The whole list is in the thread; ${grouped(own)} have a message of their own.`;
  return storm.endedAt === undefined
    ? [`Too many to show one by one until it has been quiet for ${quiet}. ${list}`]
    : [
        'The storm ended at ',
        { time: storm.endedAt, style: 'date-time' },
        ` after ${quiet} of quiet; this stays as its record. ${list}`,
      ];
};

/** A storm's message: what came, how much of it still fires, the worst by name. */
export const stormCard = (
  storm: Storm,
  members: readonly StormMember[],
  accountName: AccountName,
): Card => {
  const open = members.filter(({ phase }) => phase !== 'resolved');
  const named = open.slice(0, membersNamed).map((member) => memberLine(member, accountName));
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
): Card => ({
  headline: [
    { bold: `List, page ${page}` },
    `: ${range(first, members.length)}, new ones at the end: ${countsOf(members)}`,
  ],
  parts: [{ kind: 'list', items: members.map((member) => memberLine(member, accountName)) }],
});
