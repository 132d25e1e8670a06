import { AppError, toError } from '../../core/errors.ts';
import { storeUnavailable } from '../unavailable.ts';

/** SQLSTATE or Node's own code of a thrown error. */
const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

/**
 * serialization_failure and deadlock_detected: nothing was written, the same work may be tried again.
 * Also when the work has wrapped the error in one of its own.
 */
export const isConflict = (thrown: unknown): boolean =>
  ['40001', '40P01'].includes(codeOf(thrown)) ||
  (thrown instanceof Error && thrown.cause !== undefined && isConflict(thrown.cause));

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const settingsCodes: Readonly<Record<string, string>> = {
  '28P01': 'the password is wrong',
  '28000': 'the user is refused',
  '3D000': 'there is no such database',
  '3F000': 'there is no such schema',
  '42501': 'the user lacks a right',
  ENOTFOUND: 'there is no such host',
  ERR_INVALID_URL: 'it is not a URL',
};

/**
 * Classes of SQLSTATE that speak of the statement or its data, not of the server: our own mistakes.
 * 08 connection, 25 wrong state after one, 53 resources, 55 locks, 57 operator, 58 system may pass.
 */
const ours = /^(?:0[AZ]|2[1-46-8BF]|42|44|P0|XX)/;

/** What the server or the way to it did becomes AppError (upstream, retryable); our own mistakes stay as they are. */
export const toStoreError = (thrown: unknown): Error => {
  const error = toError(thrown);
  if (error instanceof AppError || ours.test(codeOf(thrown))) return error;
  // A refused connection is an AggregateError without a message of its own.
  const reason = error.message === '' ? codeOf(thrown) : error.message;
  return storeUnavailable(`PostgreSQL cannot be used now: ${reason}.`, thrown);
};

/** As `toStoreError`, for opening: what only another DATABASE_URL mends is a matter of settings. */
export const toOpenError = (thrown: unknown): Error => {
  const reason = settingsCodes[codeOf(thrown)];
  if (reason === undefined) return toStoreError(thrown);
  return new AppError(`PostgreSQL does not let the bot in: ${reason}.`, {
    kind: 'config',
    code: 'store_refused',
    hint: 'Correct DATABASE_URL, e.g. postgres://user:password@host:5432/trailwarden.',
    cause: thrown,
  });
};
