import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers';
import { toError } from '../../core/errors.ts';
import { rolledBack } from '../unavailable.ts';
import { toStoreError } from './errors.ts';

/** A group is committed at the latest after so many works or so long, so that nobody waits on and on. */
const maxWorks = 256;
const maxGroupMs = 8;

/** A work that waits for its turn. */
export interface Waiting {
  /** Does the work; resolves with what settles its promise once the group is durable. */
  readonly run: (visible: (() => void)[]) => Promise<() => void>;
  readonly reject: (error: Error) => void;
}

/** A work that is in the open group and waits for its commit. */
interface Done {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export interface GroupDeps {
  readonly database: DatabaseSync;
  /** `begin immediate`, or `begin` where nothing is ever written. */
  readonly begin: string;
  /** Never goes back, ms. */
  readonly monotonic: () => number;
  /** A `whenVisible` callback threw. */
  readonly onCallbackError: (error: Error) => void;
}

/** The next turn of the event loop, after all that is ready in this one. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The statements that every group needs, prepared once. */
const prepareControl = (database: DatabaseSync, begin: string) => ({
  begin: database.prepare(begin),
  savepoint: database.prepare('savepoint work'),
  release: database.prepare('release work'),
  undo: database.prepare('rollback to work'),
  commit: database.prepare('commit'),
  rollback: database.prepare('rollback'),
});

type Control = ReturnType<typeof prepareControl>;

const announce = (visible: readonly (() => void)[], { onCallbackError }: GroupDeps): void => {
  for (const callback of visible) {
    try {
      callback();
    } catch (thrown) {
      onCallbackError(toError(thrown));
    }
  }
};

/** Runs one work in its savepoint. Throws if the whole group is lost with it. */
const runWork = async (
  deps: GroupDeps,
  control: Control,
  work: Waiting,
  group: Done[],
): Promise<void> => {
  const { database } = deps;
  const visible: (() => void)[] = [];
  try {
    control.savepoint.run();
    const resolve = await work.run(visible);
    // A work may have swallowed the error with which SQLite ended the transaction.
    if (!database.isTransaction) throw rolledBack();
    control.release.run();
    group.push({ resolve, reject: work.reject });
  } catch (thrown) {
    work.reject(toStoreError(thrown));
    if (!database.isTransaction) throw rolledBack();
    control.undo.run();
    control.release.run();
    return;
  }
  announce(visible, deps);
};

/** Returns what runs the works of `queue` in one transaction until none is left or the group is full. */
export const createGroup = (deps: GroupDeps, queue: Waiting[]): (() => Promise<void>) => {
  const { database, monotonic } = deps;
  const control = prepareControl(database, deps.begin);

  const begin = (): boolean => {
    try {
      // Left over when a commit failed.
      if (database.isTransaction) control.rollback.run();
      control.begin.run();
      return true;
    } catch (thrown) {
      const error = toStoreError(thrown);
      for (const work of queue.splice(0)) work.reject(error);
      return false;
    }
  };

  const runWorks = async (group: Done[]): Promise<void> => {
    const until = monotonic() + maxGroupMs;
    for (let count = 0; count < maxWorks; count += 1) {
      // What a finished work set off, and what came in from outside meanwhile, joins the group.
      if (queue.length === 0) await nextTurn();
      const work = queue.shift();
      if (work === undefined) return;
      await runWork(deps, control, work, group);
      if (monotonic() >= until) return;
    }
  };

  return async () => {
    if (!begin()) return;
    const group: Done[] = [];
    try {
      await runWorks(group);
      control.commit.run();
    } catch (thrown) {
      const error = toStoreError(thrown);
      for (const work of group) work.reject(error);
      return;
    }
    for (const work of group) work.resolve();
  };
};
