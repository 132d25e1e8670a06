import type { Destination } from '../core/alert.ts';
import type { Storm } from '../core/channel-store.ts';
import type { Incident, Placement } from '../core/incident-store.ts';
import type { Tx } from '../core/store.ts';
import { type ChangeRootDeps, createChangeRoot } from './change-root.ts';
import { createGiveRoot, type GiveRootDeps } from './give-root.ts';
import { lockedPost, lockedStorm } from './locked.ts';
import type { Change } from './record.ts';
import { allowsRoot } from './storm.ts';

type ShowDeps = ChangeRootDeps & GiveRootDeps;

/** Shows what has no message yet. */
const createOpen = (deps: ShowDeps) => {
  const { storms } = deps;
  const { targetOf, give } = createGiveRoot(deps);

  /** Shows what has no message here yet: by one of its own, or by the storm's. */
  const open = async (tx: Tx, placement: Placement, isReopened: boolean): Promise<void> => {
    const target = await targetOf(tx, placement);
    const storm = await storms.at(tx, target.channel);
    const stormId = storm?.id ?? placement.stormId;
    const hasRoot = storm === undefined || allowsRoot(storm, placement.severity.level, isReopened);
    if (hasRoot) await give(tx, { ...placement, stormId }, target);
    else await tx.incidents.putPlacement({ ...placement, stormId });
    if (storm !== undefined) await storms.touch(tx, storm, hasRoot);
  };

  return open;
};

/** Puts incidents before people: roots, edits, thread lines, or a line in a storm's list. */
export const createShow = (deps: ShowDeps) => {
  const { storms } = deps;
  const open = createOpen(deps);
  const changeRoot = createChangeRoot(deps);

  /** A change of what only stands in a storm's list. */
  const changeMember = async (tx: Tx, placement: Placement, storm: Storm, change: Change) => {
    const fires = !change.isLate && change.alert.phase === 'firing';
    const isBack = storm.endedAt === undefined ? change.isReopened : fires;
    const isOver = storm.endedAt !== undefined;
    if (isBack && (isOver || allowsRoot(storm, placement.severity.level, true))) {
      await open(tx, placement, true);
      if (isOver) await storms.touch(tx, storm);
    } else {
      await storms.touch(tx, storm);
    }
  };

  const showChange = async (tx: Tx, placement: Placement, change: Change): Promise<void> => {
    const root = placement.postId && (await lockedPost(tx, placement.postId));
    if (root) return changeRoot(tx, placement, root, change);
    const storm = placement.stormId && (await lockedStorm(tx, placement.stormId));
    return storm
      ? changeMember(tx, placement, storm, change)
      : open(tx, placement, change.isReopened);
  };

  /** Shows an incident where it does not stand yet. */
  const showNew = (tx: Tx, { id }: Incident, destination: Destination): Promise<void> => {
    const { channel, severity, why } = destination;
    const nowhere = { postId: undefined, stormId: undefined };
    return open(tx, { incidentId: id, channel, severity, why, ...nowhere }, false);
  };

  /** Shows an incident that was kept back until now. */
  const showHeld = (tx: Tx, placement: Placement): Promise<void> => open(tx, placement, false);

  return { showChange, showNew, showHeld };
};

export type Show = ReturnType<typeof createShow>;
