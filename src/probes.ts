import { type Clock, minute } from './core/clock.ts';
import { toError } from './core/errors.ts';
import type { InboxStore } from './core/inbox-store.ts';
import type { Overview } from './core/overview.ts';
import type { PostStore } from './core/post-store.ts';
import type { Settings } from './core/settings.ts';
import type { Store } from './core/store.ts';
import type { DeliveryStatus } from './delivery/delivery.ts';
import type { Exposition, GaugeValue, MetricsRegistry } from './http/metrics.ts';
import type { Probe } from './http/routes.ts';
import { ownDeniedProblems } from './incidents/own-roles.ts';
import { suppressionProblems } from './incidents/suppress.ts';
import type { GapStatus } from './intake/found-late.ts';
import type { QueueStatus } from './intake/queues.ts';

interface Status<T> {
  readonly status: () => T;
}

interface ProbeDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly metrics: MetricsRegistry;
  readonly delivery: Status<DeliveryStatus>;
  readonly queues: Status<readonly QueueStatus[]>;
  readonly gaps: Status<GapStatus>;
  readonly slack: Status<{ readonly connected: boolean; readonly reason?: string }>;
}

interface Counts {
  readonly inbox: Awaited<ReturnType<InboxStore['counts']>>;
  readonly posts: Awaited<ReturnType<PostStore['counts']>>;
}

/** What waits longer than this is not on its way any more. */
const staleMs = 5 * minute;

const readCounts = (store: Store): Promise<Counts> =>
  store.transaction(async (tx) => ({
    inbox: await tx.inbox.counts(),
    posts: await tx.posts.counts(),
  }));

const age = (at: number | undefined, now: number): number =>
  at === undefined ? 0 : Math.max(0, now - at);

const storeReasons = ({ inbox, posts }: Counts, now: number): string[] => {
  const reasons: string[] = [];
  if (age(inbox.oldestWaitingAt, now) > staleMs)
    reasons.push(
      `${inbox.waiting} notifications wait to be read, the oldest for more than 5 minutes`,
    );
  if (age(posts.oldestDueAt, now) > staleMs)
    reasons.push(`${posts.due} messages wait to be written, the oldest for more than 5 minutes`);
  return reasons;
};

const slackReasons = ({ delivery, slack }: ProbeDeps): string[] => {
  const { authorized, reason, unreachable } = delivery.status();
  const { connected, reason: socketReason } = slack.status();
  return [
    ...(authorized
      ? []
      : [`Slack: ${reason ?? 'the token is refused'}; every message is kept until it works again`]),
    ...(connected
      ? []
      : [`Slack: not connected${socketReason === undefined ? '' : `, ${socketReason}`}`]),
    ...unreachable.map((entry) => `Slack: cannot write to ${entry.channel}: ${entry.reason}`),
  ];
};

const readingReasons = ({ gaps }: Pick<ProbeDeps, 'gaps'>): string[] =>
  gaps
    .status()
    .problems.map(
      ({ account, region, reason }) =>
        `CloudWatch in ${account ?? 'our account'}, ${region}: ${reason}`,
    );

const awsReasons = (deps: ProbeDeps): string[] => [
  ...deps.queues
    .status()
    .flatMap(({ url, problem }) => (problem === undefined ? [] : [`SQS: ${url}: ${problem}`])),
  ...readingReasons(deps),
];

const countGauges = ({ inbox, posts }: Counts, now: number): GaugeValue[] => [
  { name: 'trailwarden_inbox_waiting', value: inbox.waiting },
  { name: 'trailwarden_inbox_quarantined', value: inbox.quarantined },
  { name: 'trailwarden_inbox_oldest_seconds', value: age(inbox.oldestWaitingAt, now) / 1000 },
  { name: 'trailwarden_posts_due', value: posts.due },
  { name: 'trailwarden_posts_parked', value: posts.parked },
  { name: 'trailwarden_posts_oldest_seconds', value: age(posts.oldestDueAt, now) / 1000 },
];

