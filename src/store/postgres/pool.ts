import pg from 'pg';
import { toError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';

/** int8 holds our times and counts, all far below 2^53. */
const int8 = 20;

const types: pg.CustomTypesConfig = {
  getTypeParser: (id, format) =>
    id === int8 && format !== 'binary' ? Number : pg.types.getTypeParser(id, format),
};

/**
 * Connections to PostgreSQL. The URL is read anew for each, so that a rotated password is picked up.
 * Every wait has an end: an unreachable server becomes an error, and a transaction whose replica died
 * or was paused lets go of its locks before those who wait for them give up.
 */
export const createPool = (url: () => string, log: Log): pg.Pool => {
  const options = (): pg.ClientConfig => ({
    connectionString: url(),
    application_name: 'trailwarden',
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
    statement_timeout: 25_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 8_000,
    keepAlive: true,
    types,
  });
  class CurrentClient extends pg.Client {
    constructor() {
      super(options());
    }
  }
  const pool = new pg.Pool({
    Client: CurrentClient,
    max: 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
  });
  const lost = (thrown: unknown): void =>
    log.warn('connection to PostgreSQL lost', { error: toError(thrown).message });
  // Without these a connection that breaks while nobody waits on it would end the process.
  pool.on('error', lost);
  pool.on('connect', (client) => client.on('error', lost));
  return pool;
};
