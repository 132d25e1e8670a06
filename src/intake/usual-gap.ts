import { hour, minute } from '../core/clock.ts';

const remembered = 50;
const shortestMs = 15 * minute;
const longestMs = 6 * hour;
const factor = 4;

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

/**
 * How long it may be quiet before that is strange: four times the median pause between arrivals, as
 * one pause in two is longer than the median and few are four times that; at least 15 minutes, so
 * that a burst of alarms does not make every pause after it look strange; at most 6 hours, so that
 * where alarms are rare a broken subscription is still found the same day.
 */
export const createUsualGap = (): {
  /** Tells when the last arrival was, epoch ms; the same one may be told many times. */
  heard: (at: number) => void;
  usualMs: () => number;
} => {
  let gaps: readonly number[] = [];
  let last: number | undefined;
  return {
    heard: (at) => {
      if (last !== undefined && at > last) gaps = [...gaps, at - last].slice(-remembered);
      last = at;
    },
    usualMs: () => Math.min(longestMs, Math.max(shortestMs, factor * median(gaps))),
  };
};
