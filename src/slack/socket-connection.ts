import type { SocketModeClient } from '@slack/socket-mode';
import type { Clock } from '../core/clock.ts';
import { clientOptions, sdkLogger } from './client.ts';
import { classify, type Failure } from './outcome.ts';

/** From asking Slack for an address to its hello. */
const helloMs = 20_000;
/** How long Slack may take to agree to the end of a connection. */
const closeMs = 1_000;

/** Why a connection is over. */
export interface End {
  /** For people. */
  readonly reason: string;
  /** Slack's own wish. */
  readonly waitMs?: number;
}

type ClientClass = typeof SocketModeClient;

export interface ConnectionDeps {
  readonly Client: ClientClass;
  readonly appToken: string;
  readonly apiUrl: string;
  readonly clock: Clock;
  /** Ends the connection. */
  readonly stop: AbortSignal;
  readonly connected: () => void;
  readonly received: (delivery: unknown) => void;
}

/** A frame that is no event (`null`, one without a payload) must not end the process. */
export const withQuietFrames = (Client: ClientClass, say: () => void): ClientClass =>
  class extends Client {
    protected override async onWebSocketMessage(
      data: string | ArrayBuffer,
      isBinary: boolean,
    ): Promise<void> {
      try {
        await super.onWebSocketMessage(data, isBinary);
      } catch {
        say();
      }
    }
  };

const openEnd = (failure: Failure): End => {
  if (failure.kind === 'rate-limited')
    return { reason: 'Slack asks to wait before a new socket.', waitMs: failure.retryAfterMs };
  const { error, kind } = failure;
  if (kind === 'unauthorized')
    return { reason: `Slack refuses the app-level token (${error}): check SLACK_APP_TOKEN.` };
  if (kind === 'unavailable' || kind === 'unknown')
    return { reason: `Slack cannot be reached (${error}).` };
  return { reason: `Slack opens no socket (${error}): is Socket Mode on in the app's settings?` };
};

/**
 * One connection, from asking for its address to its end; never rejects. The SDK's client is not
 * let reconnect: it gives up for good on an HTTP error and leaves the rejection to nobody.
 */
export const holdConnection = (deps: ConnectionDeps): Promise<End> =>
  new Promise((resolve) => {
    const { Client, appToken, apiUrl, clock, stop } = deps;
    const over = new AbortController();
    let lastWords = 'Slack closed the socket.';
    const client = new Client({
      appToken,
      autoReconnectEnabled: false,
      clientOptions: clientOptions({ apiUrl, stop }),
      logger: sdkLogger,
    });

    const end = (last: End): void => {
      if (over.signal.aborted) return;
      stop.removeEventListener('abort', onStop);
      over.abort();
      resolve(last);
    };
    const close = async (reason: string): Promise<void> => {
      lastWords = reason;
      void client.disconnect();
      await clock.sleep(closeMs, over.signal);
      // The second call does not wait for the other side any more.
      if (!over.signal.aborted) void client.disconnect();
      end({ reason });
    };
    const onStop = (): void => void close('Stopped.');

    client.on('connected', () => {
      if (over.signal.aborted) return void client.disconnect();
      hello.abort();
      return deps.connected();
    });
    client.on('disconnected', () => end({ reason: lastWords }));
    client.on('slack_event', (delivery: unknown) => {
      if (!over.signal.aborted) deps.received(delivery);
    });

    const hello = new AbortController();
    void clock.sleep(helloMs, AbortSignal.any([hello.signal, over.signal])).then(() => {
      if (hello.signal.aborted || over.signal.aborted) return undefined;
      return close('Slack did not say hello.');
    });
    stop.addEventListener('abort', onStop, { once: true });
    // A rejection without a reason is the end of a socket, which was told already.
    client.start().catch((thrown: unknown) => end(openEnd(classify(thrown))));
  });
