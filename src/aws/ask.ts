import { AppError } from '../core/errors.ts';
import type { AwsCallName } from './actions.ts';
import type { AwsClients } from './clients.ts';
import type { Where } from './cloudwatch-types.ts';
import type { Reading } from './trail-types.ts';

/** What every request of the SDK is given beside its input. */
export interface RequestOptions {
  readonly abortSignal: AbortSignal;
}

/** One call of a service: within its budget, until the signal ends. Rejects with an AppError. */
export type Ask<C> = <T>(
  call: AwsCallName,
  where: Where,
  reading: Reading,
  work: (client: C, options: RequestOptions) => Promise<T>,
) => Promise<T>;

export const createAsk =
  <C>(clients: AwsClients, clientFor: (where: Where) => Promise<C>): Ask<C> =>
  (call, where, { urgency, signal }, work) =>
    clients.run({ call, where, urgency, signal }, async () =>
      work(await clientFor(where), { abortSignal: signal }),
    );

/** One page of an answer, and the token of the next. */
interface Page<T> {
  readonly found: readonly T[];
  readonly next: string | undefined;
}

type ReadPage<T> = (token: string | undefined) => Promise<Page<T>>;

/**
 * One page after the other, since AWS's limits count calls, until `isEnough`. Ends with the signal
 * of `read`, and with a token that comes twice, which would never end.
 */
const eachPage = async <T>(
  read: ReadPage<T>,
  isEnough: (found: readonly T[]) => boolean,
): Promise<void> => {
  let token: string | undefined;
  do {
    const { found, next } = await read(token);
    if (isEnough(found)) return;
    if (next && next === token)
      throw new AppError('AWS gives the same page again and again.', {
        kind: 'upstream',
        code: 'aws_error',
        retryable: true,
      });
    token = next;
  } while (token);
};

/** What all pages hold. */
export const allPages = async <T>(read: ReadPage<T>): Promise<readonly T[]> => {
  const all: T[] = [];
  await eachPage(read, (found) => {
    for (const each of found) all.push(each);
    return false;
  });
  return all;
};

/** The first that is wanted; no page after its own is read. */
export const findInPages = async <T>(
  read: ReadPage<T>,
  isWanted: (each: T) => boolean,
): Promise<T | undefined> => {
  let wanted: T | undefined;
  await eachPage(read, (found) => {
    wanted = found.find(isWanted);
    return wanted !== undefined;
  });
  return wanted;
};

const hasCode = (thrown: unknown, code: string): boolean =>
  thrown instanceof AppError && thrown.code === code;

/** `instead` where AWS answers with an error of this code; anything else stays an error. */
export const insteadOf = async <T, U>(
  code: string,
  work: Promise<T>,
  instead: U,
): Promise<T | U> => {
  try {
    return await work;
  } catch (thrown) {
    if (hasCode(thrown, code)) return instead;
    throw thrown;
  }
};

/** "There is no such thing" is an answer. */
export const orNone = <T>(work: Promise<T>): Promise<T | undefined> =>
  insteadOf('aws_not_found', work, undefined);

/** Epoch ms. */
export const timeOf = (date: Date | undefined): number | undefined => date?.getTime();
