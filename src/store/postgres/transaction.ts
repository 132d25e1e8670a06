import type pg from 'pg';
import type { Clock } from '../../core/clock.ts';
import { toError } from '../../core/errors.ts';
import type { Tx } from '../../core/store.ts';
import type { Repositories } from '../repositories.ts';
import type { Session, Statement } from '../statement.ts';
import { rolledBack } from '../unavailable.ts';
import { type Connection, takeConnection } from './connection.ts';
import { isConflict, toStoreError } from './errors.ts';

const maxTries = 5;
const firstPauseMs = 10;

interface TransactionDeps {
  readonly pool: pg.Pool;
  readonly bind: (session: Session) => Repositories;
  /** `begin`, or `begin read only`. */
  readonly begin: string;
  readonly clock: Clock;
  /** A `whenVisible` callback or a rollback threw. */
  readonly onError: (error: Error) => void;
}

type Work<T> = (tx: Tx) => Promise<T>;

const sessionOn = ({ query }: Connection): Session => ({
  rows: async <A, R>(statement: Statement<A, R>, args: A) =>
    (await query<R>(statement.text(args), statement.bind(args))).rows,
  run: async (statement, args) =>
    (await query(statement.text(args), statement.bind(args))).rowCount ?? 0,
});

const commit = async ({ query }: Connection): Promise<void> => {
  // After an error that the work swallowed PostgreSQL answers COMMIT with ROLLBACK, and no error.
  const { command } = await query('commit');
  if (command !== 'COMMIT') throw rolledBack();
};

const undo = async (connection: Connection, onError: (error: Error) => void): Promise<void> => {
  if (connection.isBroken()) return;
  try {
    await connection.query('rollback');
  } catch (thrown) {
    onError(toError(thrown));
  }
};

/** Runs `work` once; returns its value and what to call now that others see its writes. */
const attempt = async <T>(
  deps: TransactionDeps,
  work: Work<T>,
): Promise<{ readonly value: T; readonly visible: readonly (() => void)[] }> => {
  const connection = await takeConnection(deps.pool);
  const visible: (() => void)[] = [];
  const whenVisible = (callback: () => void): void => {
    visible.push(callback);
  };
  try {
    await connection.query(deps.begin);
    const value = await work({ ...deps.bind(sessionOn(connection)), whenVisible });
    await commit(connection);
    return { value, visible };
  } catch (thrown) {
    await undo(connection, deps.onError);
    throw thrown;
  } finally {
    connection.release();
  }
};

const announce = (visible: readonly (() => void)[], onError: (error: Error) => void): void => {
  for (const callback of visible) {
    try {
      callback();
    } catch (thrown) {
      onError(toError(thrown));
    }
  }
};

/**
 * One transaction a work; after a deadlock or a serialization failure the work runs again, up to
 * five times. If the connection is lost while COMMIT is out nobody knows whether it was written: that
 * is an error, and the caller's own idempotence makes the next try right.
 */
export const createTransaction =
  (deps: TransactionDeps) =>
  async <T>(work: Work<T>): Promise<T> => {
    for (let tries = 1; ; tries += 1) {
      try {
        const { value, visible } = await attempt(deps, work);
        announce(visible, deps.onError);
        return value;
      } catch (thrown) {
        if (!isConflict(thrown)) throw thrown;
        if (tries === maxTries) throw toStoreError(thrown);
        await deps.clock.sleep(firstPauseMs * 2 ** tries * Math.random());
      }
    }
  };
