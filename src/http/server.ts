import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { AppError, toError } from '../core/errors.ts';
import type { Handle } from '../core/handle.ts';
import type { Log } from '../core/log.ts';
import type { HttpSettings } from '../core/settings.ts';
import { answer } from './answer.ts';
import { createRoutes, type HttpRoutes } from './routes.ts';

export interface HttpDeps {
  readonly settings: HttpSettings;
  readonly routes: HttpRoutes;
  readonly log: Log;
  readonly limits?: Partial<HttpLimits>;
}

interface HttpLimits {
  /** For the whole of a request's head to arrive. */
  readonly headersTimeoutMs: number;
  /** For the whole of a request to arrive. */
  readonly requestTimeoutMs: number;
  readonly maxConnections: number;
  /** Held by all bodies that are being read. */
  readonly maxHeldBytes: number;
  /** For requests under way when the server stops. */
  readonly stopWithinMs: number;
}

const defaultLimits: HttpLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  maxConnections: 1_000,
  maxHeldBytes: 64 * 1024 * 1024,
  stopWithinMs: 5_000,
};

/** Longer than a load balancer keeps an idle connection (60 s), which would send into a closed one. */
const keepAliveMs = 65_000;

/** Stopped only once nothing is under way, or `stopWithinMs` have passed. */
export interface HttpServer extends Handle {
  readonly port: number;
}

const listen = async (server: Server, { host, port }: HttpSettings): Promise<number> => {
  try {
    server.listen({ host, port });
    await once(server, 'listening');
  } catch (cause) {
    throw new AppError(`cannot listen on ${host}, port ${port}: ${toError(cause).message}`, {
      kind: 'config',
      code: 'http_listen',
      hint: 'is the port taken? http.host and http.port in the settings',
      cause,
    });
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
};

const createStop = (server: Server, stopWithinMs: number) => async (): Promise<void> => {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  const timer = setTimeout(() => server.closeAllConnections(), stopWithinMs);
  await closed;
  clearTimeout(timer);
};

/**
 * Starts our own server. It knows the requests' paths as plain text and answers anything else with
 * 404, so that no form of URL can make it fail.
 *
 * @throws AppError `config` when it cannot listen there
 */
export const startServer = async (deps: HttpDeps): Promise<HttpServer> => {
  const limits = { ...defaultLimits, ...deps.limits };
  const log = deps.log.child({ part: 'http' });
  const routes = createRoutes(deps.routes, { left: limits.maxHeldBytes });
  const server = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: Math.min(2_000, limits.headersTimeoutMs),
    },
    (request, response) => {
      void answer(request, response, { routes, log, isStopping: () => !server.listening });
    },
  );
  server.maxConnections = limits.maxConnections;
  const port = await listen(server, deps.settings);
  return { port, stop: createStop(server, limits.stopWithinMs) };
};