const statusGauges = (deps: ProbeDeps, ready: boolean): GaugeValue[] => [
  { name: 'trailwarden_ready', value: ready ? 1 : 0 },
  { name: 'trailwarden_channels_unreachable', value: deps.delivery.status().unreachable.length },
  { name: 'trailwarden_slack_connected', value: deps.slack.status().connected ? 1 : 0 },
  ...deps.queues.status().map(({ url, deadLetters }) => ({
    name: 'trailwarden_dead_letters' as const,
    value: deadLetters?.waiting ?? (deadLetters?.problem === undefined ? 0 : -1),
    labels: { queue: url },
  })),
];

const createHealth =
  ({ store }: Pick<ProbeDeps, 'store'>) =>
  async (): Promise<Probe> => {
    try {
      await store.checkWritable();
      return { ok: true, reasons: [] };
    } catch (thrown) {
      return { ok: false, reasons: [`the store cannot be written: ${toError(thrown).message}`] };
    }
  };

/** How the bot fares, at a glance, for `/trailwarden status`. */
export const createOverview =
  (
    deps: ProbeDeps & {
      readonly settings: () => Settings;
      /** What is not set up as it should be, in words. */
      readonly setUp: () => readonly string[];
      readonly startedAt: number;
    },
    ready: () => Promise<Probe>,
  ) =>
  async (): Promise<Overview> => {
    const { store, settings, queues, delivery, slack } = deps;
    const { topics, accounts, access, suppress, slack: slackSettings } = settings();
    const { ok: isWritable } = await createHealth(deps)();
    const { inbox, posts } = await readCounts(store);
    const lastReceivedAt = await store.transaction((tx) => tx.inbox.lastReceivedAt());
    const now = deps.clock.now();
    const denied = await store.transaction((tx) => ownDeniedProblems(tx, now));
    const ended = suppressionProblems(suppress, now);
    const { authorized, unreachable } = delivery.status();
    return {
      startedAt: deps.startedAt,
      reasons: (await ready()).reasons,
      intake: {
        topics: topics.length,
        queues: queues.status().map(({ url, deadLetters }) => ({
          name: url.slice(url.lastIndexOf('/') + 1),
          deadLetters: deadLetters?.waiting,
        })),
        lastReceivedAt,
        waiting: inbox.waiting,
        quarantined: inbox.quarantined,
      },
      outbox: { ...posts, unreachable: unreachable.map(({ channel }) => channel) },
      slack: {
        mode: slackSettings.mode,
        isConnected: slack.status().connected,
        isAuthorized: authorized,
      },
      aws: { problems: readingReasons(deps), setUp: [...deps.setUp(), ...denied, ...ended] },
      store: { kind: store.kind, isWritable },
      accounts: accounts.length,
      rules: access.rules.length,
    };
  };

/**
 * `health`: can accept; the store is writable. `ready`: can deliver, with every reason why not. A fault
 * of AWS's reading side is a reason, but what cannot be counted never makes a probe throw.
 */
export const createProbes = (
  deps: ProbeDeps,
): {
  health: () => Promise<Probe>;
  ready: () => Promise<Probe>;
  metrics: () => Promise<Exposition>;
} => {
  const health = createHealth(deps);

  const ready = async (): Promise<Probe> => {
    const { ok, reasons } = await health();
    if (!ok) return { ok, reasons: [...reasons, ...slackReasons(deps)] };
    const waiting = storeReasons(await readCounts(deps.store), deps.clock.now());
    const blocking = [...slackReasons(deps), ...waiting];
    return { ok: blocking.length === 0, reasons: [...blocking, ...awsReasons(deps)] };
  };

  const metrics = async (): Promise<Exposition> => {
    const { ok } = await health();
    // While the store is down its figures are missing; the others are still told.
    if (!ok) return deps.metrics.render(statusGauges(deps, false));
    const counts = countGauges(await readCounts(deps.store), deps.clock.now());
    return deps.metrics.render([...statusGauges(deps, (await ready()).ok), ...counts]);
  };

  return { health, ready, metrics };
};
