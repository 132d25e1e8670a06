import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../core/clock.ts';
import type { Handle } from '../../core/handle.ts';
import { isJson, parseJson } from '../json.ts';
import type { App } from './entities.ts';
import { type Answer, type Delivery, type Gateway, withinTime } from './gateway.ts';

/** Slack pings its clients; they take a socket without pings for a dead one. */
const pingMs = 10_000;
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

const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)).toString('utf8');

/** The websocket side of Slack: https://docs.slack.dev/apis/events-api/using-socket-mode */
export const createSocketMode = (deps: {
  readonly server: Server;
  readonly port: () => number;
  readonly app: App;
  readonly clock: Clock;
}): SocketMode => {
  const { server, app, clock } = deps;
  const tickets = new Set<string>();
  const sockets = new Set<WebSocket>();
  const waiting = new Map<string, (answer: Answer) => void>();
  let waiters: (() => void)[] = [];
  let turn = 0;
  const upgrades = new WebSocketServer({ noServer: true });

  const onMessage = (data: RawData): void => {
    const value = parseJson(textOf(data));
    if (!isJson(value) || typeof value['envelope_id'] !== 'string') return;
    const { payload } = value;
    const settle = waiting.get(value['envelope_id']);
    settle?.({ kind: 'acknowledged', body: isJson(payload) ? payload : undefined });
  };
  const onConnection = (socket: WebSocket): void => {
    sockets.add(socket);
    const ping = setInterval(() => socket.ping('Ping from the sandbox'), pingMs);
    socket.on('message', onMessage);
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(ping);
      sockets.delete(socket);
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: sockets.size,
        debug_info: { host: 'sandbox', approximate_connection_time: 3600 },
        connection_info: { app_id: app.id },
      }),
    );
    for (const wake of waiters) wake();
    waiters = [];
  };
  server.on('upgrade', (request, socket, head) => {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket) || sockets.size >= maxConnections) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n');
      return;
    }
    upgrades.handleUpgrade(request, socket, head, onConnection);
  });

  /** Each payload goes to one of the connections. */
  const pick = (): WebSocket | undefined => {
    const open = [...sockets].filter((socket) => socket.readyState === socket.OPEN);
    turn += 1;
    return open[turn % Math.max(1, open.length)];
  };
  const deliver = async (delivery: Delivery): Promise<Answer> => {
    const socket = pick();
    if (socket === undefined) return { kind: 'unreachable' };
    const id = randomUUID();
    const answer = new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
    });
    socket.send(
      JSON.stringify({
        envelope_id: id,
        type: delivery.kind,
        payload: delivery.payload,
        accepts_response_payload: delivery.takesAnswer,
      }),
    );
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
      return `ws://127.0.0.1:${deps.port()}/link/?ticket=${ticket}&app_id=${app.id}`;
    },
    connections: () => sockets.size,
    connected: () =>
      sockets.size > 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiters.push(resolve);
          }),
    disconnect: (how) => {
      for (const socket of sockets) {
        if (how === 'cut') socket.terminate();
        else socket.send(JSON.stringify({ type: 'disconnect', reason: 'warning' }));
      }
    },
    stop: () => {
      for (const socket of sockets) socket.terminate();
      return new Promise((resolve) => {
        upgrades.close(() => resolve());
      });
    },
  };
};
