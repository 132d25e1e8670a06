import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenRow } from '../../src/core/audit.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Store } from '../../src/core/store.ts';
import { openStore } from '../../src/store/open.ts';
import { storeContract } from '../store/contract/store-contract.ts';
import { makeAuditEntry, makeReceived, start, testClock } from '../store/make.ts';

const base = process.env['TEST_DATABASE_URL'];
// Where there is no server these tests say so; in CI they must not pass for that reason.
const reachable = base !== undefined || process.env['CI'] === 'true';

let admin: pg.Client;
let count = 0;
const schemas: string[] = [];

const newSchema = async (): Promise<string> => {
  count += 1;
  const schema = `trailwarden_test_${process.pid}_${count}`;
  await admin.query(`create schema ${schema}`);
  schemas.push(schema);
  const url = new URL(base ?? '');
  url.searchParams.set('options', `-c search_path=${schema}`);
  return url.href;
};

const open = (url: string, clock = testClock()): Promise<Store> =>
  openStore({ kind: 'postgres', url: () => url }, { clock, log: silentLog });

describe.runIf(reachable)('PostgreSQL', () => {
  beforeAll(async () => {
    if (base === undefined) throw new Error('TEST_DATABASE_URL is not set');
    admin = new pg.Client(base);
    await admin.connect();
  });

  afterAll(async () => {
    for (const schema of schemas) await admin.query(`drop schema ${schema} cascade`);
    await admin?.end();
  });

  storeContract('PostgreSQL', async (clock) => open(await newSchema(), clock));

  describe('several replicas', () => {
    const withTwo = async (use: (a: Store, b: Store, url: string) => Promise<void>) => {
      const url = await newSchema();
      const [a, b] = await Promise.all([open(url), open(url)]);
      try {
        await use(a, b, url);
      } finally {
        await Promise.all([a.stop(), b.stop()]);
      }
    };

    it('may start at once on an empty database', async () => {
      await withTwo(async (a, b) => {
        await a.transaction((tx) => tx.meta.set('team', 'T1'));

        expect(await b.transaction((tx) => tx.meta.get('team'))).toBe('T1');
      });
    });

    it('take different inbox rows', async () => {
      await withTwo(async (a, b) => {
        for (let n = 0; n < 4; n += 1) await a.transaction((tx) => tx.inbox.add(makeReceived()));
        const { promise: taken, resolve: hasTaken } = Promise.withResolvers<void>();
        const { promise: done, resolve: finish } = Promise.withResolvers<void>();
        const first = a.transaction(async (tx) => {
          const rows = await tx.inbox.take(start, 2);
          hasTaken();
          await done;
          return rows;
        });
        await taken;
        const second = await b.transaction((tx) => tx.inbox.take(start, 4));
        finish();

        const ids = [...(await first), ...second].map((row) => row.id);
        expect(ids.toSorted((x, y) => x - y)).toEqual([1, 2, 3, 4]);
      });
    });

    it('append to one audit log without a gap', async () => {
      await withTwo(async (a, b) => {
        const append = (store: Store) =>
          store.transaction(async (tx) => {
            for (let n = 0; n < 10; n += 1) await tx.audit.append(makeAuditEntry());
          });
        await Promise.all([a, b, a, b, a, b, a, b, a, b].map(append));

        const rows = await b.transaction((tx) => tx.audit.since(0, 1_000));

        expect(rows).toHaveLength(100);
        expect(rows.at(-1)?.seq).toBe(100);
        expect(brokenRow(rows)).toBeUndefined();
      });
    });

    it('retry a deadlock instead of failing', async () => {
      await withTwo(async (a, b) => {
        const { promise: bothHold, resolve } = Promise.withResolvers<void>();
        let holding = 0;
        const lock = (store: Store, first: string, second: string) =>
          store.transaction(async (tx) => {
            await tx.channels.update(first, { parkedUntil: 1 });
            holding += 1;
            if (holding === 2) resolve();
            await bothHold;
            await tx.channels.update(second, { parkedUntil: 2 }).catch((thrown: unknown) => {
              throw new Error('wrapped by the work', { cause: thrown });
            });
          });
        await a.transaction((tx) => tx.channels.update('x', { parkedUntil: 0 }));
        await a.transaction((tx) => tx.channels.update('y', { parkedUntil: 0 }));

        await Promise.all([lock(a, 'x', 'y'), lock(b, 'y', 'x')]);

        expect(holding).toBeGreaterThan(2);
      });
    });
  });

  it.each([
    "detail = 'sg-3'",
    "accounts = '[]'",
    "accounts = 'none'",
    "accounts = '{}'",
    "outcome = 'failed'",
    "outcome = 'approved'",
    "who = '/T1/U0BOB'",
  ])('shows an audit row that was changed behind its back: %s', async (change) => {
    const store = await open(await newSchema());
    try {
      for (let n = 0; n < 5; n += 1)
        await store.transaction((tx) => tx.audit.append(makeAuditEntry()));
      await admin.query(`update ${schemas.at(-1) ?? ''}.audit set ${change} where seq = 3`);

      const rows = await store.transaction((tx) => tx.audit.since(0, 10));

      expect(brokenRow(rows)?.seq).toBe(3);
    } finally {
      await store.stop();
    }
  });

  it('answers with a retryable error when the connection is cut, and goes on with a new one', async () => {
    const store = await open(await newSchema());
    try {
      const cut = store.transaction(async (tx) => {
        await tx.meta.set('a', '1');
        await admin.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction' and query like '%meta%'",
        );
        await tx.meta.set('a', '2');
      });

      await expect(cut).rejects.toMatchObject({ kind: 'upstream', retryable: true });
      expect(await store.transaction((tx) => tx.meta.get('a'))).toBeUndefined();
    } finally {
      await store.stop();
    }
  });

  it('does not take a transaction that the server undid for committed', async () => {
    const store = await open(await newSchema());
    try {
      const swallowed = store.transaction(async (tx) => {
        await tx.meta.set('a', '1');
        await tx.inbox.add(makeReceived({ receivedAt: 2 ** 70 })).catch(() => undefined);
      });

      await expect(swallowed).rejects.toMatchObject({ code: 'store_rolled_back' });
    } finally {
      await store.stop();
    }
  });

  it('says what is wrong with DATABASE_URL', async () => {
    const url = new URL(base ?? '');
    url.pathname = '/there_is_no_such_database';

    await expect(open(url.href)).rejects.toMatchObject({ kind: 'config', code: 'store_refused' });
  });

  it('refuses a schema that a newer version wrote', async () => {
    const url = await newSchema();
    const store = await open(url);
    await store.stop();
    await admin.query(
      `insert into ${schemas.at(-1) ?? ''}.kysely_migration values ('9999-future', '2099-01-01')`,
    );

    await expect(open(url)).rejects.toMatchObject({ kind: 'config', code: 'store_newer' });
  });
});

describe('without a server', () => {
  it('opening fails as retryable', async () => {
    await expect(open('postgres://nobody@127.0.0.1:1/none')).rejects.toMatchObject({
      kind: 'upstream',
      retryable: true,
    });
  });
});
