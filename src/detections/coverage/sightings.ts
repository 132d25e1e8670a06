import { type Clock, day } from '../../core/clock.ts';
import type { AccountId, RegionId } from '../../core/ids.ts';
import type { Store } from '../../core/store.ts';

/** How far back an event proves that its rule works. */
const backMs = 30 * day;
const pageSize = 200;
/** Incidents that are looked at. */
const mostLookedAt = 4_000;

export interface Sightings {
  /** When an event of this detection came from there last, epoch ms. */
  readonly lastSeen: (
    account: AccountId,
    region: RegionId,
    detection: string,
  ) => number | undefined;
  readonly isComplete: boolean;
}

const keyOf = (account: string, region: string, detection: string): string =>
  JSON.stringify([account, region, detection]);

/**
 * What came as an event of EventBridge in the last 30 days: the rules themselves are not asked, so a
 * rule without an event is not seen.
 */
export const readSightings = async (
  { store, clock }: { readonly store: Store; readonly clock: Pick<Clock, 'now'> },
  signal: AbortSignal,
): Promise<Sightings> => {
  const seen = new Map<string, number>();
  const now = clock.now();
  let looked = 0;
  let isEnd = false;
  let last: string | undefined;
  while (!isEnd && looked < mostLookedAt && !signal.aborted) {
    const after = last;
    const page = await store.transaction((tx) =>
      tx.incidents.between(now - backMs, now, pageSize, after),
    );
    for (const { latest, detection = latest.detection } of page) {
      const { source, account, region, at } = latest;
      if (source !== 'cloudtrail-event' || !account || !region || detection === undefined) continue;
      const key = keyOf(account, region, detection);
      seen.set(key, Math.max(seen.get(key) ?? 0, at));
    }
    looked += page.length;
    last = page.at(-1)?.id;
    isEnd = page.length < pageSize;
  }
  return {
    lastSeen: (account, region, detection) => seen.get(keyOf(account, region, detection)),
    isComplete: isEnd,
  };
};
