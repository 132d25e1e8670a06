import type { IncomingMessage } from 'node:http';

/** Slack's largest payloads (a form with many options) stay far below. */
const maxBytes = 1024 * 1024;
/** How long the sender of too large a body has to read the answer before the line is cut. */
const lingerMs = 1_000;

/**
 * The raw body, or undefined if it is too large or breaks off. Of too large a body no more is read:
 * even thrown away it would fill the memory faster than it is collected.
 */
export const readBody = (request: IncomingMessage): Promise<Buffer | undefined> =>
  new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      chunks.push(chunk);
      if (size <= maxBytes) return;
      chunks = [];
      request.pause();
      setTimeout(() => request.destroy(), lingerMs).unref();
      resolve(undefined);
    });
    request.on('end', () => resolve(size <= maxBytes ? Buffer.concat(chunks) : undefined));
    request.on('error', () => resolve(undefined));
    request.on('close', () => resolve(undefined));
  });

export type SlackBody = Record<string, unknown>;

export const isBody = (value: unknown): value is SlackBody =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parseJson = (text: string): SlackBody | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isBody(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Undefined where a name stands twice: which one counts would be a matter of taste. */
const parseForm = (text: string): SlackBody | undefined => {
  const pairs = [...new URLSearchParams(text)];
  const form = Object.fromEntries(pairs);
  return Object.keys(form).length === pairs.length ? form : undefined;
};

/**
 * The payload of a request by its content type, whose parameters (`; charset=utf-8`) do not matter;
 * undefined if it is none. https://docs.slack.dev/interactivity/handling-user-interaction#payloads
 */
export const parseBody = (contentType: string | undefined, body: Buffer): SlackBody | undefined => {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase();
  const text = body.toString('utf8');
  if (type === 'application/json') return parseJson(text);
  if (type !== 'application/x-www-form-urlencoded') return undefined;
  const form = parseForm(text);
  const payload = form?.['payload'];
  return typeof payload === 'string' ? parseJson(payload) : form;
};
