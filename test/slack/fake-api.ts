import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** One call as Slack's Web API receives it. */
interface ReceivedCall {
  readonly method: string;
  readonly token: string;
  readonly args: Readonly<Record<string, string>>;
}

/** What to answer: a JSON value, or anything a broken server may do. */
export type Reply =
  | { readonly json: unknown; readonly headers?: Readonly<Record<string, string>> }
  | {
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | 'reset'
  | 'hang'
  | 'half';

export interface FakeApi extends AsyncDisposable {
  readonly apiUrl: string;
  readonly calls: ReceivedCall[];
  /** Every connection there was. */
  readonly sockets: readonly Socket[];
  /** Answers from now on. */
  answer: (call: ReceivedCall) => Reply;
}

const readBody = async (request: IncomingMessage): Promise<string> => {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
};

const send = (request: IncomingMessage, response: ServerResponse, reply: Reply): void => {
  if (reply === 'hang') return;
  if (reply === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  if (reply === 'half') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"ok":');
    return;
  }
  if ('json' in reply) {
    response.writeHead(200, { 'content-type': 'application/json', ...reply.headers });
    response.end(JSON.stringify(reply.json));
    return;
  }
  response.writeHead(reply.status, reply.headers);
  response.end(reply.body ?? '');
};

export const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
};

export const close = async (server: Server): Promise<void> => {
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
};

/** A Web API on loopback that records what it is asked and answers what it is told to. */
export const startFakeApi = async (answer: FakeApi['answer']): Promise<FakeApi> => {
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const call: ReceivedCall = {
        method: (request.url ?? '').replace('/api/', ''),
        token: (request.headers.authorization ?? '').replace('Bearer ', ''),
        args: Object.fromEntries(new URLSearchParams(body)),
      };
      api.calls.push(call);
      send(request, response, api.answer(call));
    });
  });
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  const port = await listen(server);
  const api: FakeApi = {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    calls: [],
    sockets,
    answer,
    [Symbol.asyncDispose]: () => close(server),
  };
  return api;
};
