import { randomBytes } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import type { Channel, Member, ResponseHook, UserGroup, View } from './entities.ts';
import { createTimeline, type Timeline } from './timeline.ts';
import { newChannel, sampleChannels, sampleGroups, sampleMembers } from './workspace.ts';

/** Everything the fake Slack remembers. */
export interface SlackStore {
  readonly members: ReadonlyMap<string, Member>;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly groups: readonly UserGroup[];
  readonly views: Map<string, View>;
  readonly homes: Map<string, View>;
  readonly hooks: Map<string, ResponseHook>;
  /** Trigger ids: what made them, and until when a form may be opened with them (epoch ms). */
  readonly triggers: Map<
    string,
    { readonly user: string; readonly interaction: string; readonly until: number }
  >;
  readonly timeline: (channel: string) => Timeline;
  readonly addChannel: (channel: Channel) => void;
  /** By id, or by name with or without `#`. */
  readonly findChannel: (idOrName: string) => Channel | undefined;
  readonly findMember: (idOrName: string) => Member | undefined;
  /** The direct conversation of the bot with this member; made if there is none. */
  readonly directChannel: (user: string, bot: string) => Channel;
  /** Unique and later than every one before: seconds, a point, microseconds. */
  readonly nextTs: () => string;
  readonly newId: (prefix: string) => string;
  /** Forgets messages, forms and hooks; the sample channels are as at the start. */
  readonly reset: () => void;
}

const mapOf = <T extends { readonly id: string }>(items: readonly T[]): Map<string, T> =>
  new Map(items.map((item) => [item.id, item]));

const createTs = (clock: Clock): (() => string) => {
  let last = 0;
  return () => {
    // Slack's `ts` has microseconds; two messages of one millisecond still differ.
    last = Math.max(last + 1, Math.floor(clock.now() * 1000));
    const seconds = Math.floor(last / 1_000_000);
    return `${seconds}.${String(last % 1_000_000).padStart(6, '0')}`;
  };
};

export const createSlackStore = (clock: Clock): SlackStore => {
  const members = mapOf(sampleMembers());
  const byHandle = new Map([...members.values()].map((member) => [member.name, member]));
  const groups = sampleGroups();
  const channels = new Map<string, Channel>();
  const byName = new Map<string, Channel>();
  const timelines = new Map<string, Timeline>();
  const views = new Map<string, View>();
  const homes = new Map<string, View>();
  const hooks = new Map<string, ResponseHook>();
  const triggers: SlackStore['triggers'] = new Map();
  let counter = 0;
  const newId = (prefix: string): string => {
    counter += 1;
    return `${prefix}${counter.toString(36).toUpperCase().padStart(5, '0')}${randomBytes(3).toString('hex').toUpperCase()}`;
  };
  const addChannel = (channel: Channel): void => {
    channels.set(channel.id, channel);
    byName.set(channel.name, channel);
  };
  const timeline = (channel: string): Timeline => {
    const known = timelines.get(channel);
    if (known) return known;
    const created = createTimeline();
    timelines.set(channel, created);
    return created;
  };
  const directChannel = (user: string, bot: string): Channel => {
    const name = `dm-${user}`;
    const known = byName.get(name);
    if (known) return known;
    const channel = newChannel(`D${user.slice(1)}`, name, [user, bot], { isIm: true });
    addChannel(channel);
    return channel;
  };
  const reset = (): void => {
    for (const map of [timelines, views, homes, hooks, triggers]) map.clear();
    for (const channel of sampleChannels()) addChannel(channel);
  };
  reset();
  return {
    members,
    channels,
    groups,
    views,
    homes,
    hooks,
    triggers,
    timeline,
    addChannel,
    findChannel: (idOrName) => channels.get(idOrName) ?? byName.get(idOrName.replace(/^#/, '')),
    findMember: (idOrName) => members.get(idOrName) ?? byHandle.get(idOrName.replace(/^@/, '')),
    directChannel,
    nextTs: createTs(clock),
    newId,
    reset,
  };
};
