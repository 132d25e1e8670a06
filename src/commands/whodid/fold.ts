import type { Human } from '../../core/human.ts';
import type { Row } from './row.ts';

/** Calls that are alike: the same caller, call, outcome and things it was done to. */
export interface Group {
  /** Newest first; never empty. */
  readonly rows: readonly Row[];
  readonly newest: Row;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** A session's name is no person's, so that two sessions are two callers. */
const callerOf = ({ kind, name, role, through }: Human): string =>
  [kind, name, role ?? '', through ?? ''].join('|');

const errorCode = ({ record }: Row): unknown => record['errorCode'] ?? '';

const keyOf = (row: Row): string =>
  JSON.stringify([
    callerOf(row.human),
    row.event.service,
    row.event.call,
    row.event.outcome,
    errorCode(row),
    row.event.account,
    row.event.region,
    row.event.which,
  ]);

export interface Folded {
  readonly groups: readonly Group[];
  /** The rows that are in them, newest first. */
  readonly shown: readonly Row[];
  /** There are more rows than these. */
  readonly isCut: boolean;
}

const asGroup = (rows: readonly Row[]): Group | undefined => {
  const [newest] = rows;
  const oldest = rows.at(-1);
  if (newest === undefined || oldest === undefined) return undefined;
  return { rows, newest, firstAt: oldest.at, lastAt: newest.at };
};

/** Folds calls that are alike; ends before the row that would begin one group too many. */
export const fold = (rows: readonly Row[], maxGroups: number, maxRows: number): Folded => {
  const groups = new Map<string, Row[]>();
  const shown: Row[] = [];
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (shown.length >= maxRows || (group === undefined && groups.size >= maxGroups)) break;
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
    shown.push(row);
  }
  return {
    groups: [...groups.values()].map(asGroup).filter((group) => group !== undefined),
    shown,
    isCut: shown.length < rows.length,
  };
};
