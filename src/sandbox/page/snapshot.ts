import { type Call, getCalls, getInfo, getMessages, getViews } from './api.ts';
import { isRecord, stringAt } from './json.ts';
import type { Info, Message, View } from './model.ts';

/** What the acting member saw when it was last read. */
export interface Snapshot {
  readonly info: Info | undefined;
  readonly messages: ReadonlyMap<string, readonly Message[]>;
  readonly views: readonly View[];
  readonly calls: readonly Call[];
}

export const emptySnapshot: Snapshot = {
  info: undefined,
  messages: new Map(),
  views: [],
  calls: [],
};

/** What has to be read again: a channel by its id, or one of these. */
export type Topic = string;
const everything: Topic = 'everything';
const views: Topic = 'views';
const calls: Topic = 'calls';

/** What an event of `GET /_sandbox/events` says has changed; anything unknown may be everything. */
export const topicOf = (data: string): Topic => {
  try {
    const change: unknown = JSON.parse(data);
    if (!isRecord(change)) return everything;
    if (change['kind'] === 'message') return stringAt(change, 'channel') || everything;
    if (change['kind'] === 'view') return views;
    return change['kind'] === 'call' ? calls : everything;
  } catch {
    return everything;
  }
};

/**
 * Reads again what has changed.
 *
 * @param user the acting member's id; the first human member if undefined
 * @param before what stays as it is where nothing has changed; of the same member
 */
export const load = async (
  user: string | undefined,
  topics: ReadonlySet<Topic>,
  before: Snapshot,
): Promise<Snapshot> => {
  const isKnown = (topic: Topic): boolean =>
    topic === views ||
    topic === calls ||
    before.messages.has(topic) ||
    before.info?.channels.some(({ id }) => id === topic) === true;
  const all = before.info === undefined || ![...topics].every(isKnown);
  const info = all || before.info === undefined ? await getInfo() : before.info;
  const member = user ?? info.users.find((one) => !one.isBot)?.id ?? '';
  const mine = info.channels.filter((one) => !one.isDirect || one.members.includes(member));
  const channels = mine.filter(({ id }) => all || topics.has(id));
  const [newViews, newCalls, ...lists] = await Promise.all([
    all || topics.has(views) ? getViews(member) : before.views,
    // Whatever happened, somebody was asked.
    getCalls(),
    ...channels.map(async ({ id }) => [id, await getMessages(id, member)] as const),
  ]);
  const messages = new Map([...(all ? [] : before.messages), ...lists]);
  return { info, messages, views: newViews, calls: newCalls };
};
