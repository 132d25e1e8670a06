import { type Clock, minute } from '../core/clock.ts';
import type { Placement } from '../core/incident-store.ts';
import { type Post, postPriority } from '../core/post-store.ts';
import type { Tx } from '../core/store.ts';
import type { FlapMeter } from './flaps.ts';
import { lineOf } from './lines.ts';
import { lockedStorm } from './locked.ts';
import { wantAnew } from './new-post.ts';
import type { Change } from './record.ts';
import type { Storms } from './storm.ts';
import { createThreadLine } from './thread-line.ts';

export interface ChangeRootDeps {
  readonly storms: Storms;
  readonly flaps: FlapMeter;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Called as soon as a post can be seen, with its channel. */
  readonly posted: (channel: string) => void;
}

/** In a storm everything that is not the storm's own goes slower. */
const stormEditMs = 15_000;
const stormReplyMs = 60_000;

/** A deployment makes hundreds of calls; the message itself says who, what and how many at once. */
const recordsReplyMs = 5 * minute;

/** How long lines of such a change are collected at least. */
const collectedMs = ({ alert, isReopened }: Change, isStorm: boolean): number => {
  if (alert.phase === 'event' && alert.events !== undefined && !isReopened) return recordsReplyMs;
  return isStorm ? stormReplyMs : 0;
};

/** Shows a change of what has a message of its own: the message is edited, its thread gets a line. */
export const createChangeRoot = (deps: ChangeRootDeps) => {
  const { storms, flaps, clock, posted } = deps;
  const addLine = createThreadLine(deps);

  return async (tx: Tx, placement: Placement, root: Post, change: Change): Promise<void> => {
    const now = clock.now();
    const storm = await storms.at(tx, root.channel, root.id);
    if (storm !== undefined && placement.stormId === undefined)
      await tx.incidents.putPlacement({ ...placement, stormId: storm.id });
    const calm = flaps.note(change.incident.id, now);
    const isStorm = storm !== undefined;
    const spacingMs = isStorm ? Math.max(calm.editMs, stormEditMs) : calm.editMs;
    const replyMs = Math.max(calm.replyMs, collectedMs(change, isStorm));
    const priority = postPriority.change;
    await tx.posts.update(root.id, wantAnew(root, { now, spacingMs, priority }));
    const { incident, isReopened, alert } = change;
    const broadcast = isReopened && !isStorm && flaps.mayBroadcast(incident.id, now);
    // Of what is one of many the root tells the number.
    if (alert.foldsWithinMs === undefined || isReopened)
      await addLine(tx, root, lineOf(alert, change), { replyMs, broadcast });
    tx.whenVisible(() => posted(root.channel));
    const own =
      placement.stormId === undefined || placement.stormId === storm?.id
        ? storm
        : await lockedStorm(tx, placement.stormId);
    if (own !== undefined) await storms.touch(tx, own);
  };
};
