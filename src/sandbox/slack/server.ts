import { commandSpecs } from '../../commands/specs.ts';
import type { Clock } from '../../core/clock.ts';
import type { Handle } from '../../core/handle.ts';
import { createManifest } from '../../slack/manifest.ts';
import type { CallLog } from '../calls.ts';
import type { Changes } from '../changes.ts';
import type { Faults } from '../faults.ts';
import { sendJson, startWeb, type Web, type WebHandler } from '../http.ts';
import type { Json } from '../json.ts';
import { createLineFaults } from '../line-faults.ts';
import type { SlackContext } from './context.ts';
import type { App, Team } from './entities.ts';
import { featuresOf } from './features.ts';
import type { Gateway } from './gateway.ts';
import { createHttpMode } from './http-mode.ts';
import { createMethodServer, createResponseUrlServer, createUploadServer } from './serve.ts';
import { createSocketMode, type SocketMode } from './socket-mode.ts';
import { createSlackStore, type SlackStore } from './store.ts';
import { app as installed, team as ownTeam } from './workspace.ts';

export interface SlackOptions {
  readonly clock: Clock;
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly changes: Changes;
  readonly mode: 'socket' | 'http';
  /** False for throughput benchmarks: no 429 but from faults. */
  readonly paces: boolean;
  /** What the app was made from; our own unless given. */
  readonly manifest?: Json;
  /** The Enterprise Grid around the team; none unless given. */
  readonly enterprise?: NonNullable<Team['enterprise']>;
  /** HTTP mode: where the app takes Slack's requests. */
  readonly requestUrl: () => string | undefined;
}

export interface FakeSlack extends Handle {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** What `SLACK_API_URL` is to be. */
  readonly apiUrl: string;
  readonly context: SlackContext;
  readonly store: SlackStore;
  readonly socket: SocketMode;
  readonly gateway: Gateway;
}

const partsOf = (url: string | undefined): readonly string[] =>
  new URL(url ?? '/', 'http://localhost').pathname.split('/').slice(1);

/** Starts the fake Slack: its Web API, Socket Mode, and the places that `response_url` names. */
export const startSlack = async (options: SlackOptions): Promise<FakeSlack> => {
  const { clock, calls, faults, changes, paces } = options;
  const store = createSlackStore(clock);
  const lineFaults = createLineFaults();
  const app: App = {
    ...installed,
    features: featuresOf(options.manifest ?? createManifest(commandSpecs)),
  };
  const team: Team = { ...ownTeam, enterprise: options.enterprise };
  const base = { store, app, team, clock, changes };
  // The handler needs the context, which needs the port, which needs the handler.
  const late: { web?: Web; socket?: SocketMode } = {};
  const context: SlackContext = {
    ...base,
    baseUrl: () => late.web?.url ?? '',
    newSocketUrl: () => late.socket?.newUrl() ?? '',
  };
  const deps = { clock, calls, faults, lineFaults, paces };
  const serveMethod = createMethodServer(context, deps);
  const serveResponseUrl = createResponseUrlServer(context, deps);
  const serveUpload = createUploadServer(context, deps);
  const handle: WebHandler = async (request, response) => {
    const [area, first = '', second] = partsOf(request.url);
    if (area === 'api' && second === undefined) await serveMethod(first, request, response);
    else if (area === 'response' && request.method === 'POST')
      await serveResponseUrl(second ?? '', request, response);
    else if (area === 'upload' && request.method === 'POST')
      await serveUpload(second ?? '', request, response);
    else sendJson(response, 404, { ok: false, error: 'not_found' });
  };
  const web = await startWeb(handle);
  const socket = createSocketMode({ server: web.server, port: () => web.port, app, clock });
  late.web = web;
  late.socket = socket;
  const httpMode = createHttpMode({ app, clock, requestUrl: options.requestUrl });
  return {
    url: web.url,
    apiUrl: `${web.url}/api/`,
    context,
    store,
    socket,
    gateway: options.mode === 'socket' ? socket : httpMode,
    stop: async () => {
      lineFaults.stop();
      await socket.stop();
      await web.stop();
    },
  };
};
