/** The emoji we use, by Slack's name, as they are sent where names are not drawn. */
const characters: Readonly<Record<string, string>> = {
  rotating_light: '🚨',
  red_circle: '🔴',
  large_orange_circle: '🟠',
  large_yellow_circle: '🟡',
  large_blue_circle: '🔵',
  large_green_circle: '🟢',
  white_circle: '⚪',
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  warning: '⚠️',
  grey_question: '❔',
  question: '❓',
  information_source: 'ℹ️',
  zap: '⚡',
  fire: '🔥',
  bell: '🔔',
  no_bell: '🔕',
  lock: '🔒',
  hourglass_flowing_sand: '⏳',
  tornado: '🌪️',
  ocean: '🌊',
  no_entry: '⛔',
  x: '❌',
  eyes: '👀',
  mag: '🔍',
  wave: '👋',
  new: '🆕',
  mute: '🔇',
  loud_sound: '🔊',
  key: '🔑',
  link: '🔗',
  shield: '🛡️',
  page_facing_up: '📄',
  speech_balloon: '💬',
  busts_in_silhouette: '👥',
  test_tube: '🧪',
  repeat: '🔁',
  rewind: '⏪',
  clock3: '🕒',
};

const namePattern = /^[a-z0-9_+'-]{1,100}$/;

export const isEmojiName = (name: string): boolean => namePattern.test(name);

/** The character of an emoji's name; nothing for one we do not know: the word beside it says it. */
export const emojiCharacter = (name: string): string => characters[name] ?? '';
