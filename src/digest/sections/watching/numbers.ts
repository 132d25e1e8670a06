import { type Clock, day } from '../../../core/clock.ts';
import type { Period } from '../../../core/digest.ts';
import type { Incident } from '../../../core/incident-store.ts';
import type { Store, Tx } from '../../../core/store.ts';
import { readIncidentPages } from '../../incident-pages.ts';

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

/**
 * How many incidents began in the period, and how often they fired beyond their first time; of a storm
 * of storms, where not all are read, nothing is said.
 */
const readIncidents = async (
  store: Store,
  period: Period,
  signal: AbortSignal,
): Promise<Numbers> => {
  const read = async (_: Tx, incidents: readonly Incident[]): Promise<readonly number[]> =>
    incidents.map(({ firings }) => Math.max(1, firings));
  const { found, isCut } = await readIncidentPages(store, { period, signal, read });
  if (isCut) return {};
  return { shown: found.length, folded: found.reduce((sum, one) => sum + one - 1, 0) };
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
