import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../core/clock.ts';
import type { Row } from './insights.ts';

interface QueryOutcome {
  readonly rows: readonly Row[];
  readonly matched: number;
  readonly scanned: number;
  readonly bytes: number;
}

export interface Query {
  readonly outcome: QueryOutcome;
  readonly account: string;
  readonly region: string;
  /** When it is complete, epoch ms. */
  readonly doneAt: number;
  isCancelled: boolean;
}

/** Logs Insights' queries: started, asked for, stopped. */
export interface Queries {
  /** @returns the query's id */
  readonly start: (
    place: Pick<Query, 'account' | 'region'>,
    outcome: QueryOutcome,
    takesMs: number,
  ) => string;
  readonly find: (id: string) => Query | undefined;
  readonly isRunning: (query: Query) => boolean;
}

export const createQueries = (clock: Clock): Queries => {
  const queries = new Map<string, Query>();
  return {
    start: ({ account, region }, outcome, takesMs) => {
      const id = randomUUID();
      const doneAt = clock.now() + takesMs;
      queries.set(id, { outcome, account, region, doneAt, isCancelled: false });
      return id;
    },
    find: (id) => queries.get(id),
    isRunning: ({ doneAt, isCancelled }) => !isCancelled && clock.now() < doneAt,
  };
};
