import type { Clock } from '../core/clock.ts';
import type { Incident, Placement } from '../core/incident-store.ts';
import { postPriority } from '../core/post-store.ts';
import type { Tx } from '../core/store.ts';
import type { Text } from '../core/text.ts';
import { lockedPost, lockedStorm } from './locked.ts';
import { wantAnew } from './new-post.ts';
import { reviseStorm } from './storm.ts';
import { createThreadLine } from './thread-line.ts';

interface ReviseDeps {
  readonly clock: Clock;
  readonly newId: () => string;
  /** Called as soon as a post can be seen, with its channel. */
  readonly posted: (channel: string) => void;
}

export interface Added {
  readonly line: Text;
  readonly broadcast: boolean;
}

/** More is known of something, which is no sign of a storm: nothing of the alarm's has changed. */
const noSign = { isByPerson: true } as const;

const stormEditMs = 15_000;

/**
 * Writes anew what stands of an incident, after everything that is more urgent, and adds a line to
 * its threads. What has no message of its own gets none by it.
 */
export const createRevise = ({ clock, newId, posted }: ReviseDeps) => {
  const addLine = createThreadLine({ clock, newId });

  const reviseRoot = async (tx: Tx, postId: string, added: Added | undefined): Promise<void> => {
    const root = await lockedPost(tx, postId);
    if (root === undefined) return;
    const isStorm = (await tx.storms.active(root.channel)) !== undefined;
    const spacingMs = isStorm ? stormEditMs : 0;
    const priority = postPriority.evidence;
    const anew = wantAnew(root, { now: clock.now(), spacingMs, priority });
    await tx.posts.update(root.id, anew, noSign);
    if (added !== undefined) {
      const broadcast = added.broadcast && !isStorm;
      await addLine(tx, root, added.line, { replyMs: 0, broadcast });
    }
    tx.whenVisible(() => posted(root.channel));
  };

  const reviseIn = async (tx: Tx, placement: Placement, added?: Added): Promise<void> => {
    if (placement.postId !== undefined) await reviseRoot(tx, placement.postId, added);
    const storm = placement.stormId && (await lockedStorm(tx, placement.stormId));
    if (storm) await reviseStorm(tx, storm, clock.now());
  };

  return async (tx: Tx, { id }: Pick<Incident, 'id'>, added?: Added): Promise<void> => {
    for (const placement of await tx.incidents.placements(id)) await reviseIn(tx, placement, added);
  };
};

export type Revise = ReturnType<typeof createRevise>;
