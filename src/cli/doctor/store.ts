import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Clock, minute } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import { silentLog } from '../../core/log.ts';
import type { Settings } from '../../core/settings.ts';
import type { Store } from '../../core/store.ts';
import { bad, type Finding, ok, type Section, warn } from './report.ts';

/** A notification that waits longer than this waits for something that is broken. */
const longWaitMs = 5 * minute;

/** How many ids stand in one line. */
const idsShown = 10;

const list = (ids: readonly (string | number)[], all: number): string =>
  `${ids.join(', ')}${all > ids.length ? ` and ${all - ids.length} more` : ''}`;

const contents = async (store: Store, now: number): Promise<readonly Finding[]> =>
  await store.transaction(async ({ inbox, posts }) => {
    const [waiting, outgoing] = [await inbox.counts(), await posts.counts()];
    const quarantined = await inbox.quarantined(idsShown);
    const parked = await posts.parked(idsShown);
    const found: Finding[] = [];
    if (waiting.quarantined > 0)
      found.push(
        bad(
          `${waiting.quarantined} notifications could not be read and wait in quarantine: ${list(
            quarantined.map(({ id }) => id),
            waiting.quarantined,
          )}.`,
          'npm run store -- list quarantined shows why, npm run store -- requeue ID tries one again.',
        ),
      );
    if (outgoing.parked > 0)
      found.push(
        bad(
          `${outgoing.parked} messages were not taken by Slack for a day and are parked: ${list(
            parked.map(({ id }) => id),
            outgoing.parked,
          )}.`,
          'npm run store -- list parked shows why, npm run store -- send-again ID (or all) sends them.',
        ),
      );
    const oldest = Math.min(waiting.oldestWaitingAt ?? now, outgoing.oldestDueAt ?? now);
    if (now - oldest > longWaitMs)
      found.push(
        warn(
          `${waiting.waiting} notifications and ${outgoing.due} messages wait, the oldest for ${Math.round((now - oldest) / minute)} min.`,
          'They go out when the bot runs and Slack takes them; its /readyz says what is in the way.',
        ),
      );
    return found;
  });

const isInUse = (thrown: unknown): boolean =>
  thrown instanceof AppError && /lock|in_use|busy/.test(thrown.code);

const exists = async (path: string): Promise<boolean> => {
  try {
    await stat(path);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return false;
    throw thrown;
  }
};

/** To open a store that is not there would make one, with us as its owner. */
const notYet = async (settings: Settings): Promise<Finding | undefined> => {
  if (settings.store.kind === 'postgres' || (await exists(settings.store.path))) return undefined;
  return (await exists(dirname(settings.store.path)))
    ? ok(`The store ${settings.store.path} is not there yet; the first start makes it.`)
    : warn(
        `The store ${settings.store.path} is not there yet, nor is its folder.`,
        'The first start makes both, if the bot may write there.',
      );
};

export const storeSection = (settings: Settings, clock: Clock): Section => ({
  title: 'Store',
  checks: [
    {
      about: 'The store',
      run: async () => {
        const absent = await notYet(settings);
        if (absent !== undefined) return [absent];
        const { openStore } = await import('../../store/open.ts');
        try {
          const store = await openStore(settings.store, { clock, log: silentLog });
          try {
            await store.checkWritable();
            const kind = store.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL';
            return [ok(`The store opens (${kind}).`), ...(await contents(store, clock.now()))];
          } finally {
            await store.stop();
          }
        } catch (thrown) {
          if (!isInUse(thrown)) throw thrown;
          return [
            ok(
              'The store is in use, as it should be while the bot runs: its /metrics tells what waits.',
            ),
          ];
        }
      },
    },
  ],
});
