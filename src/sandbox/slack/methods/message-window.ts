import { type Args, flag, limitOf, optional } from '../args.ts';
import type { Message } from '../entities.ts';
import { readCursor, writeCursor } from '../page.ts';
import { SlackError } from '../slack-error.ts';

const tsPattern = /^\d{1,16}(?:\.\d{1,6})?$/;
const maxLimit = 999;
const standardLimit = 100;
const prefix = 'next_ts';

/** Compares as numbers do, without losing microseconds. */
const normal = (ts: string): string => {
  const [seconds = '0', micros = ''] = ts.split('.');
  return `${seconds.padStart(16, '0')}.${micros.padEnd(6, '0')}`;
};

const bound = (args: Args, name: string): string | undefined => {
  const value = optional(args, name);
  if (value === undefined || value === '') return undefined;
  if (!tsPattern.test(value)) throw new SlackError(`invalid_ts_${name}`);
  return normal(value);
};

export interface MessagePage {
  /** In the order of the messages given. */
  readonly items: readonly Message[];
  readonly hasMore: boolean;
  readonly next: string;
}

/**
 * The messages between `oldest` and `latest`, one page of them.
 * @param messages In the order in which they are to be paged.
 */
export const messagePage = (
  messages: readonly Message[],
  args: Args,
  isPast: (ts: string, position: string) => boolean,
): MessagePage => {
  const oldest = bound(args, 'oldest');
  const latest = bound(args, 'latest');
  const inclusive = flag(args, 'inclusive');
  const limit = limitOf(args, standardLimit, maxLimit);
  const position = readCursor(optional(args, 'cursor'), prefix);
  const found: Message[] = [];
  for (const message of messages) {
    const ts = normal(message.ts);
    if (message.ephemeralFor !== undefined) continue;
    if (oldest !== undefined && (inclusive ? ts < oldest : ts <= oldest)) continue;
    if (latest !== undefined && (inclusive ? ts > latest : ts >= latest)) continue;
    if (position !== undefined && !isPast(ts, position)) continue;
    found.push(message);
    if (found.length > limit) break;
  }
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const hasMore = found.length > limit;
  return {
    items,
    hasMore,
    next: hasMore && last ? writeCursor(prefix, normal(last.ts)) : '',
  };
};
