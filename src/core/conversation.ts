import type { Card } from './card.ts';
import type { ChannelId } from './ids.ts';

/** A message to write. `postId` goes into the message's metadata, so that it can be found again. */
export interface Outgoing {
  readonly channel: ChannelId;
  readonly card: Card;
  readonly postId: string;
  /** The root's `ts`, for a reply. */
  readonly threadTs?: string;
  /** A reply that is also shown in the channel. */
  readonly broadcast?: boolean;
  /** Without blocks: the second try of a card that Slack refused. */
  readonly plain?: boolean;
  /**
   * On the monotonic clock, ms: who has not begun to write the request by then writes nothing, which
   * is `unavailable`. None: it may begin at any time.
   */
  readonly beginBy?: number;
}

/** Where a message stands. */
export interface Posted {
  readonly channel: ChannelId;
  readonly ts: string;
}

/** What became of a call to Slack. Never thrown: every caller has to decide on each kind. */
export type Outcome<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number }
  /** The blocks or the length are refused (invalid_blocks, msg_blocks_too_long …). */
  | { readonly kind: 'refused-form'; readonly error: string }
  /** The bot cannot write there (channel_not_found, not_in_channel, is_archived, restricted_action …). */
  | { readonly kind: 'unreachable'; readonly error: string; readonly cure: string }
  /** The token is no good (token_revoked, invalid_auth, account_inactive …). */
  | { readonly kind: 'unauthorized'; readonly error: string }
  /** The message or thread is not there any more (message_not_found, thread_not_found …). */
  | { readonly kind: 'gone'; readonly error: string }
  /** Surely not accepted, may work later (connection refused, not begun in time, internal_error …). */
  | { readonly kind: 'unavailable'; readonly error: string }
  /** May have been accepted: the reply was lost, late, or says so (fatal_error). */
  | { readonly kind: 'unknown'; readonly error: string }
  /** Any other definite no. */
  | { readonly kind: 'refused'; readonly error: string };

/** Slack as delivery needs it. Each call has the client's own timeout, `timeoutMs`. */
export interface Messenger {
  readonly timeoutMs: number;
  /** The id of a channel given by id or by name without `#`. */
  readonly resolve: (channel: string) => Promise<Outcome<ChannelId>>;
  readonly post: (message: Outgoing) => Promise<Outcome<Posted>>;
  readonly edit: (message: Outgoing & { readonly ts: string }) => Promise<Outcome<Posted>>;
  /**
   * Looks for a message of ours by its `postId`: in the channel's history, or in the thread's
   * replies when `threadTs` is given; every page since `sinceMs` (epoch ms).
   */
  readonly find: (wanted: {
    readonly channel: ChannelId;
    readonly postId: string;
    readonly sinceMs: number;
    readonly threadTs?: string;
  }) => Promise<Outcome<Posted | undefined>>;
  /** auth.test: does the token work? */
  readonly probe: () => Promise<Outcome<undefined>>;
}
