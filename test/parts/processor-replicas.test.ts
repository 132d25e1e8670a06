import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { until } from '../../bench/scene.ts';
import { type Alert, defaultSeverity } from '../../src/core/alert.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Store } from '../../src/core/store.ts';
import { createAcknowledge } from '../../src/incidents/actions/acknowledge.ts';
import { createProcessor, type Processor } from '../../src/incidents/processor.ts';
import { makePerson } from '../core/access-make.ts';
import { alertOf } from '../incidents/alerts.ts';
import { plainText } from '../incidents/plain.ts';
import { makeReceived } from '../store/make.ts';
import { isExpected } from './postgres.ts';
import { openReplicas } from './replica-stores.ts';

/** The source's clock. */
const firedAt = 1_800_000_000_000;

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
    settings: () => ({ accounts: [], suppress: [] }),
    accountName: () => undefined,
    guards: () => false,
    reopenWithinMs: () => 30 * 60_000,
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

const allWorkedOn = (store: Store | undefined): Promise<void> =>
  until('all is worked on', 60_000, async () => {
    const counts = await store?.transaction((tx) => tx.inbox.counts());
    return counts?.waiting === 0;
  });

describe.runIf(isExpected)('two processors on PostgreSQL', () => {
  it('start one storm in a channel, with five roots, however much comes at once', async () => {
    const { stores, query } = await openReplicas(2);
    const channels = ['a', 'b', 'c', 'd', 'e'];
    const names = Array.from(
      { length: 400 },
      (_, n) => `n${n}-${channels[n % channels.length] ?? ''}`,
    );
    const alerts = names.map((name) => alertOf('ALARM', firedAt, { name }));
    // Every alarm comes by two topics.
    for (const store of stores) await addAlerts(store, alerts);

    for (const processor of stores.map(startProcessor)) processor.wake();
    await allWorkedOn(stores[0]);

    const posts = await query(
      "select channel, kind, count(*)::int as n from posts where kind in ('root', 'storm') group by 1, 2 order by 1, 2",
    );
    expect(posts).toEqual(
      channels.flatMap((channel) => [
        { channel, kind: 'root', n: 5 },
        { channel, kind: 'storm', n: 1 },
      ]),
    );
    const incidents = await query('select count(*)::int as n from incidents');
    expect(incidents).toEqual([{ n: names.length }]);
  });

  it('lose no change that comes while a message is being posted', async () => {
    const { stores, query } = await openReplicas(2);
    const [delivering, store] = stores;
    if (delivering === undefined || store === undefined) throw new Error('two were opened');
    const processor = startProcessor(store);
    await addAlerts(store, [alertOf('ALARM', firedAt, { name: 'one-a' })]);
    processor.wake();
    await allWorkedOn(store);

    await delivering.transaction(async (tx) => {
      // As delivery does when a call has ended.
      const lease = await tx.channels.lease('a', 'delivery', systemClock.now(), 30_000);
      await tx.channels.holds('a', 'delivery', lease?.fence ?? 0);
      const [post] = await tx.posts.due('a', systemClock.now(), 1);
      await addAlerts(store, [alertOf('OK', firedAt + 1, { name: 'one-a' })]);
      processor.wake();
      await systemClock.sleep(500);
      await tx.posts.update(post?.id ?? '', { ts: '1.1', revisionSent: 1, state: 'idle' });
    });
    await allWorkedOn(store);

    const roots = await query(
      "select state, revision_wanted, revision_sent from posts where kind = 'root'",
    );
    expect(roots).toEqual([{ state: 'due', revision_wanted: 2, revision_sent: 1 }]);
  });

  it('give an incident one owner, whoever presses where and whatever comes in meanwhile', async () => {
    const { stores, first, query } = await openReplicas(2);
    const names = Array.from({ length: 20 }, (_, n) => `n${n}-a`);
    const alarm = (name: string) => alertOf('ALARM', firedAt, { name });
    await addAlerts(first, names.map(alarm));
    for (const processor of stores.map(startProcessor)) processor.wake();
    await allWorkedOn(first);
    const incidents = await query('select id from incidents order by id');
    const presses = incidents.flatMap(({ id }) =>
      stores.map((store, index) => ({ store, id: String(id), user: `U0${index}` })),
    );
    await addAlerts(
      first,
      names.map((name) => alertOf('INSUFFICIENT_DATA', firedAt + 1, { name })),
    );

    const told = await Promise.all(
      presses.map(({ store, id, user }) => {
        const deps = { clock: systemClock, newId: randomUUID, posted: () => {} };
        const acknowledge = createAcknowledge({ ...deps, fallbackChannel: undefined });
        const by = makePerson({ id: { enterprise: undefined, team: 'T0HOME', user } });
        return store.transaction(async (tx) => acknowledge.run(tx, { by, value: id }));
      }),
    );
    await allWorkedOn(first);

    const said = told.map((card) => (card === undefined ? '' : plainText(card)));
    expect(said.filter((text) => text.includes('You took over'))).toHaveLength(names.length);
    expect(said.filter((text) => text.includes('already acknowledged'))).toHaveLength(names.length);
    const [owned] = await query(
      'select count(*)::int as n, max(revision) as revision from incidents where acknowledged_by is not null',
    );
    expect(owned).toEqual({ n: names.length, revision: 3 });
    const [roots] = await query(
      "select count(*)::int as n, count(distinct owner)::int as owners from posts where kind = 'root'",
    );
    expect(roots).toEqual({ n: names.length, owners: names.length });
    const lines = await query("select lines from posts where kind = 'reply'");
    const acknowledged = lines.flatMap(({ lines: text }) => String(text).match(/acknowledged by/g));
    expect(acknowledged).toHaveLength(names.length);
  });
});
