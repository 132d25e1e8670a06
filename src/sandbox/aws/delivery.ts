import { Agent } from 'node:http';
import type { Clock } from '../../core/clock.ts';
import type { Handle } from '../../core/handle.ts';
import type { CallLog } from '../calls.ts';
import type { Faults } from '../faults.ts';
import { isJson, parseJson } from '../json.ts';
import { createPost } from './post.ts';
import type { Envelope } from './signer.ts';
import type { Subscription } from './sns-store.ts';

/** What became of a delivery: the last status, 0 if no answer ever came. */
export interface Delivered {
  readonly status: number;
  readonly attempts: number;
}

export interface SnsDelivery extends Handle {
  /** Tries until there is an answer that SNS takes as final, or the retries are used up. */
  readonly deliver: (subscription: Subscription, envelope: Envelope) => Promise<Delivered>;
}

export interface SnsDeliveryDeps {
  readonly clock: Clock;
  readonly calls: CallLog;
  readonly faults: Faults;
  /** Shortens the waits between retries and a fault that hangs; 1 is real time. */
  readonly delayScale: number;
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html */
const timeoutMs = 15_000;
const standardPolicy = { retries: 3, immediate: 0, delaySeconds: 20 };

type RetryPolicy = typeof standardPolicy;

const number = (value: unknown, standard: number): number =>
  typeof value === 'number' ? value : standard;

/** The subscription's own policy, as far as the number and the distance of retries go. */
const policyOf = ({ attributes }: Subscription): RetryPolicy => {
  const policy = parseJson(attributes.get('DeliveryPolicy') ?? '');
  const healthy = isJson(policy) ? policy['healthyRetryPolicy'] : undefined;
  if (!isJson(healthy)) return standardPolicy;
  return {
    retries: number(healthy['numRetries'], standardPolicy.retries),
    immediate: number(healthy['numNoDelayRetries'], standardPolicy.immediate),
    delaySeconds: number(healthy['minDelayTarget'], standardPolicy.delaySeconds),
  };
};

/** SNS takes everything from 200 to 499 as an answer, a refusal for good included. */
const isFinal = (status: number): boolean => status >= 200 && status < 500;

/** Delivers over HTTP as SNS does, with its headers, its patience and its retries. */
export const createSnsDelivery = (deps: SnsDeliveryDeps): SnsDelivery => {
  const { clock, calls, faults, delayScale } = deps;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const stopping = new AbortController();
  const post = createPost({
    agent,
    timeoutMs,
    hangMs: timeoutMs * delayScale,
    signal: stopping.signal,
  });

  const attempt = async (subscription: Subscription, envelope: Envelope): Promise<number> => {
    const method = envelope['Type'] ?? '';
    const fault = faults.take('sns', method);
    const isLost = fault === undefined || fault.kind === 'lost-reply';
    const isCut = fault?.kind === 'hang' || fault?.kind === 'reset';
    const status =
      isLost || isCut ? await post(subscription, envelope, isCut ? fault.kind : undefined) : 503;
    const outcome = fault?.kind ?? (status === 0 ? 'no answer' : String(status));
    calls.add({ time: clock.now(), target: 'sns', method, outcome });
    return fault === undefined ? status : 0;
  };

  return {
    deliver: async (subscription, envelope) => {
      const { retries, immediate, delaySeconds } = policyOf(subscription);
      let status = await attempt(subscription, envelope);
      let attempts = 1;
      while (!isFinal(status) && attempts <= retries && !stopping.signal.aborted) {
        if (attempts > immediate)
          await clock.sleep(delaySeconds * 1000 * delayScale, stopping.signal);
        if (stopping.signal.aborted) break;
        status = await attempt(subscription, envelope);
        attempts += 1;
      }
      return { status, attempts };
    },
    stop: () => {
      stopping.abort();
      agent.destroy();
      return Promise.resolve();
    },
  };
};
