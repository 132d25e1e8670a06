import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { until } from '../../bench/scene.ts';
import { type Alert, defaultSeverity } from '../../src/core/alert.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Store } from '../../src/core/store.ts';
import { createProcessor, type Processor } from '../../src/incidents/processor.ts';
import { alarmOf, callAlertOf, createFakeReader, eventOf } from '../incidents/fake-evidence.ts';
import { makeReceived } from '../store/make.ts';
import { isExpected } from './postgres.ts';
import { openReplicas } from './replica-stores.ts';

type Reader = ReturnType<typeof createFakeReader>;

/** Looks at the store as a bot does; `reader` counts how often it looked. */
const startReplica = (store: Store, reader: Reader): Processor => {
  const processor = createProcessor({
    store,
    alertsOf: (row) => JSON.parse(row.envelope),
    destinations: ({ name }) => [
      { channel: name.untrusted, severity: defaultSeverity, why: 'route 1: every alert' },
    ],
    posted: () => {},
    say: () => Promise.resolve(),
    settings: () => ({ accounts: [], suppress: [] }),
    accountName: () => undefined,
    guards: () => false,
    reopenWithinMs: () => 30 * 60_000,
    evidence: { reader: reader.reader, normality: { check: () => Promise.resolve('seen') } },
    clock: systemClock,
    newId: randomUUID,
    log: silentLog,
    metrics: { count: () => {}, observe: () => {} },
  });
  onTestFinished(processor.stop);
  return processor;
};

const addAlerts = (store: Store, alerts: readonly Alert[]): Promise<void> =>
  store.transaction(async (tx) => {
    for (const alert of alerts)
      await tx.inbox.add(makeReceived({ receivedAt: 0, envelope: JSON.stringify([alert]) }));
  });

describe.runIf(isExpected)('three replicas on PostgreSQL', () => {
  it('look into each alarm once, and keep what each has found', async () => {
    const { stores, first, query } = await openReplicas(3);
    const now = systemClock.now();
    const names = Array.from({ length: 40 }, (_, n) => `alarm-${n}`);
    await addAlerts(
      first,
      names.map((name) => alarmOf('ALARM', now, { name })),
    );
    const readers = stores.map(() => createFakeReader(systemClock, 20));

    for (const [index, store] of stores.entries()) startReplica(store, readers[index]!).wake();
    await until('all is looked into', 60_000, async () => {
      const [counted] = await query('select count(*)::int as n from evidence');
      return counted?.['n'] === names.length;
    });

    expect(readers.flatMap(({ reads }) => reads)).toHaveLength(names.length);
    const due = await query("select count(*)::int as n from due_work where kind = 'evidence'");
    expect(due).toEqual([{ n: names.length }]);
  });

  it('let an event stand in one incident, whoever tells of it at the same time', async () => {
    const { stores, first, query } = await openReplicas(3);
    const now = systemClock.now();
    const events = Array.from({ length: 60 }, (_, n) => eventOf({ id: `e${n}`, when: now + n }));
    const told = events.flatMap((event, n) =>
      ['a', 'b', 'c'].map((kind) => callAlertOf(event, `${kind}-${n}`)),
    );
    for (const [index, store] of stores.entries())
      await addAlerts(
        store,
        told.filter((_, n) => n % stores.length === index),
      );

    for (const store of stores) startReplica(store, createFakeReader(systemClock)).wake();
    await until('all is worked on', 60_000, async () => {
      const counts = await first.transaction((tx) => tx.inbox.counts());
      return counts.waiting === 0;
    });

    const roots = await query("select count(*)::int as n from posts where kind = 'root'");
    const claims = await query('select count(*)::int as n from evidence_events');
    expect(claims).toEqual([{ n: events.length }]);
    expect(roots).toEqual([{ n: events.length }]);
  });
});
