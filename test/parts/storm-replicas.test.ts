import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { until } from '../../bench/scene.ts';
import { type Alert, defaultSeverity } from '../../src/core/alert.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Store } from '../../src/core/store.ts';
import { createProcessor, type Processor } from '../../src/incidents/processor.ts';
import { openStore } from '../../src/store/open.ts';
import { alertOf } from '../incidents/alerts.ts';
import { makeReceived } from '../store/make.ts';
import { createSchema, isExpected } from './postgres.ts';

const channelOf = ({ key }: Alert): string => key.split('-').at(-1) ?? '';

const startProcessor = (store: Store): Processor => {
  const processor = createProcessor({
    store,
    alertsOf: (row) => JSON.parse(row.envelope),
    destinations: (alert) => [
      { channel: channelOf(alert), severity: defaultSeverity, why: 'route 1: every alert' },
    ],
    posted: () => {},
    say: () => Promise.resolve(),
    reopenWithinMs: () => 30 * 60_000,
    clock: systemClock,
    newId: randomUUID,
    log: silentLog,
    metrics: { count: () => {}, observe: () => {} },
  });
  onTestFinished(processor.stop);
  return processor;
};

describe.runIf(isExpected)('two processors on PostgreSQL', () => {
  it('start one storm in a channel, with five roots, however much comes at once', async () => {
    const schema = await createSchema();
    onTestFinished(schema.drop);
    const open = async (): Promise<Store> => {
      const store = await openStore(
        { kind: 'postgres', url: () => schema.url },
        { clock: systemClock, log: silentLog },
      );
      onTestFinished(store.stop);
      return store;
    };
    const stores = [await open(), await open()];
    const channels = ['a', 'b', 'c', 'd', 'e'];
    const names = Array.from(
      { length: 400 },
      (_, n) => `n${n}-${channels[n % channels.length] ?? ''}`,
    );
    for (const store of stores)
      await store.transaction(async (tx) => {
        for (const name of names) {
          // Every alarm comes by two topics.
          const envelope = JSON.stringify([alertOf('ALARM', 1_800_000_000_000, { name })]);
          await tx.inbox.add(makeReceived({ receivedAt: 0, envelope }));
        }
      });

    for (const processor of stores.map(startProcessor)) processor.wake();
    const [store] = stores;
    await until('all is worked on', 60_000, async () => {
      const counts = await store?.transaction((tx) => tx.inbox.counts());
      return counts?.waiting === 0;
    });

    const posts = await schema.query(
      "select channel, kind, count(*)::int as n from posts where kind in ('root', 'storm') group by 1, 2 order by 1, 2",
    );
    expect(posts).toEqual(
      channels.flatMap((channel) => [
        { channel, kind: 'root', n: 5 },
        { channel, kind: 'storm', n: 1 },
      ]),
    );
    const incidents = await schema.query('select count(*)::int as n from incidents');
    expect(incidents).toEqual([{ n: names.length }]);
  });
});
