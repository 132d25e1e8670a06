import { type RawData, type WebSocket } from 'ws';
import type { Handle } from '../../core/handle.ts';
import { isJson, type Json, parseJson } from '../json.ts';

/** Slack pings its clients; they take a socket without pings for a dead one. */
const pingMs = 10_000;

/** The open websockets of an app. */
export interface Connections extends Handle {
  readonly add: (socket: WebSocket) => void;
  readonly count: () => number;
  /** One of the open ones, each in its turn. */
  readonly pick: () => WebSocket | undefined;
  readonly all: () => Iterable<WebSocket>;
  /** Resolves when at least one is open. */
  readonly connected: () => Promise<void>;
}

const textOf = (data: RawData): string => {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (Buffer.isBuffer(data) ? data : Buffer.from(data)).toString('utf8');
};

/** @param deps.onMessage What the app sends: an acknowledgement. */
export const createConnections = (deps: {
  readonly hello: (count: number) => Json;
  readonly onMessage: (message: Json) => void;
}): Connections => {
  const sockets = new Set<WebSocket>();
  let waiters: (() => void)[] = [];
  let turn = 0;
  return {
    add: (socket) => {
      sockets.add(socket);
      const ping = setInterval(() => socket.ping('Ping from the sandbox'), pingMs);
      socket.on('message', (data) => {
        const value = parseJson(textOf(data));
        if (isJson(value)) deps.onMessage(value);
      });
      socket.on('error', () => socket.terminate());
      socket.on('close', () => {
        clearInterval(ping);
        sockets.delete(socket);
      });
      socket.send(JSON.stringify(deps.hello(sockets.size)));
      for (const wake of waiters) wake();
      waiters = [];
    },
    count: () => sockets.size,
    all: () => sockets,
    pick: () => {
      const open = [...sockets].filter((socket) => socket.readyState === socket.OPEN);
      turn += 1;
      return open[turn % Math.max(1, open.length)];
    },
    connected: () =>
      sockets.size > 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiters.push(resolve);
          }),
    stop: () => {
      for (const socket of sockets) socket.terminate();
      return Promise.resolve();
    },
  };
};
