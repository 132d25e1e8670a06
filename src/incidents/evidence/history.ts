import type { LookupAttribute, TrailRecord } from '../../aws/trail-types.ts';
import { minute } from '../../core/clock.ts';
import type { RegionId } from '../../core/ids.ts';
import { globalRegion } from '../../core/partition.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { textAt } from '../../core/values.ts';
import { counted } from '../../core/words.ts';
import { FilterPatternError } from '../../detections/filter-pattern/error.ts';
import { readFilterPattern } from '../../detections/filter-pattern.ts';
import { type Look, shownPlace } from './look.ts';
import { lookupKeysOf } from './lookup-keys.ts';
import type { Window } from './read-filter.ts';
import type { Tally } from './tally.ts';

/** A log takes its time: what tripped the alarm happened before it was logged. */
const widenedMs = 20 * minute;
const mostPagesAKey = 5;

/** Pages of Event history for one attribute; `isEnd`: that was all. */
export const lookupPages = async (
  look: Look,
  wanted: {
    readonly attribute: LookupAttribute;
    readonly region: RegionId;
    readonly window: Window;
    readonly pages: number;
  },
  take: (records: readonly TrailRecord[]) => void,
): Promise<{ readonly pages: number; readonly isEnd: boolean }> => {
  const { deps, account, reading } = look;
  const { attribute, region, window } = wanted;
  const where = deps.whereOf(account, region);
  let token: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const page = await deps.trail.lookup(where, { attribute, ...window, token }, reading);
    // Without a role of its own an account may have been asked for with somebody else's credentials.
    take(page.records.filter((record) => textAt(record, 'recipientAccountId') === account));
    token = page.next;
    if (token === undefined || pages >= wanted.pages) return { pages, isEnd: token === undefined };
  }
};

/** Tells whether a record matches a filter pattern; undefined for what only CloudWatch can read. */
const testOf = (pattern: string): ((record: TrailRecord) => boolean) | undefined => {
  try {
    const holds = readFilterPattern(pattern);
    return (record) => holds({ message: () => JSON.stringify(record), record });
  } catch (thrown) {
    if (thrown instanceof FilterPatternError) return undefined;
    throw thrown;
  }
};

const sayNot = (look: Look, not: readonly string[], isAll: boolean): void =>
  look.gaps.add({
    kind: 'cut',
    text: [
      `Event history cannot be searched for ${not.join(' or ')}, so it was ${isAll ? 'not asked' : 'asked only in part'}.`,
    ],
    cure: ['Have the trail write to a log group, and give the bot the right to read it.'],
  });

interface Search {
  readonly look: Look;
  readonly keys: readonly LookupAttribute[];
  readonly window: Window;
  readonly take: (records: readonly TrailRecord[]) => void;
  readonly tally: Tally;
}

const shownKeys = (keys: readonly LookupAttribute[]): Text => {
  const [first, ...more] = keys;
  if (first === undefined) return [];
  return [
    `${first.key} `,
    { code: foreign(first.value) },
    ...(more.length > 0 ? [` and ${more.length} more`] : []),
  ];
};

/** All keys in one region, one after the other: they share its limit. Was it read? */
const searchRegion = async (search: Search, region: RegionId): Promise<boolean> => {
  const { look, keys, window, take, tally } = search;
  let pages = 0;
  let isRead = true;
  try {
    for (const attribute of keys) {
      const wanted = { attribute, region, window, pages: mostPagesAKey };
      const read = await lookupPages(look, wanted, take);
      pages += read.pages;
      if (!read.isEnd) tally.cut();
    }
  } catch (thrown) {
    isRead = false;
    if (tally.size() > 0) tally.cut();
    look.gaps.failed(thrown, {
      what: ['Event history'],
      action: 'cloudtrail:LookupEvents',
      resource: '*',
      account: look.account,
      region,
    });
  }
  look.asked([
    `LookupEvents in ${shownPlace(look.account, region)} by `,
    ...shownKeys(keys),
    ` (${counted(pages, 'page')})`,
  ]);
  return isRead;
};

/**
 * What Event history has in place of a log: the records that the pattern matches, of the alarm's
 * region and of the one where global services record. Was any of it read?
 */
export const readHistory = async (
  look: Look,
  pattern: string,
  window: Window,
  tally: Tally,
): Promise<boolean> => {
  const { keys, not } = lookupKeysOf(pattern);
  const holds = testOf(pattern);
  if (not.length > 0) sayNot(look, not, keys.length === 0);
  if (keys.length === 0 || holds === undefined) return false;
  if (not.length > 0) tally.cut();
  const take = (records: readonly TrailRecord[]): void => {
    for (const record of records) if (holds(record)) tally.addRecord(record);
  };
  const widened = { from: window.from - widenedMs, to: window.to };
  const search = { look, keys, window: widened, take, tally };
  const regions = [...new Set([look.region, globalRegion(look.region)])];
  const read = await Promise.all(regions.map((region) => searchRegion(search, region)));
  return read.includes(true);
};
