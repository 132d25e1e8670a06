import type { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Store } from '../../core/store.ts';
import { createRepositories } from '../repositories.ts';
import type { Tables } from '../schema.ts';
import { nodeSqliteDialect } from './dialect.ts';
import { createGroupCommit } from './group-commit.ts';
import { createSession } from './session.ts';

interface SqliteStoreDeps {
  readonly database: DatabaseSync;
  readonly readOnly: boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** Writes a copy and returns its path. */
  readonly backUp: () => Promise<string>;
  /** Throws if the file is known to be damaged. */
  readonly refuseDamaged: () => void;
  /** Closes the database and gives back what else was taken. */
  readonly release: () => void;
}

/** The store on an open and migrated database. */
export const createSqliteStore = (deps: SqliteStoreDeps): Store => {
  const { database, clock, log } = deps;
  const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(database) });
  const repositories = createRepositories(
    { kind: 'sqlite', db },
    clock.now,
  )(createSession(database));
  const { transaction, stop } = createGroupCommit({
    database,
    begin: deps.readOnly ? 'begin' : 'begin immediate',
    monotonic: clock.monotonic,
    onCallbackError: (error) => log.error('whenVisible callback failed', { error: error.message }),
  });
  let stopped: Promise<void> | undefined;

  const close = async (): Promise<void> => {
    await stop();
    deps.release();
  };

  const store: Store = {
    kind: 'sqlite',
    transaction: (work) => transaction((whenVisible) => work({ ...repositories, whenVisible })),
    checkWritable: async () => {
      deps.refuseDamaged();
      await store.transaction((tx) => tx.meta.set('checked_at', String(clock.now())));
    },
    backUp: deps.backUp,
    stop: () => (stopped ??= close()),
  };
  return store;
};
