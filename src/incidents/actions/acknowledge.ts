import type { Deed } from '../../core/action.ts';
import type { Card } from '../../core/card.ts';
import {
  type Acknowledgement,
  type Incident,
  type Placement,
  type Post,
  postPriority,
  type Tx,
} from '../../core/store.ts';
import type { Text } from '../../core/text.ts';
import { acknowledgedLine, acknowledgeId, canAcknowledge } from '../acknowledgement.ts';
import { createGiveRoot, type GiveRootDeps } from '../give-root.ts';
import { lockedIncident, lockedPost, lockedStorm } from '../locked.ts';
import { wantAnew } from '../new-post.ts';
import { reviseStorm } from '../storm.ts';
import { createThreadLine } from '../thread-line.ts';

/** Somebody did this: no change of an alarm's, and no sign of a storm. */
const byPerson = { isByPerson: true } as const;

const nothingDone = (headline: Text): Card => ({
  badge: { emoji: 'information_source', word: 'NOTE' },
  headline,
  parts: [],
});

const goneCard = nothingDone(['This incident is not kept any more.']);

/** Why it cannot be acknowledged, to whoever tried. */
const tooLateCard = ({ latest, lastAt, acknowledged }: Incident, user: string): Card => {
  if (acknowledged === undefined)
    return nothingDone([
      { bold: latest.name },
      ' is over since ',
      { time: lastAt, style: 'date-time' },
      ': there is nothing to acknowledge.',
    ]);
  const { by, at } = acknowledged;
  const who: Text = by === user ? ['you'] : [{ user: by }];
  return nothingDone([
    { bold: latest.name },
    ' was already acknowledged by ',
    ...who,
    ' at ',
    { time: at, style: 'time' },
    '.',
  ]);
};

const doneCard = ({ latest }: Incident): Card => ({
  badge: { emoji: 'eyes', word: 'ACKNOWLEDGED' },
  headline: ['You took over ', { bold: latest.name }, '.'],
  parts: [],
});

/** Shows in one channel that somebody took an incident over. */
const createShowTaken = (deps: GiveRootDeps) => {
  const { clock, posted } = deps;
  const { targetOf, give } = createGiveRoot(deps);
  const addLine = createThreadLine(deps);

  const rewrite = async (tx: Tx, root: Post): Promise<Post> => {
    const priority = postPriority.change;
    const anew = wantAnew(root, { now: clock.now(), spacingMs: 0, priority });
    await tx.posts.update(root.id, anew, byPerson);
    tx.whenVisible(() => posted(root.channel));
    return root;
  };

  const open = async (tx: Tx, placement: Placement): Promise<Post> => {
    const target = await targetOf(tx, placement);
    await tx.channels.lock(target.channel);
    return give(tx, placement, target, byPerson);
  };

  return async (tx: Tx, placement: Placement, taken: Acknowledgement): Promise<void> => {
    const known = placement.postId && (await lockedPost(tx, placement.postId));
    const root = known ? await rewrite(tx, known) : await open(tx, placement);
    await addLine(tx, root, acknowledgedLine(taken), { replyMs: 0, broadcast: false });
    const storm = placement.stormId && (await lockedStorm(tx, placement.stormId));
    if (storm) await reviseStorm(tx, storm, clock.now());
  };
};

/** Whoever presses it owns the incident from then on, until it is over or fires again. */
export const createAcknowledge = (deps: GiveRootDeps): Deed => {
  const showTaken = createShowTaken(deps);
  return {
    id: acknowledgeId,
    right: 'acknowledge',
    incidentOf: (tx, value) => tx.incidents.get(value),
    run: async (tx, { by, value }) => {
      const incident = await lockedIncident(tx, value);
      if (incident === undefined) return goneCard;
      const { user } = by.id;
      if (!canAcknowledge(incident)) return tooLateCard(incident, user);
      const acknowledged = { by: user, at: deps.clock.now() };
      await tx.incidents.put({ ...incident, acknowledged, revision: incident.revision + 1 });
      for (const placement of await tx.incidents.placements(incident.id))
        await showTaken(tx, placement, acknowledged);
      return doneCard(incident);
    },
  };
};
