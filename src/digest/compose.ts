import { asRead } from '../checks/read-facts.ts';
import type { Read } from '../checks/verdict.ts';
import type { Clock } from '../core/clock.ts';
import type { Place } from '../core/command.ts';
import type { Period, SectionId, SectionPart, Snapshot, SubjectId } from '../core/digest.ts';
import { AppError, toError } from '../core/errors.ts';
import type { RegionId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import { reasonOf } from '../core/reason.ts';
import type { Account } from '../core/settings.ts';
import type { Text } from '../core/text.ts';
import { compare } from './compare.ts';
import type { AnySection, SectionReader, Told } from './section.ts';

export interface ComposeDeps {
  readonly sections: readonly AnySection[];
  readonly clock: Clock;
  readonly log: Log;
}

/** What a digest is to be made of. */
export interface ComposeWish {
  readonly places: readonly Place[];
  readonly sections: readonly SectionId[];
  /** What is no account's is told too: dead letters, subscriptions, gaps. */
  readonly isBotToo: boolean;
  readonly period: Period;
  /** Where services without regions are asked. */
  readonly home: RegionId;
  readonly urgency: 'people' | 'background';
  /** Aborts when it is time to tell what there is. */
  readonly signal: AbortSignal;
  /** What the last digest has kept. */
  readonly previous: (section: SectionId, subject: SubjectId) => Promise<Snapshot | undefined>;
  /** Called whenever all of an account is read. */
  readonly onDone?: (done: number, of: number) => void;
}

export interface ComposedSection {
  readonly section: AnySection;
  /** In the order of the places; the bot last. */
  readonly told: readonly Told<unknown>[];
}

/** A digest's facts, compared with the last one's. */
export interface Composed {
  readonly period: Period;
  readonly accounts: readonly Account[];
  readonly sections: readonly ComposedSection[];
}

/** So many accounts are read at a time; src/aws paces the calls of each. */
const accountsAtOnce = 6;

type PartRead = Read<SectionPart>;

/** Why a section is missing, for people; a bug of ours is told as one. */
const reasonFor = (thrown: unknown, what: string, log: Log): Text => {
  if (thrown instanceof AppError) return reasonOf(thrown);
  log.error('a section of the digest failed', { what, error: toError(thrown).message });
  return ['It failed by an error of ours; the log says more.'];
};

/** A section that has begun, or why it could not. */
interface Begun {
  readonly section: AnySection;
  readonly reader: SectionReader<unknown> | undefined;
  readonly why: Text;
}

/** Runs `work` for each item, a few at a time; in the order of the items. */
const fewAtOnce = async <I, T>(
  items: readonly I[],
  most: number,
  work: (item: I) => Promise<T>,
): Promise<readonly T[]> => {
  const results: T[] = [];
  const left = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of left) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: most }, worker));
  return results;
};

/** What was read, compared with what the last digest has kept. */
const tell = async (
  section: AnySection,
  { account, read }: { readonly account: Account | undefined; readonly read: PartRead },
  { wish, at }: { readonly wish: ComposeWish; readonly at: number },
): Promise<Told<unknown>> => {
  const previous = await wish.previous(section.id, account?.id ?? 'bot');
  if (read.kind === 'read')
    return { account, part: read.value, snapshot: compare({ previous, part: read.value, at }) };
  const part = { findings: [], kinds: {}, unread: [{ scope: '*', why: read.why }] };
  return { account, part: undefined, snapshot: compare({ previous, part, at }) };
};

/**
 * Reads every section of every account, compares it with what the last digest has kept, and says what
 * is missing and why. Never rejects for what AWS does: a section that fails does not stop the others.
 */
export const createCompose = ({ sections, clock, log }: ComposeDeps) => {
  const begin = (section: AnySection, wish: ComposeWish): Begun => {
    try {
      return { section, reader: section.begin(wish), why: [] };
    } catch (thrown) {
      return { section, reader: undefined, why: reasonFor(thrown, section.id, log) };
    }
  };

  /** What was read by the time the signal aborts, whatever the reader does then. */
  const readPart = async (
    work: () => Promise<SectionPart>,
    what: string,
    wish: ComposeWish,
  ): Promise<PartRead> => {
    try {
      return await asRead(work, wish);
    } catch (thrown) {
      return { kind: 'unread', why: reasonFor(thrown, what, log) };
    }
  };

  const ofAccount = async (one: Begun, place: Place, wish: ComposeWish) => {
    const { section, reader, why } = one;
    const what = `${section.id} of ${place.account.id}`;
    const read: PartRead =
      reader === undefined
        ? { kind: 'unread', why }
        : await readPart(() => reader.account(place), what, wish);
    return tell(section, { account: place.account, read }, { wish, at: clock.now() });
  };

  const ofBot = async (one: Begun, wish: ComposeWish): Promise<readonly Told<unknown>[]> => {
    const read = one.reader?.bot;
    if (read === undefined || !wish.isBotToo) return [];
    const { section } = one;
    const found = await readPart(read, `${section.id} of the bot`, wish);
    return [await tell(section, { account: undefined, read: found }, { wish, at: clock.now() })];
  };

  return async (wish: ComposeWish): Promise<Composed> => {
    const { places, period } = wish;
    const begun = sections
      .filter(({ id }) => wish.sections.includes(id))
      .map((section) => begin(section, wish));
    let done = 0;
    const byPlace = await fewAtOnce(places, accountsAtOnce, async (place) => {
      const told = await Promise.all(begun.map((one) => ofAccount(one, place, wish)));
      done += 1;
      wish.onDone?.(done, places.length);
      return told;
    });
    const bots = await Promise.all(begun.map((one) => ofBot(one, wish)));
    return {
      period,
      accounts: places.map(({ account }) => account),
      sections: begun.map(({ section }, index) => ({
        section,
        told: [...byPlace.flatMap((told) => told.slice(index, index + 1)), ...(bots[index] ?? [])],
      })),
    };
  };
};

export type Compose = ReturnType<typeof createCompose>;
