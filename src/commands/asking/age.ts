import { day, hour } from '../../core/clock.ts';
import { counted } from '../../core/words.ts';

export const daysSince = (at: number, now: number): number =>
  Math.max(0, Math.floor((now - at) / day));

/** "412 days", "5 hours", "less than an hour". */
export const age = (at: number, now: number): string => {
  const days = daysSince(at, now);
  if (days > 0) return counted(days, 'day');
  const hours = Math.max(0, Math.floor((now - at) / hour));
  return hours > 0 ? counted(hours, 'hour') : 'less than an hour';
};

/** "412 days ago". */
export const ago = (at: number, now: number): string => `${age(at, now)} ago`;
