import type { Clock } from '../../core/clock.ts';
import type { Json } from '../json.ts';

/** How a payload travels to the app. */
export interface Delivery {
  readonly kind: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: Json;
  /** The app may answer with more than "received". */
  readonly takesAnswer: boolean;
}

/** What the app said, or that it said nothing in time. */
export type Answer =
  | { readonly kind: 'acknowledged'; readonly body: Json | undefined }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unreachable' };

/** Brings payloads to the app: by Socket Mode or by HTTP. */
export interface Gateway {
  /** Resolves within three seconds. */
  readonly deliver: (delivery: Delivery) => Promise<Answer>;
}

/** https://docs.slack.dev/interactivity/handling-user-interaction: three seconds. */
export const ackMs = 3_000;

/** `answer`, or `timeout` once the app's time is up. */
export const withinTime = async (clock: Clock, answer: Promise<Answer>): Promise<Answer> => {
  const aborter = new AbortController();
  const timeout = clock.sleep(ackMs, aborter.signal).then((): Answer => ({ kind: 'timeout' }));
  const first = await Promise.race([answer, timeout]);
  aborter.abort();
  return first;
};
