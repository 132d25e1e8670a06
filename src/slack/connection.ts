import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { App } from '@slack/bolt';
import type { Clock } from '../core/clock.ts';
import type { CommandSpec } from '../core/command.ts';
import { AppError } from '../core/errors.ts';
import type { Handle } from '../core/handle.ts';
import type { Interactions } from '../core/interaction.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metrics.ts';
import type { SlackSettings } from '../core/settings.ts';
import { clientOptions, sdkLogger } from './client.ts';
import { createDispatch } from './dispatch.ts';
import { createHttpHandler } from './http-handler.ts';
import { createListeners } from './listeners.ts';
import { createSeen } from './seen.ts';
import { createSession, type SessionDeps } from './session.ts';
import { type ConnectionStatus, type Socket, startSocket } from './socket.ts';

export interface SlackDeps {
  readonly settings: SlackSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** What commands, buttons and forms are handed to; without it nothing is done for them. */
  readonly interactions?: Interactions;
  /** The slash commands there are. */
  readonly commandSpecs?: readonly CommandSpec[];
  /** Hosts, besides AWS's console, that a link may lead to; unless told, those of the settings. */
  readonly linkHosts?: () => readonly string[];
  /** Asked for each new token before an answer is sent with it. */
  readonly admit?: SessionDeps['admit'];
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

/** CommonJS, whose default export stands differently for each way to import it. */
interface BoltModule {
  readonly default: typeof App;
}

const listenersOf = (deps: SlackDeps): ((app: App) => void) => {
  const { settings, interactions, commandSpecs = [], clock, log, admit } = deps;
  if (interactions === undefined) return () => {};
  const { apiUrl, botToken, linkHosts } = settings;
  const call = createSession({ token: botToken, apiUrl, log, ...(admit && { admit }) });
  return createListeners({
    interactions,
    commandSpecs,
    call,
    linkHosts: deps.linkHosts ?? (() => linkHosts),
    apiUrl,
    clock,
    log,
  });
};

/**
 * Bolt routes; receiving and answering are ours, so its receiver does nothing and its client has no
 * token. Loaded with the first request, and without the receivers that bring Express: 9 MB, or less
 * than one beside the socket's client, instead of 14 and 7.
 */
const createBolt = (deps: SlackDeps): App => {
  const { default: Bolt } = createRequire(import.meta.url)('@slack/bolt/dist/App.js') as BoltModule;
  const app = new Bolt({
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
    authorize: async () => ({}),
    clientOptions: clientOptions({ apiUrl: deps.settings.apiUrl }),
    convoStore: false,
    logger: sdkLogger,
  });
  listenersOf(deps)(app);
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
  let bolt: App | undefined;
  const app = (): App => {
    bolt ??= createBolt(deps);
    return bolt;
  };
  const specs = deps.interactions === undefined ? [] : (deps.commandSpecs ?? []);
  const commands = new Set(specs.map(({ name }) => `/${name}`));
  const dispatch = createDispatch({ app, apiUrl, commands, seen, log, metrics });
  let socket: Socket | undefined;
  let status: ConnectionStatus = { connected: false, reason: 'Not started.' };

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
    },
    status: () => socket?.status() ?? status,
    httpHandler:
      settings.mode === 'http'
        ? createHttpHandler({ signingSecret, dispatch, seen, clock, log })
        : (_, response) => void response.writeHead(404).end(),
    stop: async () => {
      await Promise.race([dispatch.idle(), clock.sleep(drainMs)]);
      await socket?.stop();
      status = { connected: false, reason: 'Stopped.' };
    },
  };
};
