import { isIP } from 'node:net';
import { meansOf } from '../../core/call-words.ts';
import { shownCaller, shownHuman } from '../../core/human-words.ts';
import type { Text } from '../../core/text.ts';
import { untrusted } from '../../core/text.ts';
import { counted, shownNumber } from '../../core/words.ts';
import type { Chain } from './chain.ts';
import type { Folded } from './fold.ts';
import type { WhodidQuery } from './query.ts';
import type { Row } from './row.ts';
import type { Found } from './search.ts';
import { predicate } from './sentence.ts';
import { originOf } from './who.ts';

export interface Told {
  readonly found: Found;
  readonly folded: Folded;
  readonly chain: Chain | undefined;
  readonly member: string | undefined;
  readonly isSelf: boolean;
}

/** " at 14:03 from 198.51.100.7, console, with MFA". */
const circumstances = (row: Row, now: number): Text => {
  const { event, at, human } = row;
  const style = now - at < 20 * 3_600_000 ? 'time' : 'date-time';
  const by = meansOf(event, human);
  // A service has its name in the place of an address.
  const isAddress = isIP(event.address ?? '') !== 0 && human.through === undefined;
  return [
    ' at ',
    { time: at, style },
    ...(isAddress && event.address !== undefined ? [' from ', untrusted(event.address)] : []),
    ...(by === undefined ? [] : [`, ${by}`]),
    ...(event.mfa === true ? [', with MFA'] : []),
  ];
};

const who = (row: Row, chain: Chain | undefined, member: string | undefined): Text => {
  const origin = originOf(chain);
  return origin === undefined
    ? shownCaller(row.human, member)
    : [...shownHuman(origin, member), ' as ', ...shownCaller(row.human)];
};

/** How many calls there are besides, and whether it is the newest of them. */
const count = ({ found, folded }: Told, row: Row): Text => {
  const total = found.rows.length;
  if (total < 2) return [];
  const isMore = found.frontier !== undefined || folded.isCut;
  const calls = isMore ? `more than ${counted(total - 1, 'call')}` : counted(total, 'call');
  return [` (${row === folded.shown[0] ? 'the newest' : 'one'} of ${calls})`];
};

const sentence = (told: Told, row: Row, now: number): Text => {
  return [
    ...who(row, told.chain, told.member),
    ...predicate(row),
    ...circumstances(row, now),
    ...count(told, row),
  ];
};

const notRead = ({ pairs, unread }: Found): string =>
  `${shownNumber(unread.length)} of ${counted(pairs.length, 'account-region')} ${unread.length === 1 ? 'was' : 'were'} not read`;

const nothing = ({ found, isSelf }: Told, query: WhodidQuery): Text => {
  const { plan, unread, pairs, sources } = found;
  if (plan.notRecorded !== undefined && sources.length === 0 && query.term?.kind === 'event')
    return [
      'Event history does not record ',
      untrusted(query.term.name),
      `: it is ${plan.notRecorded}`,
    ];
  if (found.isTooOld) return ['Event history keeps 90 days, and all of that time is longer ago'];
  if (pairs.length > 0 && unread.length === pairs.length)
    return ['Nothing could be read, so this says nothing about what happened'];
  if (unread.length > 0)
    return [`No match in what was read, but ${notRead(found)}: this is no answer yet`];
  return [isSelf ? 'No such call of yours was found' : 'Nothing found: no such call is recorded'];
};

const isChange = ({ record, event }: Row): boolean =>
  event.outcome === 'ok' && record['readOnly'] !== true && record['readOnly'] !== 'true';

/** What the headline tells: the newest call that changed something, else the newest one. */
export const mostTelling = ({ groups }: Folded): Row | undefined =>
  (groups.find(({ newest }) => isChange(newest)) ?? groups[0])?.newest;

/** The answer in one sentence. */
export const headlineOf = (told: Told, query: WhodidQuery, now: number): Text => {
  const row = mostTelling(told.folded);
  return row === undefined ? nothing(told, query) : sentence(told, row, now);
};
