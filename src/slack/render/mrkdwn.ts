declare const escaped: unique symbol;

/**
 * Text that Slack may read as mrkdwn: nothing in it is live but what this file put there. Foreign
 * text becomes one only through {@link escape}.
 */
export type Mrkdwn = string & { readonly [escaped]: true };

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Exactly the three characters that Slack asks for; more would be shown as typed.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export const escape = (text: string): Mrkdwn =>
  text.replace(/[&<>]/g, (character) => entities[character] ?? character) as Mrkdwn;

/** U+2060: drawn as nothing, breaks no line, and ends what Slack takes for a pattern. */
const joiner = '\u2060';

/**
 * Takes the meaning out of what mrkdwn has no escape for, with an invisible character beside it:
 * `:emoji:` could draw a green tick, `*` and its kind a bold RESOLVED, `://` a link.
 *
 * Needed because only chat.postMessage knows `mrkdwn: false`: chat.update formats its text always,
 * and notifications turn `:emoji:` into pictures. A letter, a digit or `_` inside a word is left
 * alone, so that names can be copied.
 */
export const defuse = (text: string): string =>
  text
    .replace(/:(?=[\p{L}\p{M}\p{N}_+'-]{1,100}:)/gu, `:${joiner}`)
    .replace(/:(?=\/\/)/g, `:${joiner}`)
    .replace(/[*~`]/g, `${joiner}$&${joiner}`)
    .replace(/(?<![\p{L}\p{N}_])_|_(?![\p{L}\p{N}_])/gu, `${joiner}_${joiner}`)
    .replace(/^( *)>/gm, `$1${joiner}>`);

/** A moment in the reader's own zone. `ms` must be a valid date. */
export const dateToken = (ms: number, format: string, fallback: string): Mrkdwn =>
  `<!date^${Math.floor(ms / 1000)}^${format}|${escape(fallback)}>` as Mrkdwn;

/** A link; `url` must have passed `allowedUrl`. */
export const linkToken = (url: string, label: string): Mrkdwn =>
  `<${escape(url)}|${escape(label.replaceAll('|', '¦'))}>` as Mrkdwn;

/** A member's name; `id` must have the form of one. */
export const memberToken = (id: string): Mrkdwn => `<@${id}>` as Mrkdwn;

/** A user group's handle; its members are notified. `id` must have the form of one. */
export const groupToken = (id: string): Mrkdwn => `<!subteam^${id}>` as Mrkdwn;

/** A channel's name; `id` must have the form of one. */
export const channelToken = (id: string): Mrkdwn => `<#${id}>` as Mrkdwn;
