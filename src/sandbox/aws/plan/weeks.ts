import { type Clock, day } from '../../../core/clock.ts';
import { type Week, weeks } from './span.ts';

const lengthMs = 7 * day;

/** Which week the sample organisation has: as time passes, or as somebody wants it. */
export interface Weeks {
  readonly week: () => Week;
  /** Whole weeks that really passed since the start, ms. */
  readonly passedMs: () => number;
  /** It is that week now; later ones come a week after each other. */
  readonly moveTo: (week: Week) => void;
}

export const createWeeks = (clock: Clock): Weeks => {
  const start = clock.now();
  let ahead = 0;
  const passed = (): number => Math.floor((clock.now() - start) / lengthMs);
  return {
    week: () => weeks[Math.max(0, passed() + ahead)] ?? 2,
    passedMs: () => passed() * lengthMs,
    moveTo: (week) => {
      ahead = week - passed();
    },
  };
};
