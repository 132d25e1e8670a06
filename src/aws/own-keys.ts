import { type Clock, day, hour } from '../core/clock.ts';
import type { Identity } from './credentials.ts';

/** Told of an access key id that the bot calls with before it is used, and when it ends, epoch ms. */
export type Issued = (accessKeyId: string, expiresAt: number) => Promise<void>;

/**
 * Tells of the bot's own access key: a role's is another every few hours, and a key without an end
 * is told again each hour.
 */
export const createOwnKeys = (deps: {
  readonly clock: Clock;
  readonly issued?: Issued;
}): ((identity: Identity) => Promise<void>) => {
  let known: { readonly key: string; readonly at: number } | undefined;
  return async ({ accessKeyId, expiration }) => {
    const now = deps.clock.now();
    if (known?.key === accessKeyId && now - known.at < hour) return;
    await deps.issued?.(accessKeyId, expiration?.getTime() ?? now + day);
    known = { key: accessKeyId, at: now };
  };
};
