import { type Clock, hour, minute } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import { readCertificate, type SigningKey } from './certificate.ts';
import type { CertificateSource } from './certificate-source.ts';

export interface CertificateCacheDeps {
  readonly source: CertificateSource;
  readonly clock: Clock;
  /** How long one certificate may take to arrive; 5 s unless told. */
  readonly fetchTimeoutMs?: number;
}

/** What to get, and for whom: messages of topics that nobody listed have a small budget of their own. */
export interface CertificateWanted {
  readonly url: string;
  readonly name: string;
  readonly isListed: boolean;
}

interface Kept {
  readonly certificate: SigningKey;
  /** Monotonic ms. */
  readonly freshUntil: number;
}

interface Refusal {
  readonly error: AppError;
  readonly until: number;
}

const maxKept = 64;
const maxRefusals = 256;
const freshMs = 12 * hour;
/** Short: a genuine message is tried again by SNS after 20 s, and must not find this still in force. */
const failureMs = 5_000;
const wrongMs = minute;
const fetchTimeoutMs = 5_000;
/** Fetches a minute. AWS changes certificates a few times a year; the rest is somebody knocking. */
const budgets = { listed: 60, unlisted: 10 } as const;

const put = <V>(map: Map<string, V>, key: string, value: V, limit: number): void => {
  map.delete(key);
  map.set(key, value);
  const oldest = map.size > limit ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
};

const unavailable = (code: string, what: string, cause?: unknown): AppError =>
  new AppError(what, { kind: 'upstream', code, retryable: true, cause });

const asRefusal = (cause: unknown): AppError =>
  cause instanceof AppError
    ? cause
    : unavailable('sns_certificate_unavailable', 'the certificate cannot be fetched', cause);

/** Slots that fill up again evenly over a minute. */
const createBudget = (perMinute: number, clock: Clock): (() => boolean) => {
  let left: number = perMinute;
  let at = clock.monotonic();
  return () => {
    const now = clock.monotonic();
    left = Math.min(perMinute, left + ((now - at) * perMinute) / minute);
    at = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
};

const withDeadline = async (
  source: CertificateSource,
  url: string,
  timeoutMs: number,
): Promise<string> => {
  const aborter = new AbortController();
  const { promise: deadline, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = unavailable('sns_certificate_timeout', 'the certificate did not arrive in time');
    aborter.abort(error);
    // A source that does not heed its signal must not hold the message either.
    reject(error);
  }, timeoutMs);
  try {
    return await Promise.race([source(url, aborter.signal), deadline]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * The keys of SNS certificates by URL. One fetch per URL at a time, whoever asks; only good
 * certificates are kept, failures for seconds, so that neither a forger nor an outage makes us
 * hammer AWS. A kept one that has grown old serves on while a new copy is fetched.
 *
 * @returns get: resolves to the key; rejects with an AppError, retryable `upstream` where the
 *   certificate cannot be had, `bad-event` where it is wrong
 */
export const createCertificateCache = (
  deps: CertificateCacheDeps,
): { get: (wanted: CertificateWanted) => Promise<SigningKey> } => {
  const { source, clock } = deps;
  const kept = new Map<string, Kept>();
  const refusals = new Map<string, Refusal>();
  const underWay = new Map<string, Promise<SigningKey>>();
  const listed = createBudget(budgets.listed, clock);
  const unlisted = createBudget(budgets.unlisted, clock);

  const load = async ({ url, name }: CertificateWanted): Promise<SigningKey> => {
    try {
      const pem = await withDeadline(source, url, deps.fetchTimeoutMs ?? fetchTimeoutMs);
      const certificate = readCertificate(pem, name);
      put(kept, url, { certificate, freshUntil: clock.monotonic() + freshMs }, maxKept);
      return certificate;
    } catch (cause) {
      const error = asRefusal(cause);
      if (!error.retryable) kept.delete(url);
      const until = clock.monotonic() + (error.retryable ? failureMs : wrongMs);
      put(refusals, url, { error, until }, maxRefusals);
      throw error;
    } finally {
      underWay.delete(url);
    }
  };

  const fetchOnce = (wanted: CertificateWanted): Promise<SigningKey> => {
    const running = underWay.get(wanted.url);
    if (running) return running;
    const refusal = refusals.get(wanted.url);
    if (refusal && clock.monotonic() < refusal.until) return Promise.reject(refusal.error);
    if (!(wanted.isListed ? listed() : unlisted()))
      return Promise.reject(
        unavailable('sns_certificate_budget', 'too many unknown certificates are asked for'),
      );
    const started = load(wanted);
    underWay.set(wanted.url, started);
    return started;
  };

  const get = (wanted: CertificateWanted): Promise<SigningKey> => {
    const known = kept.get(wanted.url);
    if (!known) return fetchOnce(wanted);
    const isFresh = clock.monotonic() < known.freshUntil;
    const freshUntil = isFresh ? known.freshUntil : clock.monotonic() + minute;
    put(kept, wanted.url, { ...known, freshUntil }, maxKept);
    // Nobody waits for the new copy, and nobody is told of its failure: the old one verifies still,
    // and one found wrong is not kept.
    if (!isFresh) fetchOnce(wanted).catch(() => undefined);
    return Promise.resolve(known.certificate);
  };

  return { get };
};
