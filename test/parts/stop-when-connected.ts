/**
 * Loaded before a bot: it stops itself, as by SIGSTOP, when a connection for one of its first messages
 * stands. What follows at once when it goes on is the writing of the request.
 */
import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';

let isPosting = false;
let isDone = false;

/** https://undici.nodejs.org/#/docs/api/DiagnosticsChannel */
const pathOf = (event: unknown): string =>
  (event as { readonly request: { readonly path: string } }).request.path;

subscribe('undici:request:create', (event) => {
  if (pathOf(event).endsWith('/chat.postMessage')) isPosting = true;
});

subscribe('undici:client:connected', () => {
  if (isDone || !isPosting) return;
  isDone = true;
  writeSync(2, 'stopped itself\n');
  process.kill(process.pid, 'SIGSTOP');
});
