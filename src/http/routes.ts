import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ByteBudget, readText } from './body.ts';

/** What a health check found; `reasons` are for people. */
export interface Probe {
  readonly ok: boolean;
  readonly reasons: readonly string[];
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface HttpRoutes {
  readonly sns: (
    body: string,
    headers: Headers,
  ) => Promise<{ readonly status: number; readonly text: string }>;
  /** Can accept: the only check for a load balancer. */
  readonly health: () => Promise<Probe>;
  /** Can deliver: for people and alerts. */
  readonly ready: () => Promise<Probe>;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  /** Takes `POST /slack/events` over, body and answer included. HTTP mode only. */
  readonly slack?: (request: IncomingMessage, response: ServerResponse) => void;
}

/**
 * A message of SNS over HTTPS has 256 KiB at most, but each of its characters may be written as six
 * (\u0022). https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html
 */
const maxSnsBytes = 2 * 1024 * 1024;

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** text/plain unless told. */
  readonly contentType?: string;
}

export interface Route {
  readonly methods: readonly string[];
  /** Undefined where the handler has taken the answer over. */
  readonly answer: (
    request: IncomingMessage,
    response: ServerResponse,
  ) => Promise<Answer | undefined>;
  /** For an error nobody expected. SNS tries again after 503, and never after a 4xx. */
  readonly statusOnError: number;
}

const probeAnswer = ({ ok, reasons }: Probe): Answer => ({
  status: ok ? 200 : 503,
  text: JSON.stringify({ ok, reasons }),
  contentType: 'application/json; charset=utf-8',
});

const read = (get: () => Promise<Answer>): Route => ({
  methods: ['GET', 'HEAD'],
  answer: get,
  statusOnError: 500,
});

/** What is answered, by path. */
export const createRoutes = (
  { sns, health, ready, metrics, slack }: HttpRoutes,
  budget: ByteBudget,
): ReadonlyMap<string, Route> => {
  const routes = new Map<string, Route>([
    [
      '/sns',
      {
        methods: ['POST'],
        answer: async (request) =>
          sns(await readText(request, maxSnsBytes, budget), request.headers),
        statusOnError: 503,
      },
    ],
    ['/healthz', read(async () => probeAnswer(await health()))],
    ['/readyz', read(async () => probeAnswer(await ready()))],
    [
      '/metrics',
      read(async () => {
        const { contentType, text } = await metrics();
        return { status: 200, text, contentType };
      }),
    ],
  ]);
  if (slack)
    routes.set('/slack/events', {
      methods: ['POST'],
      answer: async (request, response) => {
        slack(request, response);
        return undefined;
      },
      statusOnError: 500,
    });
  return routes;
};
