import type { Card, CardPart } from '../core/card.ts';
import { type Clock, minute } from '../core/clock.ts';
import type { Incident, Post, Tx } from '../core/store.ts';
import type { Text } from '../core/text.ts';
import { workId } from './close.ts';
import type { AccountName } from './headline.ts';
import { countLines } from './lines.ts';
import { lookWork } from './looks.ts';
import { mutedFacts } from './mute-words.ts';
import { createMuting, type Guards } from './mutes.ts';
import { rootButtons } from './root-buttons.ts';
import { alertCard, flapsFrom, rootCard } from './root-card.ts';
import {
  channelInline,
  type ListedMember,
  namedMembers,
  stormCard,
  stormPageCard,
} from './storm-cards.ts';
import { membersOn, membersPerPage } from './storm-upkeep.ts';

export { alertCard };

interface CardsDeps {
  readonly accountName: AccountName;
  readonly clock: Clock;
  readonly guards: Guards;
}

/** Says of a message in the fallback channel where it was meant to go, why it could not, and the cure. */
const detour = ({ meantFor, reason }: Post): readonly CardPart[] =>
  meantFor === undefined
    ? []
    : [
        {
          kind: 'text',
          text: [
            'Meant for ',
            channelInline(meantFor),
            `, where the bot cannot write${reason === undefined ? '.' : `: ${reason}`}`,
          ],
        },
      ];

/** A few lines as one reply: the newest is what a notification shows, before it the earlier ones. */
const replyCard = (lines: readonly Text[]): Card | undefined => {
  const newest = lines.at(-1);
  if (newest === undefined) return undefined;
  if (lines.length === 1) return { headline: newest, parts: [] };
  return {
    headline: [...newest, ` (the last of ${countLines(lines)} changes)`],
    parts: [{ kind: 'list', items: lines.slice(0, -1) }],
  };
};

/** What its earlier transitions say; they are read only where they matter. */
const historyOf = async (tx: Tx, incident: Incident) => {
  const { id, lastAt, revision, phase, firings, okSince } = incident;
  const isOver = (phase === 'resolved' || okSince !== undefined) && firings > 0;
  if (revision < flapsFrom && !isOver) return { recentChanges: revision, fired: undefined };
  const alerts = (await tx.incidents.transitions(id)).map(({ alert }) => alert);
  return {
    // By the source's clock.
    recentChanges: alerts.filter(({ at }) => at > lastAt - 10 * minute).length,
    fired: isOver
      ? alerts.findLast((alert) => alert.phase === 'firing' || alert.phase === 'event')
      : undefined,
  };
};

/** Is somebody to look for what tripped it? */
const isLooked = async (tx: Tx, incident: Incident): Promise<boolean> =>
  incident.latest.alarm !== undefined &&
  (await tx.due.get(workId(lookWork, incident))) !== undefined;

/** By incident, the one who tripped it, where that is known. */
const whoTripped = async (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const who = new Map<string, string>();
  for (const id of ids) {
    const evidence = await tx.evidence.get(id);
    const [newest] = evidence?.events ?? [];
    if (newest !== undefined) who.set(id, newest.human.name);
  }
  return who;
};

/** A page's owner is `<storm id>/<number>`. */
const pageOf = ({ owner }: Post) => {
  const slash = owner.lastIndexOf('/');
  return { stormId: owner.slice(0, slash), number: Number(owner.slice(slash + 1)) };
};

/** What each message says at this moment; undefined when what it is about is not there any more. */
export const createCards = ({ accountName, clock, guards }: CardsDeps) => {
  const mutingOf = createMuting({ now: clock.now, guards });

  const root = async (tx: Tx, post: Post): Promise<Card | undefined> => {
    const incident = await tx.incidents.get(post.owner);
    if (incident === undefined) return undefined;
    const placements = await tx.incidents.placements(post.owner);
    const placement = placements.find(({ postId }) => postId === post.id);
    if (placement === undefined) return undefined;
    const { severity, why } = placement;
    const history = await historyOf(tx, incident);
    const evidence = await tx.evidence.get(incident.id);
    const muting = await mutingOf(tx, incident, incident.latest, evidence);
    const actions = rootButtons(incident, { muting, ...(evidence && { evidence }) });
    const isLookedFor = evidence === undefined && (await isLooked(tx, incident));
    const found = { evidence, isLookedFor };
    const around = { severity, why, ...history, ...found, muted: mutedFacts(muting), actions };
    return rootCard(incident, around, accountName);
  };

  const storm = async (tx: Tx, post: Post): Promise<Card | undefined> => {
    const found = await tx.storms.get(post.owner);
    if (found === undefined) return undefined;
    const members = await tx.incidents.stormMembers(found.id);
    const named = namedMembers(members).map(({ incidentId }) => incidentId);
    return stormCard(found, members, accountName, await whoTripped(tx, named));
  };

  const page = async (tx: Tx, post: Post): Promise<Card | undefined> => {
    const { stormId, number } = pageOf(post);
    const shown: ListedMember[] = [];
    // One by one: of a storm of ten thousand a page shows only its own.
    for (const id of membersOn(post)) {
      const incident = await tx.incidents.get(id);
      const placements = incident && (await tx.incidents.placements(id));
      const placement = placements?.find((one) => one.stormId === stormId);
      if (incident && placement)
        shown.push({ ...incident, incidentId: id, severity: placement.severity.level });
    }
    const who = await whoTripped(
      tx,
      shown.map(({ incidentId }) => incidentId),
    );
    const members = shown.map((member) => ({ ...member, who: who.get(member.incidentId) }));
    const first = (number - 1) * membersPerPage + 1;
    return shown.length === 0
      ? undefined
      : stormPageCard({ page: number, first }, members, accountName);
  };

  const plainCardFor = async (tx: Tx, post: Post): Promise<Card | undefined> => {
    switch (post.kind) {
      case 'root':
        return root(tx, post);
      case 'storm':
        return storm(tx, post);
      case 'storm-page':
        return page(tx, post);
      case 'reply':
        return replyCard(post.lines);
      case 'notice':
        return post.card;
    }
  };

  const cardFor = async (tx: Tx, post: Post): Promise<Card | undefined> => {
    const card = await plainCardFor(tx, post);
    return card && { ...card, parts: [...detour(post), ...card.parts] };
  };

  return { cardFor };
};
