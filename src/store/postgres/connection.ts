import pg from 'pg';
import { toError } from '../../core/errors.ts';
import type { SqlValue } from '../statement.ts';
import { isConflict, toStoreError } from './errors.ts';

/** One connection for the time of one transaction. */
export interface Connection {
  readonly query: <R>(text: string, values?: readonly SqlValue[]) => Promise<Answer<R>>;
  /** Gives it back to the pool, or throws it away if something other than a statement failed on it. */
  readonly release: () => void;
  readonly isBroken: () => boolean;
}

interface Answer<R> {
  readonly rows: readonly R[];
  readonly rowCount: number | null;
  readonly command: string;
}

/** PostgreSQL's text has no U+0000; a foreign message that holds one is kept all the same. */
const storable = (value: SqlValue): SqlValue =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;

/** Errors are AppError (upstream) where the server or the way to it is at fault, except conflicts. */
export const takeConnection = async (pool: pg.Pool): Promise<Connection> => {
  const client = await pool.connect().catch((thrown: unknown) => {
    throw toStoreError(thrown);
  });
  let broken: Error | undefined;
  return {
    query: async <R>(text: string, values: readonly SqlValue[] = []) => {
      try {
        // Not named, so that PgBouncer may stand in between.
        return await client.query<R & pg.QueryResultRow>(text, values.map(storable));
      } catch (thrown) {
        // The server answered with an error: the connection is as good as before. Else nobody knows.
        if (!(thrown instanceof pg.DatabaseError)) broken = toError(thrown);
        throw isConflict(thrown) ? thrown : toStoreError(thrown);
      }
    },
    release: () => client.release(broken),
    isBroken: () => broken !== undefined,
  };
};
