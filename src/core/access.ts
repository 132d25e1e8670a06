import type { Conversation } from './interaction.ts';
import type { Person } from './person.ts';
import type { AccessSettings, Account } from './settings.ts';

/** Who asks for what where, with all that Slack says about it. */
export interface AccessRequest {
  readonly person: Person;
  /** The bot's own team and enterprise: nobody of another one is let in. */
  readonly home: { readonly team: string; readonly enterprise: string | undefined };
  /** The user groups that the person is in. */
  readonly groups: ReadonlySet<string>;
  /** Groups that Slack could not be asked about: they let nobody in, and the refusal says so. */
  readonly unreadGroups: readonly string[];
  readonly channel: Pick<Conversation, 'id' | 'name'> | undefined;
  /** A command's name, or another right. */
  readonly right: string;
  /** Of the command: rules with `scope: self` do not count where it cannot be asked about oneself. */
  readonly knowsSelf: boolean;
}

export interface AccessVerdict {
  /** Accounts about which everything may be told. */
  readonly full: readonly Account[];
  /** Accounts about which only what the asker did themselves may be told. */
  readonly self: readonly Account[];
  readonly denied: readonly Account[];
  /** Which rules let them in, or why nothing does; for the audit log and, without data, for the person. */
  readonly reason: string;
}

/** Judges every account of `accounts`. Default deny. */
export type JudgeAccess = (
  settings: AccessSettings,
  request: AccessRequest,
  accounts: readonly Account[],
) => AccessVerdict;
