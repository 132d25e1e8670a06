import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { WebSocketServer } from 'ws';
import type { Clock } from '../../core/clock.ts';
import type { Handle } from '../../core/handle.ts';
import { isJson, type Json } from '../json.ts';
import { createConnections } from './connections.ts';
import type { App } from './entities.ts';
import { type Answer, type Delivery, type Gateway, withinTime } from './gateway.ts';

/** https://docs.slack.dev/apis/events-api/using-socket-mode: ten connections an app. */
const maxConnections = 10;

export interface SocketMode extends Gateway, Handle {
  /** An address that one connection may be opened with. */
  readonly newUrl: () => string;
  readonly connections: () => number;
  /** Resolves when at least one connection is open. */
  readonly connected: () => Promise<void>;
  /** `warning` asks the clients to reconnect, `cut` ends the sockets without a word. */
  readonly disconnect: (how: 'warning' | 'cut') => void;
}

export interface SocketModeDeps {
  readonly server: Server;
  readonly port: () => number;
  readonly app: App;
  readonly clock: Clock;
}

const helloOf = (app: App, count: number): Json => ({
  type: 'hello',
  num_connections: count,
  debug_info: { host: 'sandbox', approximate_connection_time: 3600 },
  connection_info: { app_id: app.id },
});

/** The websocket side of Slack: https://docs.slack.dev/apis/events-api/using-socket-mode */
export const createSocketMode = ({ server, app, clock, port }: SocketModeDeps): SocketMode => {
  const tickets = new Set<string>();
  const waiting = new Map<string, (answer: Answer) => void>();
  const upgrades = new WebSocketServer({ noServer: true });
  const connections = createConnections({
    hello: (count) => helloOf(app, count),
    onMessage: ({ envelope_id: id, payload }) => {
      const settle = typeof id === 'string' ? waiting.get(id) : undefined;
      settle?.({ kind: 'acknowledged', body: isJson(payload) ? payload : undefined });
    },
  });
  server.on('upgrade', (request, socket, head) => {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    if (tickets.delete(ticket) && connections.count() < maxConnections)
      upgrades.handleUpgrade(request, socket, head, connections.add);
    else socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n');
  });

  const deliver = async ({ kind, payload, takesAnswer }: Delivery): Promise<Answer> => {
    const socket = connections.pick();
    if (socket === undefined) return { kind: 'unreachable' };
    const id = randomUUID();
    const { promise: answer, resolve } = Promise.withResolvers<Answer>();
    waiting.set(id, resolve);
    const envelope = {
      envelope_id: id,
      type: kind,
      payload,
      accepts_response_payload: takesAnswer,
    };
    socket.send(JSON.stringify(envelope));
    try {
      return await withinTime(clock, answer);
    } finally {
      waiting.delete(id);
    }
  };

  return {
    deliver,
    newUrl: () => {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `ws://127.0.0.1:${port()}/link/?ticket=${ticket}&app_id=${app.id}`;
    },
    connections: connections.count,
    connected: connections.connected,
    disconnect: (how) => {
      for (const socket of connections.all()) {
        if (how === 'cut') socket.terminate();
        else socket.send(JSON.stringify({ type: 'disconnect', reason: 'warning' }));
      }
    },
    stop: async () => {
      await connections.stop();
      upgrades.close();
    },
  };
};
