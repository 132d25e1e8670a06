/** The few kinds of failure, by who can mend them. */
export type ErrorKind = 'config' | 'input' | 'access' | 'bad-event' | 'upstream' | 'rate-limit';

export interface ErrorFacts {
  readonly kind: ErrorKind;
  /** Stable, for logs and tests, e.g. `sns_signature_invalid`. */
  readonly code: string;
  /** What to do about it, for the person who sees it. */
  readonly hint?: string;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** The one error class: `message` is for the operator, `hint` for the user. */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, facts: ErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = 'AppError';
    this.kind = facts.kind;
    this.code = facts.code;
    this.hint = facts.hint;
    this.retryable = facts.retryable ?? false;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** Any thrown thing as an Error. */
export const toError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));

/** What to do about it, where what was thrown says so. */
export const hintOf = (thrown: unknown): string | undefined =>
  thrown instanceof AppError ? thrown.hint : undefined;

/** The process ends with this when a setting is wrong (sysexits.h EX_CONFIG). */
export const exitConfig = 78;
