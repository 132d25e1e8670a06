import type { Placement } from '../../core/incident-store.ts';
import { messageLink } from '../../core/message-link.ts';
import type { Post } from '../../core/post-store.ts';
import { compareSeverity, type Severity } from '../../core/severity.ts';
import type { Tx } from '../../core/store.ts';
import type { SafeUrl } from '../../core/text.ts';

/** A message that an incident stands in. */
export interface ShownIn {
  /** As the settings name it. */
  readonly channel: string;
  /** Undefined: it is not posted yet. */
  readonly link: SafeUrl | undefined;
}

export interface WhereShown {
  /** The gravest of its channels. */
  readonly severity: Severity | undefined;
  readonly places: readonly ShownIn[];
}

/** Its own message, else the storm's that lists it. */
const postOf = async (tx: Tx, { postId, stormId }: Placement): Promise<Post | undefined> => {
  if (postId !== undefined) return tx.posts.get(postId);
  return stormId === undefined ? undefined : (await tx.posts.ofOwner('storm', stormId))[0];
};

/** Where an incident is shown, and how grave it is there. */
export const whereShown = async (tx: Tx, incidentId: string): Promise<WhereShown> => {
  const placements = await tx.incidents.placements(incidentId);
  const places: ShownIn[] = [];
  for (const placement of placements) {
    const { postedIn, ts } = (await postOf(tx, placement)) ?? {};
    const link = postedIn === undefined || ts === undefined ? undefined : messageLink(postedIn, ts);
    places.push({ channel: placement.channel, link });
  }
  const [severity] = placements.map((one) => one.severity.level).toSorted(compareSeverity);
  return { severity, places };
};
