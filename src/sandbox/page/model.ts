import { isRecord, type Json, recordAt, recordsAt, stringAt } from './json.ts';

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  readonly isShared: boolean;
  readonly members: readonly string[];
}

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly isBot: boolean;
}

/** Something the sample account or the fake services can be made to do. */
export interface Happening {
  readonly what: string;
  readonly title: string;
}

export interface Command {
  readonly command: string;
  readonly description: string;
  readonly usage: string;
}

export interface Info {
  readonly team: string;
  readonly bot: string;
  readonly aws: string;
  readonly channels: readonly Channel[];
  readonly users: readonly Member[];
  readonly happenings: readonly Happening[];
  readonly commands: readonly Command[];
}

export interface Message {
  readonly ts: string;
  /** The root's `ts`, if the message stands in a thread. */
  readonly threadTs: string | undefined;
  /** A reply that is also shown in the channel. */
  readonly isBroadcast: boolean;
  /** The member who wrote it; undefined for the bot. */
  readonly userId: string | undefined;
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly isEdited: boolean;
  readonly isEphemeral: boolean;
  /** Changes whenever what is shown changes. */
  readonly fingerprint: string;
}

/** A modal, or the App Home. */
export interface View {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly submit: string;
  readonly close: string;
  readonly blocks: readonly Json[];
}

const stringsAt = (record: Json, key: string): readonly string[] => {
  const value = record[key];
  return Array.isArray(value)
    ? value.filter((entry): entry is string => typeof entry === 'string')
    : [];
};

const toChannel = (channel: Json): Channel => ({
  id: stringAt(channel, 'id'),
  name: stringAt(channel, 'name') || stringAt(channel, 'id'),
  topic: stringAt(recordAt(channel, 'topic'), 'value'),
  isPrivate: channel['is_private'] === true,
  isArchived: channel['is_archived'] === true,
  isShared: channel['is_ext_shared'] === true || channel['is_shared'] === true,
  members: stringsAt(channel, 'members'),
});

const toMember = (user: Json): Member => ({
  id: stringAt(user, 'id'),
  name: stringAt(user, 'name') || stringAt(user, 'id'),
  realName: stringAt(user, 'real_name') || stringAt(user, 'name'),
  isBot: user['is_bot'] === true,
});

/** The answer of `GET /_sandbox/info`. */
export const toInfo = (info: Json): Info => {
  const titles = recordAt(info, 'happening_titles');
  return {
    team: stringAt(info, 'team') || 'Sandbox',
    bot: stringAt(info, 'bot'),
    aws: stringAt(info, 'aws'),
    channels: recordsAt(info, 'channels').map(toChannel),
    users: recordsAt(info, 'users').map(toMember),
    happenings: stringsAt(info, 'happenings').map((what) => ({
      what,
      title: stringAt(titles, what) || what,
    })),
    commands: recordsAt(info, 'commands').map((command) => ({
      command: stringAt(command, 'command'),
      description: stringAt(command, 'description'),
      usage: stringAt(command, 'usage_hint'),
    })),
  };
};

/** A private channel is not there for those who are no members of it. */
export const canSee = (channel: Channel, userId: string): boolean =>
  !channel.isPrivate || channel.members.includes(userId);

/** One message of `GET /_sandbox/messages`. */
export const toMessage = (message: Json): Message => {
  const ts = stringAt(message, 'ts');
  const threadTs = stringAt(message, 'thread_ts');
  const isBot = stringAt(message, 'bot_id') !== '' || isRecord(message['bot_profile']);
  const userId = stringAt(message, 'user');
  const blocks = recordsAt(message, 'blocks');
  const text = stringAt(message, 'text');
  return {
    ts,
    threadTs: threadTs === '' || threadTs === ts ? undefined : threadTs,
    isBroadcast: stringAt(message, 'subtype') === 'thread_broadcast',
    userId: isBot || userId === '' ? undefined : userId,
    text,
    blocks,
    isEdited: Boolean(message['edited']),
    isEphemeral: message['ephemeral'] === true,
    fingerprint: JSON.stringify([text, blocks]),
  };
};

/** A form or the App Home, as `GET /_sandbox/views` lists them. */
export const toView = (view: Json): View => ({
  id: stringAt(view, 'id'),
  type: stringAt(view, 'type'),
  title: stringAt(recordAt(view, 'title'), 'text'),
  submit: stringAt(recordAt(view, 'submit'), 'text'),
  close: stringAt(recordAt(view, 'close'), 'text'),
  blocks: recordsAt(view, 'blocks'),
});

/** What stands in the channel itself. */
export const rootsOf = (messages: readonly Message[]): readonly Message[] =>
  messages.filter((message) => message.threadTs === undefined || message.isBroadcast);

export const repliesOf = (messages: readonly Message[], ts: string): readonly Message[] =>
  messages.filter((message) => message.threadTs === ts);

export const repliesInWords = (count: number): string =>
  count === 1 ? '1 reply' : `${count} replies`;

/** How many messages of the channel came after the one read last. */
export const unreadCount = (messages: readonly Message[], lastRead: string): number =>
  rootsOf(messages).filter((message) => message.ts > lastRead).length;

/**
 * Does it need its author's name again: by somebody else, more than five minutes later, or after or
 * as a message of blocks, which would otherwise run into one another?
 */
export const startsGroup = (message: Message, before: Message | undefined): boolean =>
  before === undefined ||
  before.userId !== message.userId ||
  before.isEphemeral !== message.isEphemeral ||
  before.blocks.length + message.blocks.length > 0 ||
  Number(message.ts) - Number(before.ts) > 300;
