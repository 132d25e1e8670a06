import { type Clock, day } from '../../../core/clock.ts';
import type { Period } from '../../../core/digest.ts';
import type { Store } from '../../../core/store.ts';

/** What is told of the bot itself, in this order. */
export const numberIds = [
  'received',
  'found-late',
  'shown',
  'folded',
  'quarantined',
  'parked',
  'dead-letters',
] as const;
export type NumberId = (typeof numberIds)[number];

/** What is missing was not measured. */
export type Numbers = Readonly<Partial<Record<NumberId, number>>>;

export interface NumberDeps {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
}

/** The inbox forgets then what it has done with. */
const rememberedMs = 35 * day;
const pageSize = 200;
/** A storm of storms is counted up to here; beyond it nothing is said. */
const mostIncidents = 20_000;

/** How many incidents began in the period, and how often they fired beyond their first time. */
const readIncidents = async (
  store: Store,
  { from, to }: Period,
  signal: AbortSignal,
): Promise<Numbers> => {
  let [shown, firings] = [0, 0];
  let last: string | undefined;
  while (shown < mostIncidents) {
    signal.throwIfAborted();
    const after = last;
    const page = await store.transaction((tx) => tx.incidents.between(from, to, pageSize, after));
    shown += page.length;
    firings += page.reduce((sum, one) => sum + Math.max(1, one.firings), 0);
    last = page.at(-1)?.id;
    if (page.length < pageSize) return { shown, folded: firings - shown };
  }
  return {};
};

const readInbox = async ({ store, clock }: NumberDeps, { from, to }: Period): Promise<Numbers> => {
  if (from < clock.now() - rememberedMs) return {};
  const by = await store.transaction((tx) => tx.inbox.received(from, to));
  return {
    received: (by.https ?? 0) + (by.sqs ?? 0),
    'found-late': by['found-late'] ?? 0,
  };
};

/** What came in during the period and what became of it, and what lies aside now, by the bot's own store. */
export const readNumbers = async (
  deps: NumberDeps,
  period: Period,
  signal: AbortSignal,
): Promise<Numbers> => {
  const { store } = deps;
  const aside = await store.transaction(async (tx) => ({
    quarantined: (await tx.inbox.counts()).quarantined,
    parked: (await tx.posts.counts()).parked,
  }));
  return {
    ...aside,
    ...(await readInbox(deps, period)),
    ...(await readIncidents(store, period, signal)),
  };
};
