import type { Alert } from '../core/alert.ts';
import type { Store, Tx } from '../core/store.ts';

/** By key, then by the source's clock: two replicas never wait for each other's keys. */
export const compareAlerts = (a: Alert, b: Alert): number =>
  a.key < b.key ? -1 : Number(a.key > b.key) || a.at - b.at;

/** The channels before the keys, each in their order: replicas wait, but not for each other. */
export const lockInOrder = async (
  { kind }: Pick<Store, 'kind'>,
  tx: Tx,
  channels: Iterable<string>,
): Promise<void> => {
  if (kind !== 'postgres') return;
  for (const channel of [...new Set(channels)].toSorted()) await tx.channels.lock(channel);
};
