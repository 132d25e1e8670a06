/** What somebody said to the bot: the name of a command, and the words after it as Slack sent them. */
export interface Spoken {
  readonly name: string;
  readonly text: string;
}

const mention = (user: string): RegExp => new RegExp(`<@${user}(?:\\|[^>]*)?>`);

/** `user` undefined: whoever is named first is taken for the bot. */
const withoutMention = (said: string, user: string | undefined): string => {
  const found = mention(user ?? '[UW][A-Z0-9]+').exec(said);
  if (found === null) return said.trim();
  const after = said.slice(found.index + found[0].length).trim();
  // "whodid sg-0abc @Trailwarden"; between a greeting and a question the question counts.
  return after === '' ? said.slice(0, found.index).trim() : after;
};

/**
 * "@Trailwarden whodid sg-0abc since 2h" as a command. What names none of `names` is a question for
 * help.
 */
export const spokenTo = (
  said: string,
  user: string | undefined,
  names: ReadonlySet<string>,
): Spoken => {
  const rest = withoutMention(said, user);
  const [first = ''] = rest.split(/\s/, 1);
  const name = first.toLowerCase().replace(/^\//, '');
  return names.has(name)
    ? { name, text: rest.slice(first.length).trim() }
    : { name: 'trailwarden', text: 'help' };
};
