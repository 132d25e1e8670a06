import type { Storm } from '../../core/channel-store.ts';
import { minute } from '../../core/clock.ts';
import type { Incident, Placement } from '../../core/incident-store.ts';
import type { Post } from '../../core/post-store.ts';
import type { Tx } from '../../core/store.ts';
import type { Text } from '../../core/text.ts';
import type { AccountName } from '../headline.ts';
import { lockedIncident } from '../locked.ts';
import { createMuting, isMuted, type MutingDeps } from '../mutes.ts';
import { stormCard } from '../storm-cards.ts';
import type { Call, CallStep } from './calls.ts';
import { toldEvidence } from './told.ts';
import { callHeadline } from './words.ts';

/** The due work that only marks that a storm has called; it does nothing when its time comes. */
export const stormCalledWork = 'storm-called';

/** So long a storm calls nobody again for the same step, however many of its members would. */
const stormQuietMs = 15 * minute;

/** The message whose thread a call goes to, and what it says. */
export interface CallTarget {
  readonly incident: Incident;
  readonly placement: Placement;
  readonly parent: Post;
  readonly headline: Text;
}

/** `later`: the storm has called people already, this one need not. */
export type FoundTarget =
  | { readonly kind: 'target'; readonly target: CallTarget }
  | { readonly kind: 'later' }
  | { readonly kind: 'over' };

interface TargetDeps extends MutingDeps {
  readonly accountName: AccountName;
}

const isSeenTo = ({ phase, acknowledged, closed }: Incident): boolean =>
  phase === 'resolved' || acknowledged !== undefined || closed !== undefined;

export const createFindTarget = (deps: TargetDeps) => {
  const { now, accountName } = deps;
  const mutingOf = createMuting(deps);

  const stormOf = async (tx: Tx, { stormId, postId }: Placement): Promise<Storm | undefined> => {
    const storm = stormId === undefined ? undefined : await tx.storms.get(stormId);
    // With a message of its own and the storm over, it calls for itself.
    return storm?.endedAt !== undefined && postId !== undefined ? undefined : storm;
  };

  /** True once in a quarter of an hour. */
  const mayStormCall = async (tx: Tx, storm: Storm, step: CallStep): Promise<boolean> => {
    await tx.channels.lock(storm.channel);
    const id = `${stormCalledWork} ${storm.id} ${step}`;
    const marked = await tx.due.get(id);
    if (marked !== undefined && marked.at > now()) return false;
    await tx.due.put({ id, kind: stormCalledWork, at: now() + stormQuietMs, payload: id });
    return true;
  };

  const stormTarget = async (
    tx: Tx,
    storm: Storm,
    { incident, placement }: Pick<CallTarget, 'incident' | 'placement'>,
    step: CallStep,
  ): Promise<FoundTarget> => {
    const [parent] = await tx.posts.ofOwner('storm', storm.id);
    if (parent === undefined || !(await mayStormCall(tx, storm, step))) return { kind: 'later' };
    const { headline } = stormCard(storm, await tx.incidents.stormMembers(storm.id), accountName);
    return { kind: 'target', target: { incident, placement, parent, headline } };
  };

  /** Where an incident's call goes, as long as nobody sees to it. */
  return async (tx: Tx, call: Call, step: CallStep): Promise<FoundTarget> => {
    const incident = await lockedIncident(tx, call.incidentId);
    if (incident === undefined || isSeenTo(incident)) return { kind: 'over' };
    if (isMuted(await mutingOf(tx, incident))) return { kind: 'over' };
    const placements = await tx.incidents.placements(incident.id);
    const placement = placements.find(({ channel }) => channel === call.channel);
    if (placement === undefined) return { kind: 'over' };
    const storm = await stormOf(tx, placement);
    if (storm !== undefined) return stormTarget(tx, storm, { incident, placement }, step);
    const parent = placement.postId && (await tx.posts.get(placement.postId));
    if (!parent) return { kind: 'over' };
    const evidence = await toldEvidence(tx, incident.id);
    const headline = callHeadline(incident.latest, evidence, accountName);
    return { kind: 'target', target: { incident, placement, parent, headline } };
  };
};

/** Marks go away when their time is over. */
export const forgetMark = (tx: Tx, id: string): Promise<void> => tx.due.remove(id);
