import { AppError } from '../core/errors.ts';

/** What to answer SNS with, as an HTTP status: 200 kept, 4xx never send it again, 503 try again. */
export interface Receipt {
  readonly status: 200 | 400 | 403 | 503;
  readonly text: string;
  /** What became of it, in one word of a fixed set, e.g. `sns_signature_invalid`; for logs and metrics. */
  readonly code: string;
}

const accepted: Receipt = { status: 200, text: 'accepted', code: 'accepted' };
const duplicate: Receipt = { status: 200, text: 'known already', code: 'duplicate' };
const confirmed: Receipt = { status: 200, text: 'confirmed', code: 'confirmed' };
const unsubscribed: Receipt = { status: 200, text: 'noted', code: 'unsubscribed' };
const stopping: Receipt = { status: 503, text: 'stopping, try again', code: 'stopping' };
const late: Receipt = { status: 503, text: 'not now, try again', code: 'deadline' };

export const receipts = { accepted, duplicate, confirmed, unsubscribed, stopping, late } as const;

const formCodes: ReadonlySet<string> = new Set(['sns_not_json', 'sns_malformed']);

/** The answer says no more than its status does: the other end may be a forger. */
export const receiptOf = (thrown: unknown): Receipt => {
  const code = thrown instanceof AppError ? thrown.code : 'internal';
  if (!(thrown instanceof AppError) || thrown.kind !== 'bad-event')
    return { status: 503, text: 'not now, try again', code };
  return formCodes.has(code)
    ? { status: 400, text: 'not an SNS message', code }
    : { status: 403, text: 'refused', code };
};
