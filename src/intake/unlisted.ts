import { type Clock, day } from '../core/clock.ts';
import type { TopicArn } from '../core/ids.ts';
import type { Say } from '../core/say.ts';
import type { Store } from '../core/store.ts';
import { unlistedCard } from './intake-cards.ts';

export interface UnlistedNoticeDeps {
  readonly store: Store;
  readonly say: Say;
  readonly clock: Clock;
}

interface Today {
  readonly date: string;
  readonly topics: readonly string[];
  readonly more: boolean;
}

const metaKey = 'intake/unlisted-topics';
/** Anybody can make topics and point them here, so neither the row nor the message may grow with them. */
const maxTopics = 10;

const isToday = (value: unknown): value is Today =>
  typeof value === 'object' &&
  value !== null &&
  'date' in value &&
  typeof value.date === 'string' &&
  'topics' in value &&
  Array.isArray(value.topics) &&
  'more' in value &&
  typeof value.more === 'boolean';

const readToday = (stored: string | undefined, date: string): Today => {
  const value: unknown = stored === undefined ? undefined : JSON.parse(stored);
  return isToday(value) && value.date === date ? value : { date, topics: [], more: false };
};

const withTopic = (today: Today, topicArn: TopicArn): Today => {
  if (today.topics.includes(topicArn)) return today;
  if (today.topics.length >= maxTopics) return { ...today, more: true };
  return { ...today, topics: [...today.topics, topicArn].toSorted() };
};

/**
 * Shows in Slack that genuine messages of unlisted topics came: one message a day (UTC), which names
 * up to ten topics and is changed as more of them come. The day is remembered over a restart.
 *
 * @returns note: rejects when it cannot be stored
 */
export const createUnlistedNotice = (
  deps: UnlistedNoticeDeps,
): { note: (topicArn: TopicArn) => Promise<void> } => {
  const { store, say, clock } = deps;
  // Spares the store a transaction for each refused message once there is nothing new to say.
  let said: Today = { date: '', topics: [], more: false };

  const note = async (topicArn: TopicArn): Promise<void> => {
    const date = new Date(Math.floor(clock.now() / day) * day).toISOString().slice(0, 10);
    if (said.date === date && (said.more || said.topics.includes(topicArn))) return;
    said = await store.transaction(async (tx) => {
      const before = readToday(await tx.meta.get(metaKey), date);
      const today = withTopic(before, topicArn);
      if (today === before) return before;
      await tx.meta.set(metaKey, JSON.stringify(today));
      await say(tx, {
        key: `unlisted-topics/${date}`,
        card: unlistedCard(today.topics, today.more),
      });
      return today;
    });
  };

  return { note };
};
