import type { Fault } from '../faults.ts';
import type { Json } from '../json.ts';

/** What a call is answered with. */
export interface Outcome {
  readonly status: number;
  readonly body: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Slack says no with status 200. */
export const refused = (code: string, facts: Json = {}): Outcome => ({
  status: 200,
  body: { ok: false, error: code, ...facts },
});

export const tooFast = (seconds: number): Outcome => ({
  status: 429,
  body: { ok: false, error: 'ratelimited' },
  headers: { 'retry-after': String(seconds) },
});

export const faultOutcome = (fault: Fault): Outcome => {
  if (fault.kind === '429') return tooFast(fault.retryAfter ?? 1);
  if (fault.kind === 'error') return refused(fault.code ?? 'internal_error');
  return { status: 503, body: { ok: false, error: fault.code ?? 'service_unavailable' } };
};

/** One word for the log of calls. */
export const outcomeWord = (outcome: Outcome): string => {
  if (outcome.body['ok'] === true) return 'ok';
  return typeof outcome.body['error'] === 'string' ? outcome.body['error'] : 'error';
};
