import { type Agent, request as httpRequest } from 'node:http';
import type { Envelope } from './signer.ts';
import type { Subscription } from './sns-store.ts';

/**
 * Posts once.
 * @param cut `hang` and `reset` send half of the body, then nothing more.
 * @returns the status, 0 if no answer came
 */
export type Post = (
  subscription: Subscription,
  envelope: Envelope,
  cut: 'hang' | 'reset' | undefined,
) => Promise<number>;

/** https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html */
const headersOf = (subscription: Subscription, envelope: Envelope, isRaw: boolean) => ({
  'content-type': 'text/plain; charset=UTF-8',
  'user-agent': 'Amazon Simple Notification Service Agent',
  'x-amz-sns-message-type': envelope['Type'] ?? '',
  'x-amz-sns-message-id': envelope['MessageId'] ?? '',
  'x-amz-sns-topic-arn': envelope['TopicArn'] ?? '',
  ...(subscription.isConfirmed ? { 'x-amz-sns-subscription-arn': subscription.arn } : {}),
  ...(isRaw ? { 'x-amz-sns-rawdelivery': 'true' } : {}),
});

export const createPost =
  (deps: {
    readonly agent: Agent;
    readonly timeoutMs: number;
    /** How long a fault that hangs does so. */
    readonly hangMs: number;
    readonly signal: AbortSignal;
  }): Post =>
  (subscription, envelope, cut) => {
    const { agent, signal } = deps;
    const timeout = cut === 'hang' ? deps.hangMs : deps.timeoutMs;
    const isRaw =
      envelope['Type'] === 'Notification' &&
      subscription.attributes.get('RawMessageDelivery') === 'true';
    const body = Buffer.from(isRaw ? (envelope['Message'] ?? '') : JSON.stringify(envelope));
    const headers = {
      ...headersOf(subscription, envelope, isRaw),
      'content-length': body.length,
    };
    const { promise, resolve } = Promise.withResolvers<number>();
    const options = { method: 'POST', agent, headers, timeout, signal };
    const call = httpRequest(subscription.endpoint, options, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', () => resolve(0));
    });
    call.on('error', () => resolve(0));
    call.on('timeout', () => call.destroy());
    if (cut === undefined) {
      call.end(body);
      return promise;
    }
    call.write(body.subarray(0, Math.floor(body.length / 2)));
    if (cut === 'reset') call.on('socket', (socket) => setImmediate(() => socket.destroy()));
    return promise;
  };
