import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { close, listen } from './fake-api.ts';

/** Slack's side of Socket Mode: an address, a hello, envelopes out and acknowledgements in. */
export interface FakeSocket extends AsyncDisposable {
  readonly apiUrl: string;
  readonly opens: number;
  readonly acks: { envelope_id: string; payload: unknown }[];
  /** What apps.connections.open answers: undefined for an address, a status, or a Slack error. */
  refuse: undefined | number | string;
  /** Sends a frame to the newest connection. */
  send: (frame: unknown) => void;
  /** Ends all connections, without a goodbye if `rudely`. */
  drop: (rudely?: boolean) => void;
}

export const startFakeSocket = async (): Promise<FakeSocket> => {
  const sockets: WebSocket[] = [];
  let opens = 0;
  const server = createServer((request, response) => {
    request.resume();
    opens += 1;
    if (typeof fake.refuse === 'number') {
      response.writeHead(fake.refuse).end('no');
      return;
    }
    const host = request.headers.host ?? '';
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        fake.refuse === undefined
          ? { ok: true, url: `ws://${host}/link` }
          : { ok: false, error: fake.refuse },
      ),
    );
  });
  const sessions = new WebSocketServer({ server });
  const acks: FakeSocket['acks'] = [];
  sessions.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data: Buffer) => acks.push(JSON.parse(data.toString())));
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
  });
  const port = await listen(server);
  const fake: FakeSocket = {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    get opens() {
      return opens;
    },
    acks,
    refuse: undefined,
    send: (frame) =>
      sockets.at(-1)?.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    drop: (rudely = false) => {
      for (const socket of sockets.splice(0)) {
        if (rudely) socket.terminate();
        else socket.close();
      }
    },
    [Symbol.asyncDispose]: async () => {
      fake.drop(true);
      sessions.close();
      await close(server);
    },
  };
  return fake;
};
