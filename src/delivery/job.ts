import type { Card } from '../core/card.ts';
import type { Outcome, Posted } from '../core/conversation.ts';
import type { Post } from '../core/post-store.ts';

/** The right to write to a channel, for as long as the lease lasts. */
export interface Lease {
  readonly channel: string;
  readonly fence: number;
  /** On the monotonic clock. */
  readonly until: number;
}

interface Claimed {
  /** As it was when it was claimed: what is sent is this revision. */
  readonly post: Post;
  /** The message whose thread it belongs to. */
  readonly parent: Post | undefined;
  readonly lease: Lease;
}

/** One call to Slack that was decided on and noted in the store. */
export type Job =
  | (Claimed & { readonly kind: 'post'; readonly card: Card })
  | (Claimed & { readonly kind: 'edit'; readonly card: Card; readonly ts: string })
  /** Was it posted? Nobody knows what became of the call that began at `attemptAt`. */
  | (Claimed & { readonly kind: 'find'; readonly attemptAt: number });

/** What came of a job. `not-called`: nothing was sent, the lease would not have outlived the call. */
export type Result =
  | { readonly kind: 'not-called' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'ok'; readonly posted: Posted };

export type Failure = Exclude<Outcome<never>, { readonly kind: 'ok' }>;

/** What a channel does next: a call, or nothing before `at` (undefined: until it is woken). */
export type Step =
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'wait'; readonly at: number | undefined; readonly forEdit: boolean };

export const wait = (at?: number, forEdit = false): Step => ({ kind: 'wait', at, forEdit });
