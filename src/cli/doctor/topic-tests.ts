import { randomUUID } from 'node:crypto';
import type { Sns } from '../../aws/sns.ts';
import type { Clock } from '../../core/clock.ts';
import { doctorTestMessage } from '../../core/doctor-test.ts';
import { hintOf, toError } from '../../core/errors.ts';
import type { Arrival } from '../../core/inbox-store.ts';
import { silentLog } from '../../core/log.ts';
import type { Settings, TopicSettings } from '../../core/settings.ts';
import type { Store } from '../../core/store.ts';
import { bad, type Finding, ok, type Section, warn } from './report.ts';
import { describeTopic } from './topics.ts';

/** SNS has long tried again by then. */
const arrivesWithinMs = 60_000;
/** What has arrived is read at once by a bot that runs. */
const isReadWithinMs = 10_000;
const lookEveryMs = 500;

interface TestDeps {
  readonly sns: Sns;
  readonly clock: Clock;
  readonly store: Store;
  readonly settings: Settings;
  /** How long to wait, ms; 60 s unless told. */
  readonly withinMs: number;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const ways: Readonly<Record<Arrival['via'], string>> = {
  https: 'by HTTPS',
  sqs: 'by its queue',
  'found-late': 'late',
  replay: 'by a replay',
  evidence: 'as evidence',
};

/** Looks until `holds` or the time is over; what was seen last. */
const waitFor = async (
  look: () => Promise<Arrival | undefined>,
  holds: (arrival: Arrival) => boolean,
  { clock, withinMs, signal }: Pick<TestDeps, 'clock' | 'withinMs'> & { signal: AbortSignal },
): Promise<Arrival | undefined> => {
  const end = clock.monotonic() + withinMs;
  for (;;) {
    const arrival = await look();
    if (arrival !== undefined && holds(arrival)) return arrival;
    if (signal.aborted || clock.monotonic() >= end) return arrival;
    await clock.sleep(lookEveryMs, signal);
  }
};

const neverCame = (title: string, ms: number): Finding =>
  bad(
    `${title}: the test did not arrive within ${seconds(ms)}.`,
    "Is the bot running, with these settings and this store? Without it a queue keeps the test and the bot takes it in later. If it runs: see above whether the topic sends to it, then look into the subscription's dead-letter queue.",
  );

const readFinding = (title: string, arrival: Arrival, tookMs: number): Finding => {
  const came = `${title}: the test arrived ${ways[arrival.via]} after ${seconds(tookMs)}`;
  switch (arrival.state) {
    case 'done':
      return ok(`${came}, and the bot read it.`);
    case 'waiting':
      return warn(`${came}, but nobody has read it yet.`, 'Look at the log of the bot.');
    case 'quarantined':
      return bad(
        `${came}, and was refused: ${arrival.error ?? 'no reason kept'}.`,
        'npm run store -- list quarantined shows it.',
      );
  }
};

const testTopic = async (
  { arn }: TopicSettings,
  title: string,
  deps: TestDeps,
  signal: AbortSignal,
): Promise<Finding> => {
  const { sns, clock, store, withinMs } = deps;
  const began = clock.monotonic();
  const message = doctorTestMessage(randomUUID());
  const id = await sns.publish(arn, { subject: 'Trailwarden doctor test', message }, signal);
  const look = () => store.transaction((tx) => tx.inbox.arrival(arn, id));
  const came = await waitFor(look, () => true, { clock, withinMs, signal });
  if (came === undefined) return neverCame(title, withinMs);
  const tookMs = clock.monotonic() - began;
  const isSettled = ({ state }: Arrival): boolean => state !== 'waiting';
  const read = await waitFor(look, isSettled, { clock, withinMs: isReadWithinMs, signal });
  return readFinding(title, read ?? came, tookMs);
};

const findingOf = async (
  topic: TopicSettings,
  deps: TestDeps,
  signal: AbortSignal,
): Promise<Finding> => {
  const { title } = describeTopic(topic, deps.settings);
  if (topic.arn.endsWith('.fifo'))
    return warn(
      `${title} is a FIFO topic, which is not tested: a test would have to join a group.`,
    );
  try {
    return await testTopic(topic, title, deps, signal);
  } catch (thrown) {
    const { message } = toError(thrown);
    return bad(`${title}: ${message}`, hintOf(thrown));
  }
};

/**
 * Publishes a marked message through each listed topic, which the running bot takes in and shows to
 * nobody, and waits until it stands in the bot's store.
 */
export const topicTestSection = (
  settings: Settings,
  {
    sns,
    clock,
    withinMs = arrivesWithinMs,
  }: Pick<TestDeps, 'sns' | 'clock'> & {
    readonly withinMs?: number;
  },
): Section => ({
  title: 'Test through the topics',
  checks: [
    {
      about: 'The test through the topics',
      withinMs: withinMs + isReadWithinMs + 10_000,
      run: async (signal) => {
        const { openStore } = await import('../../store/open.ts');
        // For reading only: the bot is using it.
        const store = await openStore(settings.store, { clock, log: silentLog, readOnly: true });
        try {
          const deps = { sns, clock, store, settings, withinMs };
          return await Promise.all(settings.topics.map((topic) => findingOf(topic, deps, signal)));
        } finally {
          await store.stop();
        }
      },
    },
  ],
});
