import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '@slack/bolt';
import type { Clock } from '../core/clock.ts';
import { AppError, toError } from '../core/errors.ts';
import type { Handle } from '../core/handle.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metrics.ts';
import type { SlackSettings } from '../core/settings.ts';
import { clientOptions, sdkLogger } from './client.ts';
import { createDispatch } from './dispatch.ts';
import { createHttpHandler } from './http-handler.ts';
import { createSeen } from './seen.ts';
import { type ConnectionStatus, type Socket, startSocket } from './socket.ts';

export interface SlackDeps {
  readonly settings: SlackSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Registers what reacts to commands, buttons and events. */
  readonly listeners?: (app: App) => void;
}

export interface Slack extends Handle {
  /** Resolves when it runs, which is before a socket stands; throws AppError kind `config`. */
  readonly start: () => Promise<void>;
  readonly status: () => ConnectionStatus;
  /** For `POST /slack/events` in HTTP mode. Answers everything itself and never throws. */
  readonly httpHandler: (request: IncomingMessage, response: ServerResponse) => void;
}

/** What is being handled gets this long to end. */
const drainMs = 3_000;

/** Loading Bolt stops everything else for a tenth of a second: not while the bot is starting. */
const warmUpMs = 2_000;

/** Bolt routes; receiving is ours, so its receiver does nothing. */
const createBolt = async ({ settings, listeners }: SlackDeps): Promise<App> => {
  // Loaded when it is needed: it is the slowest of all imports.
  const { App } = await import('@slack/bolt');
  const app = new App({
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
    authorize: async () => ({ botToken: settings.botToken() }),
    clientOptions: clientOptions({ apiUrl: settings.apiUrl }),
    convoStore: false,
    logger: sdkLogger,
  });
  listeners?.(app);
  return app;
};

const missingSecret = ({ mode, appToken, signingSecret }: SlackSettings): string | undefined => {
  if (mode === 'socket') return appToken() ? undefined : 'SLACK_APP_TOKEN';
  return signingSecret() ? undefined : 'SLACK_SIGNING_SECRET';
};

/**
 * What comes from Slack: by a socket, or by requests that our own server hands over. It never
 * listens itself.
 */
export const createSlack = (deps: SlackDeps): Slack => {
  const { settings, clock, log, metrics } = deps;
  const { apiUrl, appToken, signingSecret } = settings;
  const seen = createSeen({ clock });
  let bolt: Promise<App> | undefined;
  const app = (): Promise<App> => {
    bolt ??= createBolt(deps);
    return bolt;
  };
  const dispatch = createDispatch({ app, apiUrl, seen, log, metrics });
  const stopping = new AbortController();
  let socket: Socket | undefined;
  let status: ConnectionStatus = { connected: false, reason: 'Not started.' };

  const warmUp = (): void => {
    clock
      .sleep(warmUpMs, stopping.signal)
      .then(() => (stopping.signal.aborted ? undefined : app()))
      .catch((thrown: unknown) => {
        log.error('Bolt cannot be loaded', { error: toError(thrown).message });
      });
  };

  return {
    start: async () => {
      const missing = missingSecret(settings);
      if (missing !== undefined)
        throw new AppError(`${missing} is missing or empty.`, {
          kind: 'config',
          code: 'slack_secret_missing',
        });
      if (settings.mode === 'socket')
        socket = await startSocket({ appToken, apiUrl, dispatch, clock, log, metrics });
      status = { connected: true };
      // Without listeners there is nobody to keep waiting: it is loaded with the first event, if one comes.
      if (deps.listeners !== undefined) warmUp();
    },
    status: () => socket?.status() ?? status,
    httpHandler:
      settings.mode === 'http'
        ? createHttpHandler({ signingSecret, dispatch, seen, clock, log })
        : (_, response) => void response.writeHead(404).end(),
    stop: async () => {
      stopping.abort();
      await Promise.race([dispatch.idle(), clock.sleep(drainMs)]);
      await socket?.stop();
      status = { connected: false, reason: 'Stopped.' };
    },
  };
};
