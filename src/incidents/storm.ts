import type { Storm } from '../core/channel-store.ts';
import { minute } from '../core/clock.ts';
import type { Placement } from '../core/incident-store.ts';
import { postPriority } from '../core/post-store.ts';
import type { Severity } from '../core/severity.ts';
import type { Tx } from '../core/store.ts';
import { newPost } from './new-post.ts';

/** More roots, new or changed, than this within this time make a storm, until this much quiet. */
const thresholds = [
  { roots: 20, withinMs: 15 * minute, quietMs: 5 * minute },
  { roots: 5, withinMs: 10_000, quietMs: minute },
] as const;

/** Members that get a message of their own, the critical ones that had one included. */
const rootsForCritical = 20;

/** Roots of a storm at most, those that set it off included: a slow storm has many of these. */
const rootsInAll = 31;

interface RecentRoot {
  readonly postId: string;
  readonly owner: string;
  readonly at: number;
}

interface Trigger {
  readonly quietMs: number;
  readonly roots: readonly RecentRoot[];
}

/** Would one more root be too many? Then these are the ones that set off the storm. */
const stormTrigger = (recent: readonly RecentRoot[], now: number): Trigger | undefined => {
  for (const { roots, withinMs, quietMs } of thresholds) {
    const within = recent.filter(({ at }) => at > now - withinMs);
    if (within.length >= roots) return { quietMs, roots: within };
  }
  return undefined;
};

/** In a storm, a message of its own is for the critical and for what came back; up to a limit. */
export const allowsRoot = (storm: Storm, level: Severity, isReopened: boolean): boolean =>
  (level === 'critical' || isReopened) && storm.criticalRoots < rootsForCritical;

/** The due work that keeps a storm's messages true. */
export const stormWork = 'storm';

const upkeepMs = 5_000;

/** Has the storm's messages brought up to date, without its going on for longer. */
export const reviseStorm = async (tx: Tx, storm: Storm, now: number): Promise<void> => {
  await tx.storms.put({ ...storm, revision: storm.revision + 1 });
  // All changes of a few seconds ask for the same moment, so none of them puts it off for ever.
  const at = (Math.floor(now / upkeepMs) + 1) * upkeepMs;
  await tx.due.put({ id: `${stormWork}/${storm.id}`, kind: stormWork, at, payload: storm.id });
};

export interface StormDeps {
  readonly now: () => number;
  readonly newId: () => string;
  readonly posted: (channel: string) => void;
}

const placementOf = async (tx: Tx, root: RecentRoot): Promise<Placement | undefined> =>
  (await tx.incidents.placements(root.owner)).find(({ postId }) => postId === root.postId);

/** Takes the roots in as members; returns how many of them are critical. */
const takeIn = async (tx: Tx, stormId: string, roots: readonly RecentRoot[]): Promise<number> => {
  let critical = 0;
  for (const root of roots) {
    const placement = await placementOf(tx, root);
    // One that stands in the list of an earlier storm goes on being counted there.
    if (placement === undefined || placement.stormId !== undefined) continue;
    await tx.incidents.putPlacement({ ...placement, stormId });
    critical += Number(placement.severity.level === 'critical');
  }
  return critical;
};

/** Starts storms and notes what happens in them; see `storm-upkeep.ts` for how they are shown and end. */
export const createStorms = ({ now, newId, posted }: StormDeps) => {
  const start = async (tx: Tx, channel: string, { quietMs, roots }: Trigger): Promise<Storm> => {
    const id = newId();
    const at = now();
    const critical = await takeIn(tx, id, roots);
    const storm: Storm = {
      id,
      channel,
      startedAt: Math.min(at, ...roots.map((root) => root.at)),
      lastAt: at,
      quietMs,
      endedAt: undefined,
      criticalRoots: Math.max(critical, roots.length + rootsForCritical - rootsInAll),
      revision: 1,
    };
    await tx.storms.put(storm);
    const priority = postPriority.critical;
    await tx.posts.insert(
      newPost({ id: newId(), kind: 'storm', channel, owner: id, priority, now: at }),
    );
    tx.whenVisible(() => posted(channel));
    return storm;
  };

  /** The channel's storm, which begins here if one more root than `rootId`'s would be too many. */
  const at = async (tx: Tx, channel: string, rootId?: string): Promise<Storm | undefined> => {
    // Two replicas that count at the same moment would start two.
    await tx.channels.lock(channel);
    const active = await tx.storms.active(channel);
    if (active !== undefined) return active;
    const recent = await tx.posts.recentRoots(channel, now() - thresholds[0].withinMs);
    const trigger = stormTrigger(
      recent.filter(({ postId }) => postId !== rootId),
      now(),
    );
    return trigger && start(tx, channel, trigger);
  };

  /** Notes a new or changed member, so that the storm's messages are brought up to date. */
  const touch = (tx: Tx, storm: Storm, hasNewRoot = false): Promise<void> => {
    const lastAt = storm.endedAt === undefined ? now() : storm.lastAt;
    const criticalRoots = storm.criticalRoots + Number(hasNewRoot);
    return reviseStorm(tx, { ...storm, lastAt, criticalRoots }, now());
  };

  return { at, touch };
};

export type Storms = ReturnType<typeof createStorms>;
