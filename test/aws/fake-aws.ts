import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';

/** One call as it reached the fake. */
interface SeenCall {
  /** `DescribeAlarms`, `AssumeRole` … */
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The access key it was signed with. */
  readonly accessKey: string;
  readonly region: string;
  /** When it came, ms. */
  readonly at: number;
}

/** A value: the call's answer. `bytes`: those of an object. `xml`: as it is. `error`: AWS's error code. `hang`: no answer ever. */
export type Answer =
  | { readonly value: unknown; readonly afterMs?: number }
  | { readonly bytes: Buffer; readonly headers?: Readonly<Record<string, string>> }
  | {
      readonly xml: string;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly error: string; readonly message?: string; readonly status?: number }
  | 'hang';

export interface FakeAws {
  readonly url: string;
  readonly calls: SeenCall[];
  /** Sockets that are open now. */
  readonly sockets: () => number;
  readonly on: (action: string, answer: (call: SeenCall) => Answer) => void;
  /** Nothing listens at `url` any more. */
  readonly goAway: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const maps: readonly string[] = ['Attributes', 'SummaryMap'];

/** The query protocol's XML: a list is `member`s, a map with one of these names `entry`s. */
const toXml = (value: unknown, name: string): string => {
  if (Array.isArray(value))
    return `<${name}>${value.map((item) => toXml(item, 'member')).join('')}</${name}>`;
  if (typeof value !== 'object' || value === null)
    return `<${name}>${escape(String(value))}</${name}>`;
  const inner = maps.includes(name)
    ? Object.entries(value).map(
        ([key, item]) => `<entry>${toXml(key, 'key')}${toXml(item, 'value')}</entry>`,
      )
    : Object.entries(value).map(([key, item]) => toXml(item, key));
  return `<${name}>${inner.join('')}</${name}>`;
};

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
};

/** S3's way: the bucket and the key are the path. */
const parseObject = (request: IncomingMessage): { action: string; input: SeenCall['input'] } => {
  const [, Bucket = '', ...key] = new URL(request.url ?? '/', 'http://s3').pathname.split('/');
  return { action: 'GetObject', input: { Bucket, Key: decodeURIComponent(key.join('/')) } };
};

/** REST JSON tells the action by its path. */
const restTargets: Readonly<Record<string, string>> = {
  '/getAlternateContact': 'Account.GetAlternateContact',
};

const parseCall = (request: IncomingMessage, body: string): SeenCall & { isJson: boolean } => {
  const target = request.headers['x-amz-target'] ?? restTargets[request.url ?? ''];
  const [, accessKey = '', region = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
  if (typeof target === 'string') {
    const action = target.slice(target.indexOf('.') + 1);
    const at = performance.now();
    return { action, input: JSON.parse(body || '{}'), accessKey, region, at, isJson: true };
  }
  if (request.method === 'GET')
    return { ...parseObject(request), accessKey, region, at: performance.now(), isJson: false };
  const { Action = '', ...input } = Object.fromEntries(new URLSearchParams(body));
  return { action: Action, input, accessKey, region, at: performance.now(), isJson: false };
};

const reply = (
  response: ServerResponse,
  call: { action: string; isJson: boolean },
  answer: Answer,
) => {
  if (answer === 'hang') return;
  const { action, isJson } = call;
  if ('xml' in answer) {
    response.statusCode = answer.status ?? 200;
    response.setHeaders(new Headers(answer.headers));
    response.setHeader('content-type', 'text/xml').end(answer.xml);
    return;
  }
  if ('bytes' in answer) {
    const length = { 'content-length': String(answer.bytes.length) };
    response.writeHead(200, answer.headers ?? length);
    response.end(answer.bytes);
    return;
  }
  response.setHeader('content-type', isJson ? 'application/x-amz-json-1.0' : 'text/xml');
  if ('error' in answer) {
    const { error, message = error, status = 400 } = answer;
    response.statusCode = status;
    response.end(
      isJson
        ? JSON.stringify({ __type: error, message })
        : `<ErrorResponse><Error><Type>Sender</Type><Code>${error}</Code><Message>${escape(message)}</Message></Error></ErrorResponse>`,
    );
    return;
  }
  const body = isJson
    ? JSON.stringify(answer.value)
    : `<${action}Response>${toXml(answer.value, `${action}Result`)}</${action}Response>`;
  if (answer.afterMs === undefined) response.end(body);
  else setTimeout(() => response.end(body), answer.afterMs);
};

/**
 * A local AWS that answers what the test says, in the wire forms of the services: XML for SNS,
 * STS, IAM and EC2, bytes for S3, JSON for the others. The SDK is led to it by AWS_ENDPOINT_URL.
 */
export const startFakeAws = async (): Promise<FakeAws> => {
  const calls: SeenCall[] = [];
  const answers = new Map<string, (call: SeenCall) => Answer>();
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const call = parseCall(request, body);
      calls.push(call);
      const answer = answers.get(call.action)?.(call) ?? { error: 'UnknownOperation', status: 404 };
      reply(response, call, answer);
    });
  });
  const open = new Set<unknown>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const goAway = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  vi.stubEnv('AWS_ENDPOINT_URL', url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'OWN');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  return {
    url,
    calls,
    sockets: () => open.size,
    on: (action, answer) => answers.set(action, answer),
    goAway,
    stop: async () => {
      vi.unstubAllEnvs();
      await goAway();
    },
  };
};

/** What STS answers to AssumeRole. */
export const roleAnswer = (accessKey: string, expiresInMs = 3_600_000): Answer => ({
  value: {
    Credentials: {
      AccessKeyId: accessKey,
      SecretAccessKey: 'secret',
      SessionToken: 'token',
      Expiration: new Date(Date.now() + expiresInMs).toISOString(),
    },
  },
});
