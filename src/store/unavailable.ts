import { AppError } from '../core/errors.ts';

const unavailable = (message: string, code: string, cause?: unknown): AppError =>
  new AppError(message, { kind: 'upstream', code, retryable: true, cause });

/** The database cannot be used now; what was meant to be written was not, or nobody knows. */
export const storeUnavailable = (message: string, cause: unknown): AppError =>
  unavailable(message, 'store_unavailable', cause);

export const storeStopped = (): AppError => unavailable('The store is stopped.', 'store_stopped');

/**
 * The database ended the transaction by itself: PostgreSQL after any error, SQLite after some
 * (https://www.sqlite.org/lang_transaction.html).
 */
export const rolledBack = (): AppError =>
  unavailable('The database undid the transaction.', 'store_rolled_back');
