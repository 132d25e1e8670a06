import type { ServerResponse } from 'node:http';
import type { Handle } from '../../core/handle.ts';
import type { Changes } from '../changes.ts';

/** A storm makes thousands of changes: one line a tick and kind is enough to draw the page again. */
const gatherMs = 50;
const keepAliveMs = 15_000;

export interface Events extends Handle {
  readonly serve: (response: ServerResponse) => void;
}

/** Server-sent events: `data: {"kind": …, "channel"?: …, "user"?: …}` for each change. */
export const createEvents = (changes: Changes): Events => {
  const open = new Set<ServerResponse>();
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    const text = [...waiting].map((line) => `data: ${line}\n\n`).join('');
    waiting.clear();
    for (const response of open) response.write(text);
  };
  const unwatch = changes.watch((change) => {
    if (open.size === 0) return;
    waiting.add(JSON.stringify(change));
    timer ??= setTimeout(flush, gatherMs);
  });
  const keepAlive = setInterval(() => {
    for (const response of open) response.write(': still here\n\n');
  }, keepAliveMs);
  return {
    serve: (response) => {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
      });
      response.write(': connected\n\n');
      open.add(response);
      response.on('close', () => open.delete(response));
    },
    stop: () => {
      unwatch();
      clearInterval(keepAlive);
      clearTimeout(timer);
      for (const response of open) response.end();
      return Promise.resolve();
    },
  };
};
