import type { InboxRow, InboxStore, Received } from '../../src/core/inbox-store.ts';
import type { MetaStore, Store, Tx } from '../../src/core/store.ts';

type State = 'waiting' | 'done' | 'quarantined';
type Row = InboxRow & { readonly state: State };

interface Tables {
  readonly inbox: Map<number, Row>;
  readonly meta: Map<string, string>;
}

export interface MemoryStore extends Store {
  readonly rows: () => readonly Row[];
  /** From now on nothing can be written, or again everything. */
  readonly setDown: (isDown: boolean) => void;
  /** From now on a commit takes until the returned function is called. */
  readonly hold: () => () => void;
}

const createInbox = ({ inbox }: Tables): InboxStore => {
  const insert = async (received: Received, state: State, error?: string): Promise<boolean> => {
    const { topicArn, messageId } = received;
    for (const row of inbox.values())
      if (row.topicArn === topicArn && row.messageId === messageId) return false;
    const id = inbox.size + 1;
    inbox.set(id, { ...received, id, attempts: 0, error, state });
    return true;
  };
  const change = (id: number, values: Partial<Row>): boolean => {
    const row = inbox.get(id);
    if (row) inbox.set(id, { ...row, ...values });
    return row !== undefined;
  };
  const of = (state: State): Row[] => [...inbox.values()].filter((row) => row.state === state);
  return {
    add: (received) => insert(received, 'waiting'),
    addQuarantined: (received, error) => insert(received, 'quarantined', error),
    take: async (_now, limit) => of('waiting').slice(0, limit),
    markDone: async (ids) => ids.forEach((id) => change(id, { state: 'done' })),
    retryLater: async (id, _retryAt, error) => void change(id, { error }),
    quarantine: async (id, error) => void change(id, { state: 'quarantined', error }),
    quarantined: async (limit) => of('quarantined').slice(0, limit),
    requeue: async (id) => change(id, { state: 'waiting' }),
    get: async (id) => inbox.get(id),
    arrival: async (topicArn, messageId) =>
      [...inbox.values()].find((row) => row.topicArn === topicArn && row.messageId === messageId),
    counts: async () => ({
      waiting: of('waiting').length,
      quarantined: of('quarantined').length,
      oldestWaitingAt: of('waiting')[0]?.receivedAt,
    }),
    received: async (from, to) =>
      Object.fromEntries(
        [...Map.groupBy(inbox.values(), ({ via }) => via)].map(([via, rows]) => [
          via,
          rows.filter(({ receivedAt }) => receivedAt >= from && receivedAt < to).length,
        ]),
      ),
    lastReceivedAt: async () => {
      const times = [...inbox.values()]
        .filter(({ via }) => via !== 'found-late')
        .map(({ receivedAt }) => receivedAt);
      return times.length === 0 ? undefined : Math.max(...times);
    },
    prune: async () => 0,
  };
};

const createMeta = ({ meta }: Tables): MetaStore => ({
  get: async (key) => meta.get(key),
  set: async (key, value) => void meta.set(key, value),
  add: async (key, by) => void meta.set(key, `${Number(meta.get(key) ?? 0) + by}`),
});

/** Stands for a table that intake has no business with. */
const absent = (name: string) =>
  new Proxy(Object.create(null), {
    get: () => {
      throw new Error(`intake used ${name}`);
    },
  });

/**
 * The inbox and the small facts in memory: transactions one after the other, a failed one leaves no
 * trace, and a commit takes a turn of the event loop after its writes can be seen.
 */
export const createMemoryStore = (): MemoryStore => {
  let tables: Tables = { inbox: new Map(), meta: new Map() };
  let isDown = false;
  let held: Promise<void> = Promise.resolve();
  let last: Promise<unknown> = Promise.resolve();

  const checkWritable = async (): Promise<void> => {
    if (isDown) throw new Error('the disk is full');
  };

  const run = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const copy: Tables = { inbox: new Map(tables.inbox), meta: new Map(tables.meta) };
    const callbacks: (() => void)[] = [];
    const result = await work({
      inbox: createInbox(copy),
      meta: createMeta(copy),
      incidents: absent('incidents'),
      posts: absent('posts'),
      channels: absent('channels'),
      storms: absent('storms'),
      due: absent('due'),
      answers: absent('answers'),
      audit: absent('audit'),
      evidence: absent('evidence'),
      mutes: absent('mutes'),
      acts: absent('acts'),
      digests: absent('digests'),
      whenVisible: (callback) => void callbacks.push(callback),
    });
    await checkWritable();
    tables = copy;
    for (const callback of callbacks) callback();
    return result;
  };

  return {
    kind: 'sqlite',
    transaction: async (work) => {
      const running = last.then(() => run(work));
      last = running.catch(() => undefined);
      const result = await running;
      await held;
      await new Promise((resolve) => setImmediate(resolve));
      return result;
    },
    checkWritable,
    stop: async () => {},
    rows: () => [...tables.inbox.values()],
    setDown: (down) => {
      isDown = down;
    },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
  };
};
