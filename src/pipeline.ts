import { randomUUID } from 'node:crypto';
import type { AwsClients } from './aws/clients.ts';
import { createSns } from './aws/sns.ts';
import type { Clock } from './core/clock.ts';
import { isDoctorTest } from './core/doctor-test.ts';
import type { AccountId } from './core/ids.ts';
import type { InboxRow } from './core/inbox-store.ts';
import type { Log } from './core/log.ts';
import { createRouter } from './core/route.ts';
import type { Settings } from './core/settings.ts';
import type { Store } from './core/store.ts';
import { unwrap } from './core/unwrap.ts';
import { createDelivery } from './delivery/delivery.ts';
import { guardsTheGuards as guards } from './detections/by-id.ts';
import { evidenceLater } from './evidence-later.ts';
import type { MetricsRegistry } from './http/metrics.ts';
import { createActions } from './incidents/actions/index.ts';
import { createCards } from './incidents/cards.ts';
import { createSay } from './incidents/notice.ts';
import { createPublish, publishWork } from './incidents/paging/publish.ts';
import { createProcessor } from './incidents/processor.ts';
import { createLogFileSources } from './log-file-sources.ts';
import { toAlerts } from './notifiers/index.ts';
import { createAdmission, createGuardedMessenger } from './slack/guarded-messenger.ts';

/** What everything shares. `settings` is what was loaded last. */
export interface Base {
  readonly settings: () => Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: MetricsRegistry;
  readonly store: Store;
  readonly aws: AwsClients;
}

const alertsOf = (row: InboxRow) =>
  unwrap(row.envelope, { via: row.via, receivedAt: row.receivedAt })
    .filter((notification) => !isDoctorTest(notification))
    .flatMap(toAlerts);

/** From an inbox row to a message in Slack. */
export const createPipeline = (base: Base, { evidence }: { readonly evidence?: 'none' }) => {
  const { settings, clock, log, metrics, store, aws } = base;
  const fallbackChannel = (): string => settings().slack.fallbackChannel;
  const slackDeps = {
    settings: settings().slack,
    linkHosts: () => settings().slack.linkHosts,
    store,
    clock,
    log,
  };
  const admit = createAdmission(slackDeps);
  const messenger = createGuardedMessenger({ ...slackDeps, admit });
  const accountName = (id: AccountId): string | undefined =>
    settings().accounts.find((account) => account.id === id)?.name;
  const { cardFor } = createCards({ accountName, clock, guards });
  const delivery = createDelivery({
    store,
    messenger,
    cardFor,
    fallbackChannel,
    holder: randomUUID(),
    clock,
    log,
    metrics,
  });
  const say = createSay({ fallbackChannel, clock, newId: randomUUID, posted: delivery.wake });
  let routed = settings();
  let router = createRouter(routed);
  const processor = createProcessor({
    store,
    alertsOf,
    destinations: (alert) => {
      if (routed !== settings()) {
        routed = settings();
        router = createRouter(routed);
      }
      return router(alert);
    },
    posted: delivery.wake,
    say,
    settings,
    accountName,
    guards,
    ...(evidence !== 'none' && { evidence: evidenceLater(base) }),
    logFiles: createLogFileSources(base),
    errands: {
      [publishWork]: createPublish({ store, publish: createSns(aws).publish, accountName }),
    },
    fallbackChannel,
    reopenWithinMs: () => settings().incidents.reopenWithinMs,
    clock,
    newId: randomUUID,
    log,
    metrics,
  });
  const showing = { clock, newId: randomUUID, posted: delivery.wake, fallbackChannel };
  const actions = createActions({ ...showing, guards, settings });
  return { messenger, delivery, say, processor, admit, actions };
};

export type Pipeline = ReturnType<typeof createPipeline>;
