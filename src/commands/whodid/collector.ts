import type { TrailRecord } from '../../aws/trail-types.ts';
import { textAt } from '../../core/values.ts';
import type { Condition } from './conditions.ts';
import { type Row, type Side, toRow } from './row.ts';

export interface Collector {
  /**
   * Keeps what fulfils the conditions, each event once, whichever pages and logs it came by.
   * @returns the time of the oldest record of them, kept or not
   */
  readonly add: (
    records: readonly TrailRecord[],
    found: { readonly answers: Condition['about'] | undefined; readonly side: Side | undefined },
  ) => number | undefined;
  /** Are there enough rows that nothing older than `mark` can be among the newest? */
  readonly isEnough: (mark: number) => boolean;
  /** Newest first. */
  readonly rows: () => readonly Row[];
}

interface CollectorOptions {
  readonly conditions: readonly Condition[];
  /** For a bare word: how a record shows it. */
  readonly sidesOf: (row: Row) => readonly Side[];
  /** Rows that one page of the answer shows. */
  readonly wanted: number;
  /** Events that the page before has shown already. */
  readonly skip: ReadonlySet<string>;
}

/** The same event may come twice: in two searches, in the log and in Event history, late or updated. */
const identityOf = ({ event, record }: Row): string =>
  event.id ?? textAt(record, 'requestID') ?? `${event.when ?? 0} ${event.call} ${event.who}`;

/** One call across two accounts is told in both; the caller's own record says more. */
const isPoorer = ({ human }: Row): boolean => human.kind === 'account';

export const createCollector = (options: CollectorOptions): Collector => {
  const rows = new Map<string, Row>();
  const shared = new Map<string, string>();

  const twinOf = (row: Row): string | undefined => {
    const id = textAt(row.record, 'sharedEventID');
    return id === undefined ? undefined : shared.get(id);
  };

  const keep = (row: Row, side: Side | undefined): void => {
    const id = identityOf(row);
    const twin = twinOf(row);
    const known = rows.get(id) ?? (twin === undefined ? undefined : rows.get(twin));
    const sides = new Set([
      ...(known?.sides ?? []),
      ...options.sidesOf(row),
      ...(side === undefined ? [] : [side]),
    ]);
    if (known !== undefined && twin !== undefined && twin !== id && isPoorer(row)) {
      rows.set(twin, { ...known, sides });
      return;
    }
    if (twin !== undefined && twin !== id) rows.delete(twin);
    rows.set(id, { ...row, sides });
    const sharedId = textAt(row.record, 'sharedEventID');
    if (sharedId !== undefined) shared.set(sharedId, id);
  };

  return {
    add: (records, { answers, side }) => {
      let oldest: number | undefined;
      for (const record of records) {
        const row = toRow(record);
        if (row === undefined) continue;
        oldest = Math.min(oldest ?? row.at, row.at);
        const fits = options.conditions.every(({ about, test }) => about === answers || test(row));
        if (fits && !options.skip.has(identityOf(row))) keep(row, side);
      }
      return oldest;
    },
    isEnough: (mark) => {
      let newer = 0;
      for (const { at } of rows.values()) if (at > mark) newer += 1;
      return newer >= options.wanted;
    },
    rows: () => [...rows.values()].toSorted((a, b) => b.at - a.at),
  };
};
