import { minute } from '../core/clock.ts';
import type { Tx } from '../core/store.ts';

/** From one new message in a channel to the next: Slack allows one a second. https://docs.slack.dev/apis/web-api/rate-limits */
export const postSpacingMs = 1_050;

/** chat.update is Tier 3, 50 a minute over the workspace; a few are left for people's clicks. */
const editSpacingMs = minute / 45;
const editBurst = 3;

/** In a storm a channel gets no more than 30 writes a minute. */
const stormSpacingMs = 2_200;
const stormFreeWrites = 6;
const stormWritesAMinute = 29;

export interface Pace {
  /** From when on an edit may be made, as far as this process knows; epoch ms. */
  readonly editsFreeAt: () => number;
  readonly findsFreeAt: () => number;
  /** From when on a channel takes a call again after failures. */
  readonly pausedUntil: (channel: string) => number;
  /** Takes the turn of one edit: 0, or from when on there is one. */
  readonly takeEdit: (tx: Tx, now: number) => Promise<number>;
  /** From when on a channel may be written to at all, while it has a storm. */
  readonly stormFreeAt: (tx: Tx, channel: string, now: number) => Promise<number>;
  readonly noteWrite: (channel: string, now: number) => void;
  readonly parkEdits: (until: number) => void;
  readonly parkFinds: (until: number) => void;
  readonly pause: (channel: string, until: number) => void;
  readonly forget: (now: number) => void;
}

/**
 * How fast this process may go. What must hold for all replicas lies in the store; here is what
 * spares asking it.
 */
export const createPace = (): Pace => {
  const writes = new Map<string, readonly number[]>();
  const paused = new Map<string, number>();
  let editsFreeAt = 0;
  let findsFreeAt = 0;
  // The same reckoning as the store's, so that it is asked only when there is a turn to be had.
  let editsTakenUntil = 0;

  const recentWrites = (channel: string, now: number): readonly number[] =>
    (writes.get(channel) ?? []).filter((at) => at > now - minute);

  return {
    editsFreeAt: () => Math.max(editsFreeAt, editsTakenUntil - (editBurst - 1) * editSpacingMs),
    findsFreeAt: () => findsFreeAt,
    pausedUntil: (channel) => paused.get(channel) ?? 0,
    takeEdit: async (tx, now) => {
      const freeAt = await tx.channels.takeSlot('edits', now, editSpacingMs, editBurst);
      if (freeAt === 0) editsTakenUntil = Math.max(editsTakenUntil, now) + editSpacingMs;
      else editsTakenUntil = freeAt + (editBurst - 1) * editSpacingMs;
      return freeAt;
    },
    stormFreeAt: async (tx, channel, now) => {
      const recent = recentWrites(channel, now);
      const last = recent.at(-1);
      if (last === undefined || recent.length < stormFreeWrites) return 0;
      if ((await tx.storms.active(channel)) === undefined) return 0;
      const oldest = recent.at(-stormWritesAMinute);
      const freeAt = last + stormSpacingMs;
      return oldest === undefined ? freeAt : Math.max(freeAt, oldest + minute);
    },
    noteWrite: (channel, now) => {
      writes.set(channel, [...recentWrites(channel, now), now]);
    },
    parkEdits: (until) => {
      editsFreeAt = Math.max(editsFreeAt, until);
    },
    parkFinds: (until) => {
      findsFreeAt = Math.max(findsFreeAt, until);
    },
    pause: (channel, until) => {
      paused.set(channel, until);
    },
    forget: (now) => {
      for (const [channel, until] of paused) if (until <= now) paused.delete(channel);
      for (const channel of writes.keys())
        if (recentWrites(channel, now).length === 0) writes.delete(channel);
    },
  };
};
