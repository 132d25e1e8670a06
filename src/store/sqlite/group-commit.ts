import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers';
import { toError } from '../../core/errors.ts';
import { rolledBack, storeStopped, toStoreError } from './errors.ts';

/** A group is committed at the latest after so many works or so long, so that nobody waits on and on. */
const maxWorks = 256;
const maxGroupMs = 8;

/** Work to do inside a savepoint; `whenVisible` callbacks are called once the savepoint is released. */
type Work<T> = (whenVisible: (callback: () => void) => void) => Promise<T>;

interface Waiting {
  /** Does the work; returns what resolves its promise once the group is durable. */
  readonly run: (visible: (() => void)[]) => Promise<() => void>;
  readonly reject: (error: Error) => void;
}

/** A work that is in the open group and waits for its commit. */
interface Done {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

interface GroupCommitDeps {
  readonly database: DatabaseSync;
  /** `begin immediate`, or `begin` where nothing is ever written. */
  readonly begin: string;
  /** Never goes back, ms. */
  readonly monotonic: () => number;
  /** A `whenVisible` callback threw. */
  readonly onCallbackError: (error: Error) => void;
}

export interface GroupCommit {
  /** Resolves once what `work` wrote is durable. */
  readonly transaction: <T>(work: Work<T>) => Promise<T>;
  /** Refuses new work and resolves when all accepted work is durable or rejected. */
  readonly stop: () => Promise<void>;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The statements that every group needs, prepared once. */
const prepareControl = (database: DatabaseSync, begin: string) => ({
  begin: database.prepare(begin),
  savepoint: database.prepare('savepoint work'),
  release: database.prepare('release work'),
  undo: database.prepare('rollback to work'),
  commit: database.prepare('commit'),
  rollback: database.prepare('rollback'),
});

/**
 * Many transactions, one flush to disk. Works run one after another, each in a savepoint of its own,
 * inside one transaction; works that are enqueued while it is open join it. A work that throws is
 * undone alone. If the commit fails, every work of the group fails.
 */
export const createGroupCommit = (deps: GroupCommitDeps): GroupCommit => {
  const { database, monotonic, onCallbackError } = deps;
  const control = prepareControl(database, deps.begin);
  const queue: Waiting[] = [];
  let flushing: Promise<void> | undefined;
  let stopped = false;

  const announce = (visible: readonly (() => void)[]): void => {
    for (const callback of visible) {
      try {
        callback();
      } catch (thrown) {
        onCallbackError(toError(thrown));
      }
    }
  };

  /** False if SQLite undid the whole group; it does that on a full disk, among others. */
  const runOne = async (work: Waiting, group: Done[]): Promise<boolean> => {
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
      if (!database.isTransaction) return false;
      control.undo.run();
      control.release.run();
      return true;
    }
    announce(visible);
    return true;
  };

  /** Runs works until none is left or the group is full. */
  const runGroup = async (group: Done[]): Promise<void> => {
    const until = monotonic() + maxGroupMs;
    for (let count = 0; count < maxWorks; count += 1) {
      // What a finished work set off, and what came in from outside meanwhile, joins the group.
      if (queue.length === 0) await nextTurn();
      const work = queue.shift();
      if (work === undefined) return;
      if (!(await runOne(work, group))) throw rolledBack();
      if (monotonic() >= until) return;
    }
  };

  const begin = (): boolean => {
    try {
      if (database.isTransaction) control.rollback.run();
      control.begin.run();
      return true;
    } catch (thrown) {
      const error = toStoreError(thrown);
      for (const work of queue.splice(0)) work.reject(error);
      return false;
    }
  };

  const flushGroup = async (): Promise<void> => {
    if (!begin()) return;
    const group: Done[] = [];
    try {
      await runGroup(group);
      control.commit.run();
    } catch (thrown) {
      // What is left of the transaction is undone before the next one begins.
      const error = toStoreError(thrown);
      for (const work of group) work.reject(error);
      return;
    }
    for (const work of group) work.resolve();
  };

  const flush = async (): Promise<void> => {
    // Let everything that is ready in this turn of the event loop enqueue first.
    await nextTurn();
    while (queue.length > 0) {
      await flushGroup();
      await nextTurn();
    }
    flushing = undefined;
  };

  const transaction = <T>(work: Work<T>): Promise<T> => {
    if (stopped) return Promise.reject(storeStopped());
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    queue.push({
      run: async (visible) => {
        const value = await work((callback) => visible.push(callback));
        return () => resolve(value);
      },
      reject,
    });
    flushing ??= flush();
    return promise;
  };

  return {
    transaction,
    stop: async () => {
      stopped = true;
      await flushing;
    },
  };
};
