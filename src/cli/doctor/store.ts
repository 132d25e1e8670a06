import { type Clock, minute } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import { silentLog } from '../../core/log.ts';
import type { StoreSettings } from '../../core/settings.ts';
import type { Store } from '../../core/store.ts';
import { bad, type Finding, ok, type Section, warn } from './report.ts';

/** A notification that waits longer than this waits for something that is broken. */
const longWaitMs = 5 * minute;

/** How many ids stand in one line. */
const idsShown = 10;

const list = (ids: readonly (string | number)[], all: number): string =>
  `${ids.join(', ')}${all > ids.length ? ` and ${all - ids.length} more` : ''}`;

const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? '' : 's'}`;

const contents = async (store: Store, now: number): Promise<readonly Finding[]> =>
  await store.transaction(async ({ inbox, posts }) => {
    const [waiting, outgoing] = [await inbox.counts(), await posts.counts()];
    const quarantined = await inbox.quarantined(idsShown);
    const parked = await posts.parked(idsShown);
    const found: Finding[] = [];
    if (waiting.quarantined > 0)
      found.push(
        bad(
          `${counted(waiting.quarantined, 'notification')} could not be read, kept in quarantine: ${list(
            quarantined.map(({ id }) => id),
            waiting.quarantined,
          )}.`,
          'npm run store -- list quarantined shows why, npm run store -- requeue ID tries one again.',
        ),
      );
    if (outgoing.parked > 0)
      found.push(
        bad(
          `${counted(outgoing.parked, 'message')} that Slack did not take for a day, now parked: ${list(
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
          `${counted(waiting.waiting, 'notification')} and ${counted(outgoing.due, 'message')} wait, the oldest for ${Math.round((now - oldest) / minute)} min.`,
          'They go out when the bot runs and Slack takes them; its /readyz says what is in the way.',
        ),
      );
    return found;
  });

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof AppError && thrown.code === 'store_missing';

/** Opened for reading only: the bot may be using it, and nothing is made or changed. */
const look = async (settings: StoreSettings, clock: Clock): Promise<readonly Finding[]> => {
  const { openStore } = await import('../../store/open.ts');
  try {
    const store = await openStore(settings, { clock, log: silentLog, readOnly: true });
    try {
      const kind = store.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL';
      return [ok(`The store can be read (${kind}).`), ...(await contents(store, clock.now()))];
    } finally {
      await store.stop();
    }
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
    return [ok('There is no store yet; the first start makes it.')];
  }
};

export const storeSection = (settings: StoreSettings, clock: Clock): Section => ({
  title: 'Store',
  checks: [{ about: 'The store', run: () => look(settings, clock) }],
});
