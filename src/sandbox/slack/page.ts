import type { Json } from '../json.ts';
import { SlackError } from './slack-error.ts';

/** One page of a list and the cursor of the next, as Slack's `response_metadata` gives it. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string;
}

const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** @throws SlackError invalid_cursor */
export const readCursor = (cursor: string | undefined, prefix: string): string | undefined => {
  if (cursor === undefined || cursor === '') return undefined;
  const text = Buffer.from(cursor, 'base64').toString('utf8');
  if (!text.startsWith(`${prefix}:`)) throw new SlackError('invalid_cursor');
  return text.slice(prefix.length + 1);
};

export const writeCursor = (prefix: string, position: string): string =>
  encode(`${prefix}:${position}`);

/** @throws SlackError invalid_cursor */
export const pageOf = <T>(
  items: readonly T[],
  limit: number,
  cursor: string | undefined,
): Page<T> => {
  const start = Number(readCursor(cursor, 'at') ?? 0);
  if (!Number.isInteger(start) || start < 0) throw new SlackError('invalid_cursor');
  const end = start + limit;
  return {
    items: items.slice(start, end),
    next: end < items.length ? writeCursor('at', String(end)) : '',
  };
};

export const nextCursor = (next: string): Json => ({ response_metadata: { next_cursor: next } });
