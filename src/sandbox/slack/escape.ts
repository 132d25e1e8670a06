import type { SlackStore } from './store.ts';

const entity: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
const escapeText = (text: string): string => text.replace(/[&<>]/g, (sign) => entity[sign] ?? sign);

// Not within a word, which is an e-mail address, nor where it was escaped already.
const mention = /(?<![\w.@#/<])([@#])([a-z0-9][a-z0-9._-]*)/gi;
const link = /(?<![^\s(])(https?:\/\/[^\s<>|]+)/g;
const address = /(?<![\w.:|+-])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)(?![\w@|])/g;

interface Writing {
  readonly channel: (id: string, name: string) => string;
  readonly member: (id: string, name: string) => string;
  readonly group: (id: string, handle: string) => string;
}

const withLabels: Writing = {
  channel: (id, name) => `<#${id}|${name}>`,
  member: (id, name) => `<@${id}|${name}>`,
  group: (id, handle) => `<!subteam^${id}|@${handle}>`,
};
const withoutLabels: Writing = { ...withLabels, member: (id) => `<@${id}>` };

const written = (
  store: SlackStore,
  writing: Writing,
  sign: string,
  name: string,
): string | undefined => {
  if (sign === '#') {
    const channel = store.findChannel(name);
    return channel && !channel.isIm ? writing.channel(channel.id, channel.name) : undefined;
  }
  const member = store.findMember(name);
  if (member) return writing.member(member.id, member.name);
  const group = store.findGroup(name);
  return group && writing.group(group.id, group.handle);
};

const resolveMentions = (store: SlackStore, text: string, writing: Writing): string =>
  text.replace(mention, (typed, sign: string, name: string) => {
    const bare = name.replace(/[._-]+$/, '');
    const found = written(store, writing, sign, bare.toLowerCase());
    return found === undefined ? typed : `${found}${name.slice(bare.length)}`;
  });

/**
 * What Slack makes of a command's words if the app has them escaped: people, groups and channels by
 * their ids, and links in brackets; e-mail addresses and names that it does not know stay.
 * https://docs.slack.dev/interactivity/implementing-slash-commands
 */
export const escapeCommand = (store: SlackStore, text: string): string =>
  resolveMentions(store, escapeText(text), withLabels).replace(link, '<$1>');

/**
 * What Slack makes of a message's words: mentions by id, links and e-mail addresses in brackets.
 * What stands in brackets already stays.
 */
export const formatMessage = (store: SlackStore, text: string): string =>
  resolveMentions(store, text, withoutLabels)
    .replace(link, '<$1>')
    .replace(address, '<mailto:$1|$1>');
