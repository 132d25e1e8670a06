import { createHmac } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import { isJson, type Json, parseJson } from '../json.ts';
import type { App } from './entities.ts';
import { type Answer, ackMs, type Delivery, type Gateway } from './gateway.ts';

const formOf = (payload: Json): string =>
  new URLSearchParams(
    Object.entries(payload).map(([key, value]) => [key, typeof value === 'string' ? value : '']),
  ).toString();

const bodyOf = ({ kind, payload }: Delivery): { type: string; body: string } => {
  if (kind === 'events_api') return { type: 'application/json', body: JSON.stringify(payload) };
  const body =
    kind === 'slash_commands'
      ? formOf(payload)
      : new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return { type: 'application/x-www-form-urlencoded', body };
};

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
const signature = (secret: string, timestamp: string, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  if (!response.ok) return { kind: 'unreachable' };
  const value = parseJson(text);
  if (isJson(value)) return { kind: 'acknowledged', body: value };
  return { kind: 'acknowledged', body: text === '' ? undefined : { text } };
};

/** Slack without Socket Mode: signed requests to the app's own address. */
export const createHttpMode = (deps: {
  readonly app: App;
  readonly clock: Clock;
  /** The app's `/slack/events`, once it is known. */
  readonly requestUrl: () => string | undefined;
}): Gateway => ({
  deliver: async (delivery) => {
    const url = deps.requestUrl();
    if (url === undefined) return { kind: 'unreachable' };
    const { type, body } = bodyOf(delivery);
    const timestamp = String(Math.floor(deps.clock.now() / 1000));
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': type,
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': signature(deps.app.signingSecret, timestamp, body),
        },
        body,
        signal: AbortSignal.timeout(ackMs),
      });
      return await answerOf(response);
    } catch (thrown) {
      const isLate = thrown instanceof Error && thrown.name === 'TimeoutError';
      return { kind: isLate ? 'timeout' : 'unreachable' };
    }
  },
});
