import type { Card } from './card.ts';
import type { ChannelId } from './ids.ts';
import type { Text } from './text.ts';

/**
 * `root`: an incident's message. `storm`: a storm's message; `storm-page`: one page of its list, in
 * its thread. `reply`: append-only lines in a thread. `notice`: something the bot itself has to say.
 */
export type PostKind = 'root' | 'storm' | 'storm-page' | 'reply' | 'notice';

/** Order within a channel: lower first. */
export const postPriority = { critical: 0, root: 1, change: 2, line: 3, evidence: 4 } as const;
export type PostPriority = (typeof postPriority)[keyof typeof postPriority];

export interface Post {
  /** A UUID; stands in the message's metadata. */
  readonly id: string;
  readonly kind: PostKind;
  /** As the settings name it; the lease and the pace go by this. */
  readonly channel: string;
  /** Incident id, storm id, or the notice's own key. For a page `<storm id>/<page>`. */
  readonly owner: string;
  /** The post whose thread this belongs to. */
  readonly parentId: string | undefined;
  readonly priority: PostPriority;
  readonly revisionWanted: number;
  /** 0 until it was posted. */
  readonly revisionSent: number;
  /** Set once it stands in Slack. */
  readonly ts: string | undefined;
  readonly postedIn: ChannelId | undefined;
  /** Set while a call is out whose outcome is not known; epoch ms of its beginning. */
  readonly attemptAt: number | undefined;
  /** Failures in a row, and since when. */
  readonly attempts: number;
  readonly failingSince: number | undefined;
  readonly dueAt: number;
  readonly state: 'due' | 'idle' | 'parked';
  readonly error: string | undefined;
  /** Slack refused its blocks: plain text from now on. */
  readonly plain: boolean;
  readonly broadcast: boolean;
  /** Set when it went to the fallback channel: where it was meant to go, and why it could not. */
  readonly meantFor: string | undefined;
  readonly reason: string | undefined;
  /** A reply's lines. */
  readonly lines: readonly Text[];
  /** A notice's card. */
  readonly card: Card | undefined;
  readonly createdAt: number;
}

/** `isByPerson`: somebody wanted it, which is no sign of a storm: {@link PostStore.recentRoots} leaves it out. */
export interface PostCause {
  readonly isByPerson?: boolean;
}

export interface PostStore {
  readonly insert: (post: Post, cause?: PostCause) => Promise<void>;
  readonly get: (id: string) => Promise<Post | undefined>;
  readonly update: (
    id: string,
    change: Partial<Omit<Post, 'id'>>,
    cause?: PostCause,
  ) => Promise<void>;
  readonly ofOwner: (kind: PostKind, owner: string) => Promise<readonly Post[]>;
  /** A reply under `parentId` that no call has gone out for yet; lines may still be added to it. */
  readonly unsentReply: (parentId: string) => Promise<Post | undefined>;
  /** Of the notices in a thread that are still to be posted, the one that was said first. */
  readonly firstUnsentNotice: (parentId: string) => Promise<Post | undefined>;
  /** Channels with a due post whose pace and parking allow a call at `now`, the most urgent first. */
  readonly dueChannels: (now: number, limit: number) => Promise<readonly string[]>;
  /** When the next one becomes due, for sleeping until then; undefined if none waits. */
  readonly nextDueAt: () => Promise<number | undefined>;
  /** The channel's due posts by priority, then age; a reply only once its parent has a `ts`. */
  readonly due: (channel: string, now: number, limit: number) => Promise<readonly Post[]>;
  /** Roots of `channel` created or wanted anew since `since`, newest last. */
  readonly recentRoots: (
    channel: string,
    since: number,
  ) => Promise<readonly { readonly postId: string; readonly owner: string; readonly at: number }[]>;
  readonly parked: (limit: number) => Promise<readonly Post[]>;
  /** Makes a parked post due again; false if there is none of that id. */
  readonly unpark: (id: string, now: number) => Promise<boolean>;
  readonly counts: () => Promise<{
    readonly due: number;
    readonly parked: number;
    readonly oldestDueAt: number | undefined;
  }>;
}
