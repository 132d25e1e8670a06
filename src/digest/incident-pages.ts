import type { Period } from '../core/digest.ts';
import type { Incident } from '../core/incident-store.ts';
import type { Store, Tx } from '../core/store.ts';

const pageSize = 200;
/** A storm of storms must not fill the memory. */
const mostIncidents = 20_000;

export interface IncidentPages<T> {
  /** The incidents that began in it. */
  readonly period: Period;
  readonly signal: AbortSignal;
  /** What is kept of a page, with what else the same transaction knows of it. */
  readonly read: (tx: Tx, incidents: readonly Incident[]) => Promise<readonly T[]>;
}

/** Reads incidents in pages, so that the bot's other work gets its turn between them. */
export const readIncidentPages = async <T>(
  store: Store,
  { period: { from, to }, signal, read }: IncidentPages<T>,
): Promise<{ readonly found: readonly T[]; readonly isCut: boolean }> => {
  const found: T[] = [];
  let after: string | undefined;
  for (let seen = 0; seen < mostIncidents; seen += pageSize) {
    signal.throwIfAborted();
    const page = await store.transaction(async (tx) => {
      const incidents = await tx.incidents.between(from, to, pageSize, after);
      found.push(...(await read(tx, incidents)));
      return incidents;
    });
    if (page.length < pageSize) return { found, isCut: false };
    after = page.at(-1)?.id;
  }
  return { found, isCut: true };
};
