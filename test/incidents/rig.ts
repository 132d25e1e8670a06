import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type Alert, type Destination, defaultSeverity } from '../../src/core/alert.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { Messenger } from '../../src/core/conversation.ts';
import type { InboxRow } from '../../src/core/inbox-store.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Metrics } from '../../src/core/metrics.ts';
import type { Via } from '../../src/core/notification.ts';
import type { Suppression, TrailLogGroup } from '../../src/core/settings.ts';
import type { Store } from '../../src/core/store.ts';
import { createDelivery, type Delivery } from '../../src/delivery/delivery.ts';
import { createActions } from '../../src/incidents/actions/index.ts';
import { createCards } from '../../src/incidents/cards.ts';
import type { EvidenceSources } from '../../src/incidents/evidence-work.ts';
import type { LogFileSources } from '../../src/incidents/log-files/read-errand.ts';
import { createSay } from '../../src/incidents/notice.ts';
import { createProcessor } from '../../src/incidents/processor.ts';
import { openStore } from '../../src/store/open.ts';
import { makeAccount } from '../core/access-make.ts';
import { createFakeSlack } from '../delivery/fake-slack.ts';
import { createSimulatedClock } from './clock.ts';

const topic = 'arn:aws:sns:eu-west-1:111122223333:alarms';

/** Alerts travel as they are: what is read from a notification is tested with the notifiers. */
const readRow = (row: InboxRow): readonly Alert[] => {
  if (row.envelope === 'poison') throw new Error('cannot be read');
  return JSON.parse(row.envelope);
};

