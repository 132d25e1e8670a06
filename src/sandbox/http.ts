import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toError } from '../core/errors.ts';
import type { Handle } from '../core/handle.ts';

export interface Web extends Handle {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly server: Server;
}

export type WebHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const loopback = '127.0.0.1';

const isAddress = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;

/** The whole body; what asks here is our own bot or page, so only a sane limit guards it. */
export const readBody = (request: IncomingMessage, limit = 8 * 1024 * 1024): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > limit) request.destroy(new Error('the body is too large'));
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });

export const sendJson = (
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void => {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
};

const answerFailure = (response: ServerResponse, thrown: unknown): void => {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  sendJson(response, 500, {
    ok: false,
    error: 'sandbox_failure',
    message: toError(thrown).message,
  });
};

/**
 * Listens on loopback only. A handler that throws answers 500; `stop` cuts what is still open.
 * @param port 0 takes any free one
 */
export const startWeb = (handler: WebHandler, port = 0): Promise<Web> => {
  const server = createServer((request, response) => {
    handler(request, response).catch((thrown: unknown) => answerFailure(response, thrown));
  });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, () => {
      const address = server.address();
      const actual = isAddress(address) ? address.port : port;
      resolve({ port: actual, url: `http://${loopback}:${actual}`, server, stop });
    });
  });
};
