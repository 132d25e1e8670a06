import { createHash } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import type { Alert } from '../core/alert.ts';
import type { EvidenceEvent } from '../core/evidence.ts';
import type { Account, Suppression } from '../core/settings.ts';
import type { Tx } from '../core/store.ts';
import { fitsPattern } from '../core/wildcard.ts';
import { detectionById } from '../detections/by-id.ts';

const versionOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

const isWithin = (address: string | undefined, block: string): boolean => {
  if (address === undefined || isIP(address) === 0) return false;
  const [start = '', bits] = block.split('/');
  const list = new BlockList();
  const version = versionOf(start);
  list.addSubnet(
    start,
    bits === undefined ? (version === 'ipv4' ? 32 : 128) : Number(bits),
    version,
  );
  return list.check(address, versionOf(address));
};

const fits = (text: string | undefined, pattern: string | undefined): boolean =>
  pattern === undefined || (text !== undefined && fitsPattern(pattern.split('*'), text));

/** The session's name; where somebody vouches for another name, that is not it. */
const sessionOf = ({ human }: EvidenceEvent): string | undefined =>
  human.role === undefined ? undefined : human.name;

const covers = (
  { actors, detections, userAgent, address, session }: Suppression,
  event: EvidenceEvent,
): boolean =>
  actors.includes(event.actor) &&
  event.detections.every(
    (id) =>
      detectionById(id)?.guardsTheGuards === false &&
      (detections === undefined || detections.includes(id)),
  ) &&
  fits(event.trail.userAgent, userAgent) &&
  fits(sessionOf(event), session) &&
  (address === undefined || isWithin(event.trail.address, address));

const isIn = (
  { accounts: wanted }: Suppression,
  account: string | undefined,
  accounts: readonly Account[],
): boolean => {
  if (wanted === undefined) return true;
  const known = accounts.find(({ id }) => id === account);
  const words = known === undefined ? [account] : [known.id, known.name, ...known.groups];
  return words.some((word) => word !== undefined && wanted.includes(word));
};

interface Settings {
  readonly suppress: readonly Suppression[];
  readonly accounts: readonly Account[];
}

/**
 * The suppression that an alert of CloudTrail falls under, with all it tells of; undefined: none, and
 * never of what guards the account. Whose call it was is AWS's word; what callers choose for
 * themselves only narrows it.
 */
export const suppressionOf = (
  { events = [], account }: Pick<Alert, 'events' | 'account'>,
  { suppress, accounts }: Settings,
  now: number,
): Suppression | undefined =>
  events.length === 0
    ? undefined
    : suppress.find(
        (one) =>
          one.until > now &&
          isIn(one, account, accounts) &&
          events.every((event) => event.detections.length > 0 && covers(one, event)),
      );

/** What is over by now; whoever wrote it may not know that it holds no more. */
export const suppressionProblems = (
  suppress: readonly Suppression[],
  now: number,
): readonly string[] =>
  suppress
    .filter(({ until }) => until <= now)
    .map(({ reason, until }) => {
      const last = new Date(until - 1).toISOString().slice(0, 10);
      return `The suppression "${reason}" ended with ${last}, and its events are told again: remove it, or give it a later until.`;
    });

const counterOf = (suppression: Suppression): string => {
  const { reason: _, until: __, ...what } = suppression;
  const hash = createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16);
  return `suppressed ${hash}`;
};

/** How many alerts it kept from people so far; another reason or a later end is the same suppression. */
export const suppressedBy = async (tx: Tx, suppression: Suppression): Promise<number> =>
  Number((await tx.meta.get(counterOf(suppression))) ?? 0);

export const countSuppressed = (tx: Tx, suppression: Suppression): Promise<void> =>
  tx.meta.add(counterOf(suppression), 1);
