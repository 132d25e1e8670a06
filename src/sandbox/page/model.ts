import { isRecord, type Json, numberAt, recordAt, recordsAt, stringAt } from './json.ts';

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  readonly isShared: boolean;
  /** A conversation with the bot alone. */
  readonly isDirect: boolean;
  readonly members: readonly string[];
}

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly isBot: boolean;
  /** Sees only the channels that they were invited to. */
  readonly isGuest: boolean;
  readonly isDeactivated: boolean;
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

interface UserGroup {
  readonly id: string;
  readonly handle: string;
}

/** An entry of a message's menu. */
export interface Shortcut {
  readonly id: string;
  readonly name: string;
}

export interface File {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** Bytes. */
  readonly size: number;
  readonly mimetype: string;
  /** Undefined where it is no text. */
  readonly content: string | undefined;
}

export interface Info {
  readonly team: string;
  readonly bot: string;
  readonly aws: string;
  readonly channels: readonly Channel[];
  readonly users: readonly Member[];
  readonly userGroups: readonly UserGroup[];
  readonly happenings: readonly Happening[];
  readonly commands: readonly Command[];
  readonly shortcuts: readonly Shortcut[];
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
  readonly files: readonly File[];
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
  isDirect: false,
  members: stringsAt(channel, 'members'),
});

/** A member's conversation with the bot. */
const toDirect = (channel: Json): Channel => ({
  ...toChannel({ ...channel, name: 'Trailwarden' }),
  topic: 'What you and the bot say here, nobody else sees',
  isPrivate: true,
  isDirect: true,
});

const toMember = (user: Json): Member => ({
  id: stringAt(user, 'id'),
  name: stringAt(user, 'name') || stringAt(user, 'id'),
  realName: stringAt(user, 'real_name') || stringAt(user, 'name'),
  isBot: user['is_bot'] === true,
  isGuest: user['is_guest'] === true || user['is_stranger'] === true,
  isDeactivated: user['deleted'] === true,
});

/** The answer of `GET /_sandbox/info`. */
export const toInfo = (info: Json): Info => {
  const titles = recordAt(info, 'happening_titles');
  return {
    team: stringAt(info, 'team') || 'Sandbox',
    bot: stringAt(info, 'bot'),
    aws: stringAt(info, 'aws'),
    channels: [
      ...recordsAt(info, 'channels').map(toChannel),
      ...recordsAt(info, 'direct_messages').map(toDirect),
    ],
    users: recordsAt(info, 'users').map(toMember),
    userGroups: recordsAt(info, 'user_groups').map((group) => ({
      id: stringAt(group, 'id'),
      handle: stringAt(group, 'handle') || stringAt(group, 'id'),
    })),
    happenings: stringsAt(info, 'happenings').map((what) => ({
      what,
      title: stringAt(titles, what) || what,
    })),
    commands: recordsAt(info, 'commands').map((command) => ({
      command: stringAt(command, 'command'),
      description: stringAt(command, 'description'),
      usage: stringAt(command, 'usage_hint'),
    })),
    shortcuts: recordsAt(info, 'shortcuts').map((shortcut) => ({
      id: stringAt(shortcut, 'callback_id'),
      name: stringAt(shortcut, 'name'),
    })),
  };
};

/** A private channel is not there for those who are no members of it, and for guests no channel is. */
export const canSee = (channel: Channel, user: Pick<Member, 'id' | 'isGuest'>): boolean =>
  channel.members.includes(user.id) || !(channel.isPrivate || user.isGuest);

const toFile = (file: Json): File => {
  const content = file['content'];
  return {
    id: stringAt(file, 'id'),
    name: stringAt(file, 'name'),
    title: stringAt(file, 'title'),
    size: numberAt(file, 'size') ?? 0,
    mimetype: stringAt(file, 'mimetype'),
    content: typeof content === 'string' ? content : undefined,
  };
};

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
    files: recordsAt(message, 'files').map(toFile),
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
