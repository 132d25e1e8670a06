import type { Clock } from '../core/clock.ts';
import { AppError, toError } from '../core/errors.ts';
import type { Handle } from '../core/handle.ts';
import type { TopicArn } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metrics.ts';
import type { Say } from '../core/say.ts';
import type { Store } from '../core/store.ts';
import { unsubscribedCard } from './intake-cards.ts';
import type { Headers, SnsMessage, SnsVerifier } from './sns-verifier.ts';
import { UnlistedTopicError } from './sns-verifier.ts';
import { createUnlistedNotice } from './unlisted.ts';

/** Confirms subscriptions by API call; a URL in a message is never fetched. */
export interface Subscriptions {
  readonly confirm: (topicArn: TopicArn, token: string) => Promise<void>;
}

export interface IntakeDeps {
  readonly store: Store;
  readonly verifier: SnsVerifier;
  readonly subscriptions: Subscriptions;
  readonly say: Say;
  /** Wakes whoever reads the inbox; called as soon as the row can be read. */
  readonly accepted: () => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** An answer is given within this; 9 s unless told, SNS waits for 15. */
  readonly answerWithinMs?: number;
}

/** What to answer SNS with, as an HTTP status: 200 kept, 4xx never send it again, 503 try again. */
export interface Receipt {
  readonly status: 200 | 400 | 403 | 503;
  readonly text: string;
  /** What became of it, in one word of a fixed set, e.g. `sns_signature_invalid`; for logs and metrics. */
  readonly code: string;
}

export interface Intake extends Handle {
  /** Never rejects. Resolves with 200 only after what was received is durable. */
  readonly receive: (body: string, headers: Headers, via: 'https' | 'sqs') => Promise<Receipt>;
}

const answerWithinMs = 9_000;

const accepted: Receipt = { status: 200, text: 'accepted', code: 'accepted' };
const duplicate: Receipt = { status: 200, text: 'known already', code: 'duplicate' };
const confirmed: Receipt = { status: 200, text: 'confirmed', code: 'confirmed' };
const noted: Receipt = { status: 200, text: 'noted', code: 'unsubscribed' };
const stopping: Receipt = { status: 503, text: 'stopping, try again', code: 'stopping' };
const late: Receipt = { status: 503, text: 'not now, try again', code: 'deadline' };

const formCodes: ReadonlySet<string> = new Set(['sns_not_json', 'sns_malformed']);

/** The answer says no more than its status: the other end may be a forger. */
const receiptOf = (thrown: unknown): Receipt => {
  const code = thrown instanceof AppError ? thrown.code : 'internal';
  if (!(thrown instanceof AppError) || thrown.kind !== 'bad-event')
    return { status: 503, text: 'not now, try again', code };
  return formCodes.has(code)
    ? { status: 400, text: 'not an SNS message', code }
    : { status: 403, text: 'refused', code };
};

const withDeadline = async (work: Promise<Receipt>, timeoutMs: number): Promise<Receipt> => {
  const { promise: deadline, resolve } = Promise.withResolvers<Receipt>();
  const timer = setTimeout(() => resolve(late), timeoutMs);
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
};

const fieldsOf = (thrown: unknown): Record<string, unknown> => {
  const error = toError(thrown);
  const hint = thrown instanceof AppError ? thrown.hint : undefined;
  const cause = error.cause === undefined ? undefined : toError(error.cause).message;
  return { reason: error.message, ...(hint && { hint }), ...(cause && { cause }) };
};

/** The way in for every SNS message, by HTTPS or through a queue. */
export const createIntake = (deps: IntakeDeps): Intake => {
  const { store, verifier, subscriptions, clock, metrics } = deps;
  const log = deps.log.child({ part: 'intake' });
  const unlisted = createUnlistedNotice(deps);
  const underWay = new Set<Promise<Receipt>>();
  let isStopping = false;

  const keep = async (message: SnsMessage, via: 'https' | 'sqs'): Promise<Receipt> => {
    const { topicArn, messageId, envelope } = message;
    const received = { topicArn, messageId, via, receivedAt: clock.now(), envelope };
    const isNew = await store.transaction(async (tx) => {
      const added = await tx.inbox.add(received);
      if (added) tx.whenVisible(deps.accepted);
      return added;
    });
    return isNew ? accepted : duplicate;
  };

  const confirm = async ({ topicArn, token = '' }: SnsMessage): Promise<Receipt> => {
    try {
      await subscriptions.confirm(topicArn, token);
    } catch (cause) {
      throw new AppError('the subscription could not be confirmed', {
        kind: 'upstream',
        code: 'sns_confirm_failed',
        hint: 'the bot needs sns:ConfirmSubscription on the topic; `npm run doctor -- --fix` tries again',
        retryable: true,
        cause,
      });
    }
    log.info('subscription confirmed', { topicArn });
    return confirmed;
  };

  const noteUnsubscribed = async ({
    topicArn,
    messageId,
    sentAt,
  }: SnsMessage): Promise<Receipt> => {
    const card = unsubscribedCard(topicArn, sentAt);
    await store.transaction((tx) => deps.say(tx, { key: `unsubscribed/${messageId}`, card }));
    log.error('SNS no longer sends this topic here', { topicArn, messageId });
    return noted;
  };

  const noteUnlisted = async (error: UnlistedTopicError): Promise<void> => {
    const { topicArn, type } = error;
    log.warn('a genuine message of an unlisted topic was refused', { topicArn, type });
    try {
      await unlisted.note(topicArn);
    } catch (thrown) {
      log.error('an unlisted topic could not be shown', { topicArn, ...fieldsOf(thrown) });
    }
  };

  const take = async (body: string, headers: Headers, via: 'https' | 'sqs'): Promise<Receipt> => {
    const message = await verifier.verify(body, headers);
    if (message.type === 'Notification') return keep(message, via);
    if (message.type === 'SubscriptionConfirmation') return confirm(message);
    return noteUnsubscribed(message);
  };

  const takeOrRefuse = async (
    body: string,
    headers: Headers,
    via: 'https' | 'sqs',
  ): Promise<Receipt> => {
    try {
      return await take(body, headers, via);
    } catch (thrown) {
      const receipt = receiptOf(thrown);
      const { status, code } = receipt;
      if (thrown instanceof UnlistedTopicError) await noteUnlisted(thrown);
      else if (status === 503)
        log.error('a message could not be taken now', { via, code, ...fieldsOf(thrown) });
      else log.warn('a message was refused', { via, code, ...fieldsOf(thrown) });
      return receipt;
    }
  };

  const receive: Intake['receive'] = async (body, headers, via) => {
    if (isStopping) return stopping;
    const startedAt = clock.monotonic();
    const work = takeOrRefuse(body, headers, via).finally(() => underWay.delete(work));
    underWay.add(work);
    const receipt = await withDeadline(work, deps.answerWithinMs ?? answerWithinMs);
    if (receipt === late) log.error('a message could not be taken in time', { via });
    metrics.count('trailwarden_received_total', { via, outcome: receipt.code });
    metrics.observe('trailwarden_receive_seconds', (clock.monotonic() - startedAt) / 1000, { via });
    return receipt;
  };

  const stop = async (): Promise<void> => {
    isStopping = true;
    await Promise.all(underWay);
  };

  return { receive, stop };
};
