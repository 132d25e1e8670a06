import { appName } from './app-name.ts';

const invite = `Write "/invite @${appName}" in that channel.`;
const askAdmin = 'A setting of the channel or the workspace forbids it: ask who administers it.';

const cures: Readonly<Record<string, string>> = {
  not_in_channel: `The bot is not in the channel. ${invite}`,
  channel_not_found: `There is no such channel, or it is private and the bot is not in it. ${invite}`,
  is_archived: 'The channel is archived: unarchive it, or route to another.',
  restricted_action_thread_locked: 'The thread is locked: unlock it.',
  messages_tab_disabled: "Direct messages to the app are off in the app's settings.",
};

/** What a person can do about a channel that the bot cannot write to. */
export const cureFor = (error: string): string => cures[error] ?? askAdmin;

/** The same for a channel's name that stands in no list. */
export const cureForName = (name: string): string =>
  `The bot sees no channel #${name}. Create or unarchive it; if it is private, write "/invite @${appName}" in it.`;
