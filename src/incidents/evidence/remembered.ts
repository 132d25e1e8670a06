import type { Clock } from '../../core/clock.ts';
import { hour } from '../../core/clock.ts';

const keptMs = hour;
const mostKept = 1000;

/** Answers of AWS for an hour, the oldest forgotten first. What was answered may be that there is none. */
export const createRemembered = <T>(clock: Clock) => {
  const kept = new Map<string, { readonly answer: T; readonly until: number }>();
  return {
    /** Asks where it is not known; what rejects is not remembered. */
    ask: async (key: string, question: () => Promise<T>): Promise<T> => {
      const found = kept.get(key);
      if (found !== undefined && found.until > clock.now()) return found.answer;
      const answer = await question();
      kept.delete(key);
      kept.set(key, { answer, until: clock.now() + keptMs });
      const [oldest] = kept.size > mostKept ? kept.keys() : [];
      if (oldest !== undefined) kept.delete(oldest);
      return answer;
    },
  };
};