/** A store of its own, gone when the test ends. */
export const openTestStore = async (clock: Clock): Promise<Store> => {
  // In memory where there is such a thing: what is tested here is order and number, not the disk.
  const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = await mkdtemp(path.join(base, 'trailwarden-'));
  const store = await openStore(
    { kind: 'sqlite', path: path.join(folder, 'test.db') },
    { clock, log: silentLog },
  );
  onTestFinished(async () => {
    await store.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return store;
};

export interface RigOptions {
  readonly destinations?: (alert: Alert) => readonly Destination[];
  readonly latencyMs?: number;
  /** Epoch ms. */
  readonly startAt?: number;
  readonly trailLogs?: readonly TrailLogGroup[];
  /** The role that the bot assumes in an account. */
  readonly roles?: Readonly<Record<string, string>>;
  readonly suppress?: readonly Suppression[];
  /** What tells who tripped an alarm; nobody looks where there is none. */
  readonly evidence?: (clock: Clock) => EvidenceSources;
  /** What reads log files of CloudTrail; their notices are shown where there is nothing. */
  readonly logFiles?: LogFileSources;
  /** The store refuses every transaction of the processor and the delivery for so long. */
  readonly breakStoreFor?: number;
}

export const toChannel =
  (...channels: readonly string[]) =>
  (alert: Alert): readonly Destination[] =>
    channels.map((channel) => ({
      channel,
      severity: alert.severity ?? defaultSeverity,
      why: 'route 1: every alert',
    }));

/** A process's life: what it waits for when it ends never comes. */
const createLife = () => {
  let isOver = false;
  const never = new Promise<never>(() => {});
  return {
    end: (): void => {
      isOver = true;
    },
    while: async <T>(work: () => Promise<T>): Promise<T> => {
      if (isOver) return never;
      const value = await work();
      return isOver ? never : value;
    },
  };
};

const mortal = (messenger: Messenger, life: ReturnType<typeof createLife>): Messenger => ({
  timeoutMs: messenger.timeoutMs,
  resolve: (channel) => life.while(() => messenger.resolve(channel)),
  post: (message) => life.while(() => messenger.post(message)),
  edit: (message) => life.while(() => messenger.edit(message)),
  find: (wanted) => life.while(() => messenger.find(wanted)),
  probe: () => life.while(() => messenger.probe()),
});

/** The whole way from the inbox to a fake Slack, on a real store, in simulated time. */
export const createRig = async (options: RigOptions = {}) => {
  const clock = createSimulatedClock(options.startAt);
  const store = await openTestStore(clock);
  const slack = createFakeSlack(clock, options);
  const counted: Record<string, number> = {};
  const metrics: Metrics = {
    count: (name, labels = {}, by = 1) => {
      const key = [name, ...Object.values(labels)].join(' ');
      counted[key] = (counted[key] ?? 0) + by;
    },
    observe: () => {},
  };
  const fallbackChannel = (): string => 'fallback';
  const brokenUntil = clock.now() + (options.breakStoreFor ?? 0);
  const working: Store = {
    ...store,
    transaction: async (work) => {
      if (clock.now() < brokenUntil) throw new Error('disk full');
      return store.transaction(work);
    },
  };
  const accountName = () => 'prod';
  const accounts = [
    makeAccount('111122223333', 'prod'),
    makeAccount('444455556666', 'staging'),
  ].map((account) => ({ ...account, role: options.roles?.[account.id] }));
  const guards = (id: string): boolean => id === 'cloudtrail-switched-off';
  const { cardFor } = createCards({ accountName, clock, guards });
  const shared = { store: working, fallbackChannel, clock, log: silentLog, metrics };

  const startDelivery = () => {
    const life = createLife();
    const delivery = createDelivery({
      ...shared,
      store: { ...store, transaction: (work) => life.while(() => working.transaction(work)) },
      messenger: mortal(slack.messenger, life),
      cardFor,
      holder: randomUUID(),
      random: () => 0.5,
    });
    return { delivery, life };
  };
  const first = startDelivery();
  const living = new Set([first]);
  const { delivery } = first;
  let current = first;
  const posted = (channel: string): void => current.delivery.wake(channel);
  const say = createSay({ fallbackChannel, clock, newId: randomUUID, posted });
  const processor = createProcessor({
    ...shared,
    alertsOf: readRow,
    destinations: options.destinations ?? toChannel('sec'),
    posted,
    say,
    settings: () => ({ accounts, suppress: options.suppress ?? [] }),
    accountName,
    guards,
    reopenWithinMs: () => 30 * 60_000,
    newId: randomUUID,
    ...(options.logFiles && { logFiles: options.logFiles }),
    ...(options.evidence && { evidence: options.evidence(clock) }),
  });
  const actions = createActions({
    clock,
    newId: randomUUID,
    posted,
    fallbackChannel,
    guards,
    settings: () => ({
      accounts,
      trailLogs: options.trailLogs ?? [],
    }),
  });
  onTestFinished(async () => {
    const stopping = Promise.all([
      processor.stop(),
      ...[...living].map((one) => one.delivery.stop()),
    ]);
    await clock.pass(20_000);
    await stopping;
  });

  const accept = async (envelope: string, via: Via = 'https'): Promise<void> => {
    await store.transaction(async (tx) => {
      await tx.inbox.add({
        topicArn: topic,
        messageId: randomUUID(),
        via,
        receivedAt: clock.now(),
        envelope,
      });
      tx.whenVisible(processor.wake);
    });
  };

  return {
    clock,
    store,
    slack,
    counted,
    delivery,
    processor,
    say,
    actions,
    accept,
    /** Accepts one notification for each alert and lets it happen. */
    send: async (...alerts: readonly Alert[]): Promise<void> => {
      await Promise.all(alerts.map((alert) => accept(JSON.stringify([alert]))));
      await clock.settle();
    },
    sendVia: async (via: Via, alert: Alert): Promise<void> => {
      await accept(JSON.stringify([alert]), via);
      await clock.settle();
    },
    /** Another process takes over; the first is left as it is. */
    takeOver: (): Delivery => {
      current = startDelivery();
      living.add(current);
      return current.delivery;
    },
    /** The delivering process dies at this moment, whatever it is doing, and another one starts. */
    kill: (): void => {
      current.life.end();
      living.delete(current);
      current = startDelivery();
      living.add(current);
    },
  };
};

export type Rig = Awaited<ReturnType<typeof createRig>>;
