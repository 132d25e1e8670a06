import type { IncomingMessage } from 'node:http';

/** A request that is answered with this status, whatever its handler would have said. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.name = 'HttpError';
    this.status = status;
  }
}

/** Bytes that may be held by all requests together, so that many slow ones cannot fill the memory. */
export interface ByteBudget {
  left: number;
}

const tooLarge = (): HttpError => new HttpError(413, 'too large');

const decode = (bytes: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new HttpError(400, 'not UTF-8');
  }
};

/** How much of a body that is refused anyway is still read, so that its sender gets to see the answer. */
const drainFactor = 4;

const collect = (request: IncomingMessage, limit: number, budget: ByteBudget): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let held = 0;
    let size = 0;
    let refusal: HttpError | undefined;
    const release = (): void => {
      budget.left += held;
      held = 0;
      chunks = [];
    };
    const refuse = (error: HttpError): void => {
      refusal ??= error;
      release();
    };
    request.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > limit) refuse(tooLarge());
      else if (chunk.byteLength > budget.left) refuse(new HttpError(503, 'busy, try again'));
      if (size > drainFactor * limit) reject(tooLarge());
      if (refusal) return;
      chunks.push(chunk);
      held += chunk.byteLength;
      budget.left -= chunk.byteLength;
    });
    request.on('end', () => {
      const [first, ...rest] = chunks;
      const bytes = first && rest.length === 0 ? first : Buffer.concat(chunks);
      release();
      if (refusal) reject(refusal);
      else resolve(bytes);
    });
    request.on('error', reject);
    request.on('close', () => {
      release();
      reject(new HttpError(400, 'broken off'));
    });
  });

/**
 * Reads a request's body as UTF-8 text, whatever its content type says: SNS sends JSON as text/plain.
 *
 * @throws HttpError 413 over `limit` bytes, 415 if it is compressed, 400 if it is not UTF-8
 */
export const readText = async (
  request: IncomingMessage,
  limit: number,
  budget: ByteBudget,
): Promise<string> => {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new HttpError(415, 'no compression, please');
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > drainFactor * limit) throw tooLarge();
  return decode(await collect(request, limit, budget));
};
