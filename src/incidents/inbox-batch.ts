import type { Alert } from '../core/alert.ts';
import type { Card } from '../core/card.ts';
import type { Clock } from '../core/clock.ts';
import { AppError, toError } from '../core/errors.ts';
import type { InboxRow } from '../core/inbox-store.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metrics.ts';
import type { Say } from '../core/say.ts';
import type { Store, Tx } from '../core/store.ts';
import { untrusted } from '../core/text.ts';
import { compareAlerts, lockInOrder } from './in-order.ts';

interface BatchDeps {
  readonly store: Store;
  /** May throw: then the row is tried again later, and after five times put aside. */
  readonly alertsOf: (row: InboxRow) => readonly Alert[];
  /** Where an alert may be shown; may throw, as `alertsOf`. */
  readonly channelsOf: (alert: Alert) => readonly string[];
  readonly takeIn: (tx: Tx, alert: Alert, row: InboxRow) => Promise<void>;
  readonly say: Say;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** After the first failure, the second …; the fifth is the last. */
const retryAfterMs = [1_000, 5_000, 15_000, 60_000] as const;

interface Work {
  readonly row: InboxRow;
  readonly alert: Alert;
}

type Failed = { readonly row: InboxRow; readonly error: Error };

/** The store is at fault, not the row that was being worked on. */
export const isStoreOutage = (thrown: unknown): boolean =>
  thrown instanceof AppError &&
  thrown.kind === 'upstream' &&
  thrown.retryable &&
  thrown.code.startsWith('store_');

const unreadable = ({ row, error }: Failed): Card => ({
  headline: [`A notification could not be read and was put aside: #${row.id}`],
  badge: { emoji: 'warning', word: 'NOT SHOWN' },
  parts: [
    {
      kind: 'facts',
      facts: [
        { label: 'Topic', value: [{ code: untrusted(row.topicArn) }] },
        { label: 'Message', value: [{ code: untrusted(row.messageId) }] },
        { label: 'Received', value: [{ time: row.receivedAt, style: 'date-time' }] },
        { label: 'Error', value: [untrusted(error.message)] },
      ],
    },
    {
      kind: 'text',
      text: ['It is kept. To try again: ', { code: `npm run store -- requeue ${row.id}` }],
    },
  ],
});

/** Puts a row off, the fifth time aside, which is said. */
const createFail =
  ({ say, clock, log, metrics }: BatchDeps) =>
  async (tx: Tx, failed: Failed): Promise<void> => {
    const { row, error } = failed;
    const retryMs = retryAfterMs[row.attempts];
    const fields = { id: row.id, attempts: row.attempts + 1, error: error.message };
    if (retryMs !== undefined) {
      log.warn('a notification could not be worked on, it is tried again', fields);
      await tx.inbox.retryLater(row.id, clock.now() + retryMs, error.message);
      return;
    }
    log.error('a notification could not be worked on, it is put aside', fields);
    metrics.count('trailwarden_quarantined_total', { reason: 'unreadable' });
    await tx.inbox.quarantine(row.id, error.message);
    await say(tx, { key: `unreadable/${row.id}`, card: unreadable(failed) });
  };

/** Reads the rows; what a row holds cannot fail a transaction before anything is written. */
const readRows = (alertsOf: BatchDeps['alertsOf'], rows: readonly InboxRow[]) => {
  const works: Work[] = [];
  const failures: Failed[] = [];
  for (const row of rows)
    try {
      works.push(...alertsOf(row).map((alert) => ({ row, alert })));
    } catch (thrown) {
      failures.push({ row, error: toError(thrown) });
    }
  return { works, failures };
};

const lockChannels = async (
  tx: Tx,
  works: readonly Work[],
  {
    store,
    channelsOf,
    blame,
  }: Pick<BatchDeps, 'channelsOf' | 'store'> & { blame: (failed: Failed) => void },
): Promise<void> => {
  if (store.kind !== 'postgres') return;
  const channels = new Set<string>();
  for (const { row, alert } of works)
    try {
      for (const channel of channelsOf(alert)) channels.add(channel);
    } catch (thrown) {
      blame({ row, error: toError(thrown) });
      throw thrown;
    }
  await lockInOrder(store, tx, channels);
};

/**
 * Works on what waits in the inbox: a batch and everything that follows from it is one transaction.
 * One bad row costs nothing but itself.
 */
export const createInboxBatch = (deps: BatchDeps) => {
  const { store, alertsOf, channelsOf, takeIn, clock } = deps;
  const fail = createFail(deps);

  const work = async (
    tx: Tx,
    limit: number,
    { visible, blame }: { visible: (taken: number) => void; blame: (failed: Failed) => void },
  ): Promise<number> => {
    const now = clock.now();
    const rows = await tx.inbox.take(now, limit);
    const { works, failures } = readRows(alertsOf, rows);
    for (const failed of failures) await fail(tx, failed);
    await lockChannels(tx, works, { store, channelsOf, blame });
    for (const { row, alert } of works.toSorted((a, b) => compareAlerts(a.alert, b.alert)))
      try {
        await takeIn(tx, alert, row);
      } catch (thrown) {
        blame({ row, error: toError(thrown) });
        throw thrown;
      }
    const failedIds = new Set(failures.map(({ row }) => row.id));
    const ids = rows.map(({ id }) => id).filter((id) => !failedIds.has(id));
    await tx.inbox.markDone(ids, now);
    tx.whenVisible(() => visible(rows.length));
    return rows.length;
  };

  /** Resolves with the number of rows, or with the row that undid the whole. */
  const attempt = async (limit: number, visible: (taken: number) => void) => {
    const blamed: Failed[] = [];
    const blame = (failed: Failed): void => {
      blamed.push(failed);
    };
    try {
      return await store.transaction((tx) => work(tx, limit, { visible, blame }));
    } catch (thrown) {
      // The store says of its own errors what they are: what it did counts against no row.
      const failed = blamed.at(-1);
      if (failed === undefined || isStoreOutage(thrown)) throw thrown;
      return failed;
    }
  };

  const one = async (): Promise<number> => {
    const done = await attempt(1, () => {});
    if (typeof done === 'number') return done;
    await store.transaction((tx) => fail(tx, done));
    return 1;
  };

  /**
   * Works on up to `limit` rows; resolves with their number once that is durable.
   *
   * @param visible called with the number of rows when later transactions see the outcome
   */
  return async (limit: number, visible: (taken: number) => void): Promise<number> => {
    const taken = await attempt(limit, visible);
    if (typeof taken === 'number') return taken;
    // One of them is bad: each for itself, so that the others are not held up.
    let done = 0;
    while (done < limit && (await one()) > 0) done += 1;
    visible(done);
    return done;
  };
};
