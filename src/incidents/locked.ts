import type { Storm } from '../core/channel-store.ts';
import type { Incident } from '../core/incident-store.ts';
import type { Post } from '../core/post-store.ts';
import type { Tx } from '../core/store.ts';

/** A post as it is and stays until the transaction ends: neither delivery nor a replica changes it. */
export const lockedPost = async (tx: Tx, id: string): Promise<Post | undefined> => {
  let post = await tx.posts.get(id);
  while (post !== undefined) {
    const { channel } = post;
    await tx.channels.lock(channel);
    post = await tx.posts.get(id);
    // It went to another channel before the lock was had.
    if (post === undefined || post.channel === channel) return post;
  }
  return undefined;
};

/** An incident as it is and stays until the transaction ends, with the channels where it is shown. */
export const lockedIncident = async (tx: Tx, id: string): Promise<Incident | undefined> => {
  const incident = await tx.incidents.get(id);
  if (incident === undefined) return undefined;
  // Channels before keys, each in their order, as whoever takes alerts in does.
  const channels = (await tx.incidents.placements(id)).map(({ channel }) => channel);
  for (const channel of [...new Set(channels)].toSorted()) await tx.channels.lock(channel);
  await tx.incidents.byKey(incident.key, 1);
  return tx.incidents.get(id);
};

/** A storm as it is and stays until the transaction ends. */
export const lockedStorm = async (tx: Tx, id: string): Promise<Storm | undefined> => {
  const storm = await tx.storms.get(id);
  if (storm === undefined) return undefined;
  await tx.channels.lock(storm.channel);
  return tx.storms.get(id);
};
