import { randomBytes } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import type { Channel, Member, ResponseHook, SlackFile, UserGroup, View } from './entities.ts';
import { createTimeline, type Timeline } from './timeline.ts';
import { newChannel, sampleChannels, sampleGroups, sampleMembers } from './workspace.ts';

/** What made a trigger id, and until when a form may be opened with it, epoch ms. */
interface Trigger {
  readonly user: string;
  readonly interaction: string;
  readonly until: number;
  isUsed?: boolean;
}

/** Everything the fake Slack remembers. */
export interface SlackStore {
  readonly members: ReadonlyMap<string, Member>;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly groups: readonly UserGroup[];
  readonly views: Map<string, View>;
  readonly homes: Map<string, View>;
  readonly files: Map<string, SlackFile>;
  readonly hooks: Map<string, ResponseHook>;
  /** By trigger id. */
  readonly triggers: Map<string, Trigger>;
  readonly timeline: (channel: string) => Timeline;
  readonly addChannel: (channel: Channel) => void;
  /** By id, or by name with or without `#`. */
  readonly findChannel: (idOrName: string) => Channel | undefined;
  readonly findMember: (idOrName: string) => Member | undefined;
  /** By id, or by handle with or without `@`. */
  readonly findGroup: (idOrHandle: string) => UserGroup | undefined;
  /** The direct conversation of the bot with this member; made if there is none. */
  readonly directChannel: (user: string, bot: string) => Channel;
  /** Unique and later than every one before: seconds, a point, microseconds. */
  readonly nextTs: () => string;
  readonly newId: (prefix: string) => string;
  /** Forgets messages, forms, files and hooks; the sample channels and groups are as at the start. */
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

const createIds = (): SlackStore['newId'] => {
  let counter = 0;
  return (prefix) => {
    counter += 1;
    return `${prefix}${counter.toString(36).toUpperCase().padStart(5, '0')}${randomBytes(3).toString('hex').toUpperCase()}`;
  };
};

/** Everything that a reset forgets. */
const createMemory = () => ({
  timelines: new Map<string, Timeline>(),
  views: new Map<string, View>(),
  homes: new Map<string, View>(),
  hooks: new Map<string, ResponseHook>(),
  files: new Map<string, SlackFile>(),
  triggers: new Map<string, Trigger>(),
});

/** Channels by id and by name. */
const createChannels = () => {
  const byId = new Map<string, Channel>();
  const byName = new Map<string, Channel>();
  const add = (channel: Channel): void => {
    byId.set(channel.id, channel);
    byName.set(channel.name, channel);
  };
  const direct: SlackStore['directChannel'] = (user, bot) => {
    const name = `dm-${user}`;
    const known = byName.get(name);
    if (known) return known;
    const channel = newChannel(`D${user.slice(1)}`, name, [user, bot], { isIm: true });
    add(channel);
    return channel;
  };
  const find: SlackStore['findChannel'] = (idOrName) =>
    byId.get(idOrName) ?? byName.get(idOrName.replace(/^#/, ''));
  return { byId, add, direct, find };
};

export const createSlackStore = (clock: Clock): SlackStore => {
  const members = mapOf(sampleMembers());
  const byHandle = new Map([...members.values()].map((member) => [member.name, member]));
  const groups = [...sampleGroups()];
  const channels = createChannels();
  const { timelines, ...memory } = createMemory();
  const timeline = (channel: string): Timeline => {
    const known = timelines.get(channel);
    if (known) return known;
    const created = createTimeline();
    timelines.set(channel, created);
    return created;
  };
  const reset = (): void => {
    for (const map of [timelines, ...Object.values(memory)]) map.clear();
    for (const channel of sampleChannels()) channels.add(channel);
    for (const member of sampleMembers()) Object.assign(members.get(member.id) ?? {}, member);
    groups.splice(0, groups.length, ...sampleGroups());
  };
  reset();
  return {
    ...memory,
    members,
    channels: channels.byId,
    groups,
    timeline,
    addChannel: channels.add,
    findChannel: channels.find,
    findMember: (idOrName) => members.get(idOrName) ?? byHandle.get(idOrName.replace(/^@/, '')),
    findGroup: (idOrHandle) =>
      groups.find(({ id, handle }) => id === idOrHandle || handle === idOrHandle.replace(/^@/, '')),
    directChannel: channels.direct,
    nextTs: createTs(clock),
    newId: createIds(),
    reset,
  };
};
