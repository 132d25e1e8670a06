import { createHash } from 'node:crypto';

/**
 * CloudTrail tells time in whole seconds, and an incident counts one transition a moment: an
 * event's id gives it a millisecond of its second, so that two calls of one second count as two,
 * and one that arrives twice as one.
 *
 * @returns 0–999
 */
export const fractionOf = (eventId: string): number =>
  createHash('sha256').update(eventId).digest().readUInt32BE() % 1000;
