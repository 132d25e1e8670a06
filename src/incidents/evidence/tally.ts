import type { LogEvent } from '../../aws/trail-types.ts';
import { type Evidence, type EvidenceEvent, mostEventsKept } from '../../core/evidence.ts';
import { evidenceEventOf } from '../../core/evidence-event.ts';
import type { AccountId } from '../../core/ids.ts';
import { isTrailRecord } from '../../core/trail-event.ts';
import { textAt } from '../../core/values.ts';
import { matchDetections } from '../../detections/match.ts';
import { callOf, kept, mostKnown } from './merge.ts';

type Json = Readonly<Record<string, unknown>>;

/** What was counted; the newest stand first. */
export type Tallied = Pick<
  Evidence,
  'count' | 'isCountAtLeast' | 'events' | 'actors' | 'calls' | 'accounts'
> & {
  /** Lines that match and are no records of CloudTrail. */
  readonly lines: number;
  readonly newestLine: string | undefined;
};

export interface Tally {
  readonly addRecord: (record: Json) => void;
  readonly addEvents: (events: readonly EvidenceEvent[]) => void;
  /** Events of a log: records of CloudTrail, or other lines. */
  readonly addLines: (lines: readonly LogEvent[]) => void;
  /** There may be more than was read. */
  readonly cut: () => void;
  /** Nobody needs to know more. */
  readonly isFull: () => boolean;
  readonly size: () => number;
  readonly result: () => Tallied;
}

/** Ids that are held to count none twice. */
const mostCounted = 50_000;
/** Combinations of caller and call that are told from one another. */
const mostKinds = 5000;

const recordIn = (message: string): Json | undefined => {
  try {
    const value: unknown = JSON.parse(message);
    return isTrailRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Read it only where it may tell something that others have not told. */
const kindOf = (record: Json): string =>
  [
    textAt(record, 'userIdentity', 'arn') ?? textAt(record, 'userIdentity', 'principalId'),
    textAt(record, 'userIdentity', 'type'),
    textAt(record, 'eventSource'),
    textAt(record, 'eventName'),
    textAt(record, 'recipientAccountId'),
  ].join(' ');

const toEvent = (record: Json): EvidenceEvent =>
  evidenceEventOf(
    record,
    matchDetections(record).map(({ id }) => id),
  );

/** The newest of them, by the records' own time, and of every kind one. */
const createNewest = () => {
  let events: readonly EvidenceEvent[] = [];
  const whenOf = ({ trail }: EvidenceEvent): number => trail.when ?? 0;
  return {
    isNewer: (time: string): boolean => {
      const last = events.length < mostEventsKept ? undefined : events.at(-1);
      return last === undefined || !(Date.parse(time) <= whenOf(last));
    },
    add: (event: EvidenceEvent): void => {
      const at = events.findIndex((each) => whenOf(each) < whenOf(event));
      events = kept(events.toSpliced(at === -1 ? events.length : at, 0, event));
    },
    all: (): readonly EvidenceEvent[] => events,
  };
};

const add = <T>(known: Set<T>, value: T | undefined): void => {
  if (value !== undefined && known.size < mostKnown) known.add(value);
};

/** Who, what and where, of all events. */
const createKnown = () => {
  const actors = new Set<string>();
  const calls = new Set<string>();
  const accounts = new Set<AccountId>();
  return {
    add: (event: EvidenceEvent): void => {
      add(actors, event.actor);
      add(calls, callOf(event));
      add(accounts, event.trail.account);
    },
    result: () => ({ actors: [...actors], calls: [...calls], accounts: [...accounts] }),
  };
};

/** Combinations of caller and call: an old event of a known one tells nothing more. */
const createKinds = () => {
  const kinds = new Set<string>();
  return (record: Json): boolean => {
    const kind = kindOf(record);
    if (kinds.has(kind)) return true;
    if (kinds.size < mostKinds) kinds.add(kind);
    return false;
  };
};

/** Lines that are no records: how many, and the newest. */
const createOthers = () => {
  const others = { lines: 0, at: 0, newest: undefined as string | undefined };
  return {
    add: ({ at, message }: LogEvent): void => {
      others.lines += 1;
      if (others.newest !== undefined && at < others.at) return;
      others.at = at;
      others.newest = message;
    },
    result: () => ({ lines: others.lines, newestLine: others.newest }),
  };
};

/** Counts events, each once by its id, and keeps the newest; every other costs no more than parsing it. */
export const createTally = (): Tally => {
  const ids = new Set<string>();
  const isKnownKind = createKinds();
  const known = createKnown();
  const newest = createNewest();
  const others = createOthers();
  let isCut = false;

  const addEvent = (event: EvidenceEvent): void => {
    if (ids.has(event.id)) return;
    ids.add(event.id);
    newest.add(event);
    known.add(event);
  };
  const addRecord = (record: Json): void => {
    const id = textAt(record, 'eventID');
    if (id !== undefined && ids.has(id)) return;
    const isTold = isKnownKind(record) && !newest.isNewer(textAt(record, 'eventTime') ?? '');
    if (id !== undefined && isTold) ids.add(id);
    else addEvent(toEvent(record));
  };

  return {
    addRecord,
    addEvents: (events) => events.forEach(addEvent),
    addLines: (lines) => {
      for (const line of lines) {
        const record = recordIn(line.message);
        if (record === undefined) others.add(line);
        else addRecord(record);
      }
    },
    cut: () => {
      isCut = true;
    },
    isFull: () => ids.size >= mostCounted,
    size: () => ids.size,
    result: () => ({
      count: ids.size,
      isCountAtLeast: isCut,
      events: newest.all(),
      ...known.result(),
      ...others.result(),
    }),
  };
};
