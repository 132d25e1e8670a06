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
];

/** The wanted scopes that `granted` lacks. */
export const missingScopes = (granted: readonly string[]): readonly Scope[] =>
  scopes.filter(({ name }) => !granted.includes(name));

/** "channels:read (needed to find …)". */
export const scopeWithReason = ({ name, why }: Scope): string => `${name} (needed to ${why})`;
