import type { ChannelId } from '../core/ids.ts';
import { isChannelId } from '../core/ids.ts';
import { type Post, type PostKind, postPriority } from '../core/post-store.ts';
import type { PostTable } from './schema.ts';
import { fromJson } from './statement.ts';

/** Which column holds which property of a post. */
export const postColumns = {
  id: 'id',
  kind: 'kind',
  channel: 'channel',
  owner: 'owner',
  parentId: 'parent_id',
  priority: 'priority',
  revisionWanted: 'revision_wanted',
  revisionSent: 'revision_sent',
  ts: 'ts',
  postedIn: 'posted_in',
  attemptAt: 'attempt_at',
  attempts: 'attempts',
  failingSince: 'failing_since',
  dueAt: 'due_at',
  state: 'state',
  error: 'error',
  plain: 'plain',
  broadcast: 'broadcast',
  meantFor: 'meant_for',
  reason: 'reason',
  lines: 'lines',
  card: 'card',
  createdAt: 'created_at',
} as const satisfies Record<keyof Post, keyof PostTable>;

const kinds: readonly PostKind[] = ['root', 'storm', 'storm-page', 'reply', 'notice'];
const priorities = Object.values(postPriority);
const states: readonly Post['state'][] = ['due', 'idle', 'parked'];

const toChannelId = (text: string | null): ChannelId | undefined =>
  text !== null && isChannelId(text) ? text : undefined;

/** A row as the port shows it. The fallbacks are never met: only this store writes these columns. */
export const toPost = (row: Omit<PostTable, 'seq'>): Post => ({
  id: row.id,
  kind: kinds.find((kind) => kind === row.kind) ?? 'notice',
  channel: row.channel,
  owner: row.owner,
  parentId: row.parent_id ?? undefined,
  priority: priorities.find((priority) => priority === row.priority) ?? postPriority.root,
  revisionWanted: row.revision_wanted,
  revisionSent: row.revision_sent,
  ts: row.ts ?? undefined,
  postedIn: toChannelId(row.posted_in),
  attemptAt: row.attempt_at ?? undefined,
  attempts: row.attempts,
  failingSince: row.failing_since ?? undefined,
  dueAt: row.due_at,
  state: states.find((state) => state === row.state) ?? 'idle',
  error: row.error ?? undefined,
  plain: row.plain === 1,
  broadcast: row.broadcast === 1,
  meantFor: row.meant_for ?? undefined,
  reason: row.reason ?? undefined,
  lines: fromJson(row.lines),
  card: row.card === null ? undefined : fromJson(row.card),
  createdAt: row.created_at,
});
