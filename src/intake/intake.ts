import { AppError, toError } from '../core/errors.ts';
import type { Handle } from '../core/handle.ts';
import type { LogFields } from '../core/log.ts';
import type { Metrics } from '../core/metrics.ts';
import { createKeeper, type KeeperDeps } from './keeper.ts';
import { type Receipt, receiptOf, receipts } from './receipt.ts';
import { type Headers, type SnsVerifier, UnlistedTopicError } from './sns-verifier.ts';
import { createUnlistedNotice } from './unlisted.ts';

export interface IntakeDeps extends KeeperDeps {
  readonly verifier: SnsVerifier;
  readonly metrics: Metrics;
  /** An answer is given within this; 9 s unless told, SNS waits for 15. */
  readonly answerWithinMs?: number;
}

/** Takes one message in. Never rejects; resolves with 200 only after what it brought is durable. */
export type Receive = (body: string, headers: Headers, via: 'https' | 'sqs') => Promise<Receipt>;

export interface Intake extends Handle {
  readonly receive: Receive;
}

const answerWithinMs = 9_000;

const withDeadline = async (work: Promise<Receipt>, timeoutMs: number): Promise<Receipt> => {
  const { promise: deadline, resolve } = Promise.withResolvers<Receipt>();
  const timer = setTimeout(() => resolve(receipts.late), timeoutMs);
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
};

const fieldsOf = (thrown: unknown): LogFields => {
  const error = toError(thrown);
  const { cause } = error;
  const hint = [thrown, cause].find((one) => one instanceof AppError && one.hint);
  return {
    reason: error.message,
    ...(cause !== undefined && { cause: toError(cause).message }),
    ...(hint instanceof AppError && { hint: hint.hint }),
  };
};

/**
 * The way in for every SNS message, by HTTPS or through a queue. What is temporary answers 503: SNS
 * drops a message for good on any 4xx.
 *
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 *
 * @returns stop: refuses further messages with 503 and waits for those under way
 */
export const createIntake = (deps: IntakeDeps): Intake => {
  const { verifier, clock, metrics } = deps;
  const log = deps.log.child({ part: 'intake' });
  const keeper = createKeeper({ ...deps, log });
  const unlisted = createUnlistedNotice(deps);
  const underWay = new Set<Promise<Receipt>>();
  let isStopping = false;

  const noteUnlisted = async ({ topicArn, type }: UnlistedTopicError): Promise<void> => {
    log.warn('a genuine message of an unlisted topic was refused', { topicArn, type });
    try {
      await unlisted.note(topicArn);
    } catch (thrown) {
      log.error('an unlisted topic could not be shown', { topicArn, ...fieldsOf(thrown) });
    }
  };

  const take: Receive = async (body, headers, via) => {
    try {
      return await keeper.keep(await verifier.verify(body, headers), via);
    } catch (thrown) {
      const receipt = receiptOf(thrown);
      const fields = { via, code: receipt.code, ...fieldsOf(thrown) };
      if (thrown instanceof UnlistedTopicError) await noteUnlisted(thrown);
      else if (receipt.status === 503) log.error('a message could not be taken now', fields);
      else log.warn('a message was refused', fields);
      return receipt;
    }
  };

  const receive: Receive = async (body, headers, via) => {
    if (isStopping) return receipts.stopping;
    const startedAt = clock.monotonic();
    const answer = withDeadline(take(body, headers, via), deps.answerWithinMs ?? answerWithinMs);
    underWay.add(answer);
    const receipt = await answer;
    underWay.delete(answer);
    if (receipt === receipts.late) log.error('a message could not be taken in time', { via });
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
