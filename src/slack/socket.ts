import type { Clock } from '../core/clock.ts';
import type { Handle } from '../core/handle.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metrics.ts';
import type { Dispatch } from './dispatch.ts';
import { isBody } from './request-body.ts';
import { type End, holdConnection, withQuietFrames } from './socket-connection.ts';

export interface ConnectionStatus {
  readonly connected: boolean;
  /** Why not, for people. */
  readonly reason?: string;
}

export interface SocketDeps {
  /** Read anew for each connection. */
  readonly appToken: () => string | undefined;
  readonly apiUrl: string;
  readonly dispatch: Pick<Dispatch, 'handle'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface Socket extends Handle {
  readonly status: () => ConnectionStatus;
}

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;
/** A connection that held this long was a good one. */
const goodMs = 10_000;

/** Half to all of 1 s, 2 s, 4 s … 30 s; none after a good connection. */
const backOffMs = (failures: number): number =>
  failures === 0
    ? 0
    : Math.min(firstWaitMs * 2 ** (failures - 1), longestWaitMs) * (0.5 + Math.random() / 2);

const receiveWith =
  (dispatch: SocketDeps['dispatch']) =>
  (delivery: unknown): void => {
    if (!isBody(delivery) || !isBody(delivery['body'])) return;
    const { body, ack, envelope_id: envelopeId, retry_num: retryNum } = delivery;
    if (typeof ack !== 'function') return;
    void dispatch.handle({
      via: 'socket',
      body,
      ack: async (response) => {
        await Reflect.apply(ack, undefined, [response]);
      },
      ...(typeof envelopeId === 'string' && { envelopeId }),
      ...(typeof retryNum === 'number' && { retryNum }),
    });
  };

/**
 * Holds a socket to Slack until it is stopped: whatever ends one, another is made, with a pause of
 * at most 30 s. Alerts do not depend on it; commands and buttons do.
 */
export const startSocket = async (deps: SocketDeps): Promise<Socket> => {
  const { appToken, apiUrl, dispatch, clock, log, metrics } = deps;
  // Brings a WebSocket library along, which costs more memory than the rest of the SDK.
  const { SocketModeClient } = await import('@slack/socket-mode');
  const stopping = new AbortController();
  const stop = stopping.signal;
  const Client = withQuietFrames(SocketModeClient, () => {
    log.warn('a frame of the socket is no event');
  });
  let status: ConnectionStatus = { connected: false, reason: 'Connecting to Slack.' };

  const hold = async (): Promise<End> => {
    const token = appToken();
    if (token === undefined || token === '')
      return { reason: 'There is no app-level token: set SLACK_APP_TOKEN.' };
    return holdConnection({
      Client,
      appToken: token,
      apiUrl,
      clock,
      stop,
      received: receiveWith(dispatch),
      connected: () => {
        status = { connected: true };
        log.info('the socket to Slack stands');
      },
    });
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    while (!stop.aborted) {
      const startedAt = clock.monotonic();
      const end = await hold();
      const wasGood = status.connected && clock.monotonic() - startedAt >= goodMs;
      status = { connected: false, reason: end.reason };
      if (stop.aborted) return;
      failures = wasGood ? 0 : failures + 1;
      log.warn('the socket to Slack is down', { reason: end.reason, failures });
      metrics.count('trailwarden_slack_socket_ends_total');
      await clock.sleep(Math.max(backOffMs(failures), end.waitMs ?? 0), stop);
    }
  };
  const ended = run();

  return {
    status: () => status,
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
};
