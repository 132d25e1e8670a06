/** What the bot may do in Slack, and why it asks for it. */
export interface Scope {
  readonly name: string;
  /** Continues "needed to". */
  readonly why: string;
  /** Without it the bot is of no use; without another one it does less. */
  readonly isVital: boolean;
}

/**
 * As few as this version needs. Not `chat:write.public`: whoever invites the bot decides where it
 * posts. https://docs.slack.dev/reference/scopes
 */
export const scopes: readonly Scope[] = [
  { name: 'chat:write', why: 'post alerts and change them in place', isVital: true },
  {
    name: 'channels:read',
    why: 'find public channels by name and see whether the bot is in them',
    isVital: false,
  },
  {
    name: 'groups:read',
    why: 'do the same for private channels it was invited to',
    isVital: false,
  },
  {
    name: 'channels:history',
    why: "look for its own message after a lost reply, so that it is not posted twice; others' messages are not read",
    isVital: false,
  },
  {
    name: 'groups:history',
    why: 'do the same in private channels it was invited to',
    isVital: false,
  },
  { name: 'commands', why: 'be asked with slash commands and message shortcuts', isVital: false },
  {
    name: 'app_mentions:read',
    why: 'be asked by its name, also in threads, where slash commands do not work',
    isVital: false,
  },
  { name: 'im:history', why: 'read what people write to it directly', isVital: false },
  {
    name: 'im:write',
    why: 'answer in direct messages where it cannot answer in the channel',
    isVital: false,
  },
  {
    name: 'users:read',
    why: "see who asks: guests and other organisations' people get nothing that no rule gives them; and their time zone",
    isVital: false,
  },
  {
    name: 'users:read.email',
    why: 'tell whether a call in AWS was made by the person who asks, and show who made it',
    isVital: false,
  },
  {
    name: 'usergroups:read',
    why: 'see who is in the user groups that access rules name',
    isVital: false,
  },
  {
    name: 'files:write',
    why: 'send a table as a file to whoever asked for it',
    isVital: false,
  },
];

/** The wanted scopes that `granted` lacks. */
export const missingScopes = (granted: readonly string[]): readonly Scope[] =>
  scopes.filter(({ name }) => !granted.includes(name));

/** "channels:read (needed to find …)". */
export const scopeWithReason = ({ name, why }: Scope): string => `${name} (needed to ${why})`;
