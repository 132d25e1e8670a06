import type { TrailReader } from '../../aws/trail-types.ts';
import type { Place } from '../../core/command.ts';
import { AppError, toError } from '../../core/errors.ts';
import { asRegionId, type RegionId } from '../../core/ids.ts';
import type { Account } from '../../core/settings.ts';
import type { Collector } from './collector.ts';
import type { WhodidDeps } from './deps.ts';
import { globalRegion, type Lookup, type Plan } from './plan.ts';
import { createUntilAbort, type UntilAbort } from './until-abort.ts';

/** One region of one account. */
export interface Pair {
  readonly account: Account;
  readonly region: RegionId;
}

/** A pair that could not be read to the end. */
export interface Unread {
  readonly pair: Pair;
  readonly error: AppError;
}

export interface Scanned {
  readonly read: number;
  readonly unread: readonly Unread[];
  readonly pages: number;
  /**
   * Older than this there may be more: the reading of a place stopped there because there were
   * enough rows. Undefined: everything was read.
   */
  readonly frontier: number | undefined;
}

/** All that is to be read; a global service's records are in one region, asked for or not. */
export const pairsOf = (places: readonly Place[], plan: Plan): readonly Pair[] =>
  places.flatMap(({ account, regions }) => {
    if (!plan.isGlobal) return regions.map((region) => ({ account, region }));
    const region = asRegionId(globalRegion(regions));
    return region === undefined ? [] : [{ account, region }];
  });

interface Scan {
  readonly deps: Pick<WhodidDeps, 'trail' | 'whereOf' | 'clock'>;
  readonly collector: Collector;
  /** Epoch ms. */
  readonly since: number;
  readonly until: number;
  readonly signal: AbortSignal;
  readonly onRead: (read: number, all: number) => void;
}

const asAppError = (error: unknown): AppError =>
  error instanceof AppError
    ? error
    : new AppError(toError(error).message, { kind: 'upstream', code: 'unknown', cause: error });

/** What the readings of one scan share. */
interface Reads {
  readonly untilAbort: UntilAbort;
  readonly onPage: () => void;
}

type Page = Awaited<ReturnType<TrailReader['lookup']>>;

/**
 * Reads one search in one place, newest first. @returns the time it stopped at because there were
 * enough rows; undefined where it came to the end
 */
const readLookup = async (
  { deps, collector, since, until, signal }: Scan,
  { account, region }: Pair,
  lookup: Lookup,
  { untilAbort, onPage }: Reads,
): Promise<number | undefined> => {
  const where = deps.whereOf(account.id, region);
  const attribute = lookup.attribute(account.id);
  let token: string | undefined;
  let mark = until;
  do {
    const wanted = { attribute, from: since, to: until, token };
    const page: Page = await untilAbort(() =>
      deps.trail.lookup(where, wanted, { urgency: 'people', signal }),
    );
    onPage();
    mark = Math.min(mark, collector.add(page.records, lookup) ?? mark);
    token = page.next;
    if (token !== undefined && collector.isEnough(mark)) return mark;
  } while (token !== undefined);
  return undefined;
};

/** To begin hundreds of readings takes tens of ms; meanwhile Slack waits for acknowledgements. */
const begunAtOnce = 50;

/** Reads Event history of all pairs side by side, the pages of each one after the other. */
export const scanHistory = async (
  scan: Scan,
  pairs: readonly Pair[],
  lookups: readonly Lookup[],
): Promise<Scanned> => {
  const unread: Unread[] = [];
  let frontier: number | undefined;
  let pages = 0;
  let read = 0;
  const reads: Reads = {
    untilAbort: createUntilAbort(scan.signal),
    onPage: () => {
      pages += 1;
    },
  };

  const readPair = async (pair: Pair): Promise<void> => {
    const ends = await Promise.allSettled(
      lookups.map((lookup) => readLookup(scan, pair, lookup, reads)),
    );
    const failed = ends.find((end) => end.status === 'rejected');
    for (const end of ends)
      if (end.status === 'fulfilled' && end.value !== undefined)
        frontier = Math.max(frontier ?? end.value, end.value);
    if (failed !== undefined) {
      unread.push({ pair, error: asAppError(failed.reason) });
      return;
    }
    read += 1;
    scan.onRead(read, pairs.length);
  };

  const readings: Promise<void>[] = [];
  for (const [index, pair] of pairs.entries()) {
    if (index > 0 && index % begunAtOnce === 0) await scan.deps.clock.sleep(0);
    readings.push(readPair(pair));
  }
  await Promise.all(readings);
  return { read, unread, pages, frontier };
};
