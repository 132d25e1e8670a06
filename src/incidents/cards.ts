import type { Card, CardPart } from '../core/card.ts';
import { type Clock, minute } from '../core/clock.ts';
import type { Incident, Post, Tx } from '../core/store.ts';
import type { Text } from '../core/text.ts';
import { acknowledgeButtons } from './acknowledgement.ts';
import type { AccountName } from './headline.ts';
import { countLines } from './lines.ts';
import { alertCard, flapsFrom, rootCard } from './root-card.ts';
import { channelInline, type ListedMember, stormCard, stormPageCard } from './storm-cards.ts';
import { membersOn, membersPerPage } from './storm-upkeep.ts';

export { alertCard };

interface CardsDeps {
  readonly accountName: AccountName;
  readonly clock: Clock;
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
const historyOf = async (tx: Tx, { id, lastAt, revision, phase, firings }: Incident) => {
  const isOver = phase === 'resolved' && firings > 0;
  if (revision < flapsFrom && !isOver) return { recentChanges: revision, fired: undefined };
  const alerts = (await tx.incidents.transitions(id)).map(({ alert }) => alert);
  return {
    // By the source's clock.
    recentChanges: alerts.filter(({ at }) => at > lastAt - 10 * minute).length,
    fired: isOver ? alerts.findLast((alert) => alert.phase === 'firing') : undefined,
  };
};

/** A page's owner is `<storm id>/<number>`. */
const pageOf = ({ owner }: Post) => {
  const slash = owner.lastIndexOf('/');
  return { stormId: owner.slice(0, slash), number: Number(owner.slice(slash + 1)) };
};

/** What each message says at this moment; undefined when what it is about is not there any more. */
export const createCards = ({ accountName }: CardsDeps) => {
  const root = async (tx: Tx, post: Post): Promise<Card | undefined> => {
    const incident = await tx.incidents.get(post.owner);
    if (incident === undefined) return undefined;
    const placements = await tx.incidents.placements(post.owner);
    const placement = placements.find(({ postId }) => postId === post.id);
    if (placement === undefined) return undefined;
    const { severity, why } = placement;
    const history = await historyOf(tx, incident);
    const actions = acknowledgeButtons(incident);
    return rootCard(incident, { severity, why, ...history, actions }, accountName);
  };

  const storm = async (tx: Tx, post: Post): Promise<Card | undefined> => {
    const found = await tx.storms.get(post.owner);
    if (found === undefined) return undefined;
    return stormCard(found, await tx.incidents.stormMembers(found.id), accountName);
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
    const first = (number - 1) * membersPerPage + 1;
    return shown.length === 0
      ? undefined
      : stormPageCard({ page: number, first }, shown, accountName);
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
