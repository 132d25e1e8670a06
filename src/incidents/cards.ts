import type { Card, CardPart } from '../core/card.ts';
import { type Clock, minute } from '../core/clock.ts';
import type { Incident } from '../core/incident-store.ts';
import type { Post } from '../core/post-store.ts';
import type { Tx } from '../core/store.ts';
import type { Text } from '../core/text.ts';
import { workId } from './close.ts';
import { isFiring } from './fold.ts';
import type { AccountName } from './headline.ts';
import { countLines } from './lines.ts';
import { lookWork } from './looks.ts';
import { mutedFacts } from './mute-words.ts';
import { createMuting, type Guards } from './mutes.ts';
import { rootButtons } from './root-buttons.ts';
import { alertCard, flapsFrom, rootCard } from './root-card.ts';
import { channelInline } from './storm-cards.ts';
import { createStormMessages } from './storm-messages.ts';

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
    fired: isOver ? alerts.findLast(isFiring) : undefined,
  };
};

/** Is somebody to look for what tripped it? */
const isLooked = async (tx: Tx, incident: Incident): Promise<boolean> =>
  incident.latest.alarm !== undefined &&
  (await tx.due.get(workId(lookWork, incident))) !== undefined;

/** What each message says at this moment; undefined when what it is about is not there any more. */
export const createCards = ({ accountName, clock, guards }: CardsDeps) => {
  const mutingOf = createMuting({ now: clock.now, guards });
  const { storm, page } = createStormMessages(accountName);

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
