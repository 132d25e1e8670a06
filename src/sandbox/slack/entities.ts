import type { Json } from '../json.ts';

export interface Member {
  readonly id: string;
  /** The handle, e.g. `alice`. */
  readonly name: string;
  readonly realName: string;
  readonly email: string;
  readonly title: string;
  /** IANA, e.g. `Europe/Berlin`. */
  readonly tz: string;
  readonly isBot: boolean;
  readonly isAdmin: boolean;
  /** A person of another organisation, in a shared channel. */
  readonly isStranger: boolean;
  /** `single`: of one channel only. Guests are members of the team with fewer rights. */
  guest: 'single' | 'multi' | undefined;
  /** Slack keeps the accounts of those who left. */
  isDeactivated: boolean;
}

/** https://docs.slack.dev/reference/objects/file-object */
export interface SlackFile {
  readonly id: string;
  readonly name: string;
  readonly mimetype: string;
  readonly user: string;
  /** Epoch seconds. */
  readonly created: number;
  /** What was announced, in bytes. */
  readonly size: number;
  title: string;
  /** Undefined until it was uploaded. */
  content: Buffer | undefined;
  /** Where it was shared; none until the upload was completed. */
  readonly channels: Set<string>;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly isPrivate: boolean;
  /** Shared with another organisation. */
  readonly isShared: boolean;
  readonly isIm: boolean;
  isArchived: boolean;
  readonly members: Set<string>;
  readonly created: number;
}

export interface Message {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly botId: string | undefined;
  text: string;
  blocks: readonly unknown[] | undefined;
  attachments: readonly unknown[] | undefined;
  metadata: Json | undefined;
  readonly threadTs: string | undefined;
  /** A reply that also stands in the channel. */
  broadcast: boolean;
  edited: { readonly user: string; readonly ts: string } | undefined;
  /** Only this member sees it. */
  readonly ephemeralFor: string | undefined;
  /** The command, button or form that it answers. */
  readonly interaction: string | undefined;
  readonly files: readonly SlackFile[] | undefined;
}

export interface View {
  readonly id: string;
  readonly rootId: string;
  readonly previousId: string | undefined;
  readonly user: string;
  /** When it was opened, as a `ts`. */
  readonly openedAt: string;
  hash: string;
  /** The view as the app gave it: type, title, blocks … */
  body: Json;
}

export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  users: readonly string[];
}

/** A place that an app may write to for a while, as `response_url` names it. */
export interface ResponseHook {
  readonly id: string;
  readonly channel: string;
  readonly user: string;
  /** The message with the button, if it came from one; a command has none. */
  readonly source: { readonly ts: string; readonly isEphemeral: boolean } | undefined;
  readonly interaction: string;
  readonly createdAt: number;
  uses: number;
}

/** What the app's manifest declares. https://docs.slack.dev/reference/app-manifest */
export interface AppFeatures {
  readonly commands: readonly {
    readonly command: string;
    readonly description: string;
    readonly usage: string;
    readonly shouldEscape: boolean;
  }[];
  /** Message shortcuts. */
  readonly shortcuts: readonly { readonly callbackId: string; readonly name: string }[];
  /** Undefined where the manifest does not say. */
  readonly events: readonly string[] | undefined;
}

/** What the app is, as installed in the workspace. */
export interface App {
  readonly id: string;
  readonly name: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** What the token may do; a new installation can change it. */
  scopes: readonly string[];
  readonly features: AppFeatures;
}

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  /** The organisation around it, in an Enterprise Grid. */
  readonly enterprise: { readonly id: string; readonly name: string } | undefined;
}
