/**
 * How a shortcode is drawn. A `tone` is drawn by our own style sheet, so that what the bot uses
 * looks the same on a machine without an emoji font; the character is what it means in text.
 */
export interface Emoji {
  readonly character: string;
  readonly tone?: string;
}

const known: Readonly<Record<string, Emoji>> = {
  red_circle: { character: '🔴', tone: 'red' },
  large_orange_circle: { character: '🟠', tone: 'orange' },
  large_yellow_circle: { character: '🟡', tone: 'yellow' },
  large_green_circle: { character: '🟢', tone: 'green' },
  large_blue_circle: { character: '🔵', tone: 'blue' },
  large_purple_circle: { character: '🟣', tone: 'purple' },
  white_circle: { character: '⚪', tone: 'white' },
  black_circle: { character: '⚫', tone: 'black' },
  rotating_light: { character: '🚨', tone: 'siren' },
  white_check_mark: { character: '✅', tone: 'check' },
  heavy_check_mark: { character: '✔️', tone: 'check' },
  warning: { character: '⚠️', tone: 'warning' },
  information_source: { character: 'ℹ️', tone: 'information' },
  grey_question: { character: '❔', tone: 'question' },
  question: { character: '❓', tone: 'question' },
  cyclone: { character: '🌀', tone: 'storm' },
  thunder_cloud_and_rain: { character: '⛈️', tone: 'storm' },
  tornado: { character: '🌪️', tone: 'storm' },
  ocean: { character: '🌊', tone: 'storm' },
  zap: { character: '⚡', tone: 'bolt' },
  x: { character: '❌', tone: 'cross' },
  no_entry: { character: '⛔', tone: 'no-entry' },
  bell: { character: '🔔', tone: 'bell' },
  no_bell: { character: '🔕', tone: 'no-bell' },
  fire: { character: '🔥' },
  rewind: { character: '⏪' },
  clock3: { character: '🕒' },
  eyes: { character: '👀' },
  hourglass_flowing_sand: { character: '⏳' },
  hourglass: { character: '⌛' },
  lock: { character: '🔒' },
  unlock: { character: '🔓' },
  key: { character: '🔑' },
  shield: { character: '🛡️' },
  mag: { character: '🔍' },
  repeat: { character: '🔁' },
  arrows_counterclockwise: { character: '🔄' },
  bar_chart: { character: '📊' },
  calendar: { character: '📆' },
  clipboard: { character: '📋' },
  link: { character: '🔗' },
  wave: { character: '👋' },
  tada: { character: '🎉' },
  mute: { character: '🔇', tone: 'mute' },
  loud_sound: { character: '🔊', tone: 'loud' },
  new: { character: '🆕', tone: 'new' },
  page_facing_up: { character: '📄', tone: 'page' },
  speech_balloon: { character: '💬' },
  busts_in_silhouette: { character: '👥' },
  test_tube: { character: '🧪' },
};

/** The emoji of a shortcode without its colons; undefined if the page does not know it. */
export const emojiOf = (name: string): Emoji | undefined =>
  Object.hasOwn(known, name) ? known[name] : undefined;

export type EmojiPiece = { readonly text: string } | { readonly emoji: string };

/** Splits plain text into words and the shortcodes the page knows; `10:30:45` has none. */
export const splitEmoji = (text: string): readonly EmojiPiece[] => {
  const pieces: EmojiPiece[] = [];
  let end = 0;
  // The closing colon is only looked at: it may also open the next shortcode.
  for (const { 0: start, 1: name = '', index } of text.matchAll(/:([a-z0-9_+-]+)(?=:)/g)) {
    if (index < end || !emojiOf(name)) continue;
    if (index > end) pieces.push({ text: text.slice(end, index) });
    pieces.push({ emoji: name });
    end = index + start.length + 1;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
};

const byCharacter = new Map(
  Object.entries(known).map(([name, { character }]) => [character, name]),
);

/** The emoji that a text begins with, as its character, and what follows; undefined: with none we know. */
export const leadingEmoji = (
  text: string,
): { readonly name: string; readonly rest: string } | undefined => {
  const [character = '', ...rest] = text.split(' ');
  const name = byCharacter.get(character);
  return name === undefined ? undefined : { name, rest: ` ${rest.join(' ')}` };
};
