import type { Incident, Placement } from '../core/incident-store.ts';
import { type Post, postPriority } from '../core/post-store.ts';
import type { Tx } from '../core/store.ts';
import type { Text } from '../core/text.ts';
import { createGiveRoot, type GiveRootDeps } from './give-root.ts';
import { lockedPost, lockedStorm } from './locked.ts';
import { wantAnew } from './new-post.ts';
import { reviseStorm } from './storm.ts';
import { createThreadLine } from './thread-line.ts';

/** Somebody did this: no change of an alarm's, and no sign of a storm. */
const byPerson = { isByPerson: true } as const;

export interface ShownDeed {
  /** Of the thread; undefined: only what the messages say has changed. */
  readonly line: Text | undefined;
  /** What stands in a storm's list alone gets a message of its own. */
  readonly opensRoot?: boolean;
}

/** Shows wherever an incident stands what was done to it. After `lockedIncident`. */
export const createShowDeed = (deps: GiveRootDeps) => {
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

  const showIn = async (tx: Tx, placement: Placement, deed: ShownDeed): Promise<void> => {
    const known = placement.postId && (await lockedPost(tx, placement.postId));
    const opened = deed.opensRoot ? () => open(tx, placement) : () => undefined;
    const root = known ? await rewrite(tx, known) : await opened();
    if (root !== undefined && deed.line !== undefined)
      await addLine(tx, root, deed.line, { replyMs: 0, broadcast: false });
    const storm = placement.stormId && (await lockedStorm(tx, placement.stormId));
    if (storm) await reviseStorm(tx, storm, clock.now());
  };

  return async (tx: Tx, { id }: Pick<Incident, 'id'>, deed: ShownDeed): Promise<void> => {
    for (const placement of await tx.incidents.placements(id)) await showIn(tx, placement, deed);
  };
};
