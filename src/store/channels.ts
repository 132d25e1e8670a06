import { sql } from 'kysely';
import type { ChannelState, ChannelStore } from '../core/channel-store.ts';
import { paceStore } from './paces.ts';
import type { ChannelTable } from './schema.ts';
import {
  type Arg,
  type Builder,
  byKeys,
  first,
  parameter,
  type Session,
  type Statement,
  statement,
} from './statement.ts';

type Change = Parameters<ChannelStore['update']>[1];
type Update = Statement<Change & { readonly channel: string }, unknown>;

interface Lease {
  readonly channel: string;
  readonly holder: string;
  readonly now: number;
  readonly until: number;
}

const columns = new Map(
  Object.entries({
    nextPostAt: 'next_post_at',
    parkedUntil: 'parked_until',
    unreachableSince: 'unreachable_since',
    unreachableReason: 'unreachable_reason',
  } satisfies Record<keyof Change, keyof ChannelTable>),
);

const toState = (row: ChannelTable): ChannelState => ({
  channel: row.channel,
  holder: row.holder ?? undefined,
  fence: row.fence,
  leaseUntil: row.lease_until,
  nextPostAt: row.next_post_at,
  parkedUntil: row.parked_until,
  unreachableSince: row.unreachable_since ?? undefined,
  unreachableReason: row.unreachable_reason ?? undefined,
});

const fresh = { fence: 0, lease_until: 0, next_post_at: 0, parked_until: 0 };

const leaseStatement = ({ db }: Builder) =>
  statement((arg: Arg<Lease>) =>
    db
      .insertInto('channels')
      .values({
        ...fresh,
        channel: arg('channel'),
        holder: arg('holder'),
        fence: 1,
        lease_until: arg('until'),
      })
      .onConflict((conflict) =>
        conflict
          .column('channel')
          .doUpdateSet((eb) => ({
            holder: eb.ref('excluded.holder'),
            lease_until: eb.ref('excluded.lease_until'),
            fence: eb
              .case()
              .when('channels.holder', '=', eb.ref('excluded.holder'))
              .then(eb.ref('channels.fence'))
              .else(eb('channels.fence', '+', 1))
              .end(),
          }))
          .where((eb) =>
            eb.or([
              eb('channels.holder', 'is', null),
              eb('channels.holder', '=', eb.ref('excluded.holder')),
              eb('channels.lease_until', '<=', arg('now')),
            ]),
          ),
      )
      .returningAll(),
  );

const statements = ({ db, kind }: Builder) => ({
  get: statement((arg: Arg<{ channel: string }>) =>
    db.selectFrom('channels').selectAll().where('channel', '=', arg('channel')),
  ),
  lock: statement((arg: Arg<{ channel: string }>) =>
    db.selectFrom('channels').select('channel').where('channel', '=', arg('channel')).forUpdate(),
  ),
  all: statement(() => db.selectFrom('channels').selectAll().orderBy('channel')),
  holds: statement((arg: Arg<{ channel: string; holder: string; fence: number }>) =>
    db
      .selectFrom('channels')
      .select('channel')
      .where('channel', '=', arg('channel'))
      .where('holder', '=', arg('holder'))
      .where('fence', '=', arg('fence'))
      .$if(kind === 'postgres', (query) => query.forUpdate()),
  ),
  make: statement((arg: Arg<{ channel: string }>) =>
    db
      .insertInto('channels')
      .values({ ...fresh, channel: arg('channel') })
      .onConflict((conflict) => conflict.column('channel').doNothing()),
  ),
  releaseAll: statement((arg: Arg<{ holder: string }>) =>
    db
      .updateTable('channels')
      .set({ holder: null, lease_until: 0 })
      .where('holder', '=', arg('holder')),
  ),
});

/** One statement for each set of properties that is ever changed together. */
const updateStatements = ({ db }: Builder): ((keys: readonly string[]) => Update) => {
  const build = (keys: readonly string[]): Update =>
    statement((arg: Arg<Change & { readonly channel: string }>) => {
      let query = db.updateTable('channels').where('channel', '=', arg('channel'));
      for (const key of keys) {
        const column = columns.get(key);
        if (column === undefined) throw new Error(`A channel has no ${key} to change`);
        query = query.set(sql.ref(column), parameter(key));
      }
      return query;
    });
  return byKeys(build);
};

/** Who may write to a channel, and when. */
export const channelStore = (builder: Builder): ((session: Session) => ChannelStore) => {
  const { get, lock, all, holds, releaseAll, make } = statements(builder);
  const lease = leaseStatement(builder);
  const updateOf = updateStatements(builder);
  const paces = paceStore(builder);
  const lockRow = async (session: Session, channel: string): Promise<void> => {
    if ((await first(session, lock, { channel })) !== undefined) return;
    // There is no row to lock before there is one.
    await session.run(make, { channel });
    await session.run(lock, { channel });
  };
  return (session) => ({
    takeSlot: paces(session),
    get: async (channel) => {
      const row = await first(session, get, { channel });
      return row === undefined ? undefined : toState(row);
    },
    lock: async (channel) => {
      if (builder.kind === 'postgres') await lockRow(session, channel);
    },
    all: async () => (await session.rows(all, {})).map(toState),
    lease: async (channel, holder, now, leaseMs) => {
      const row = await first(session, lease, { channel, holder, now, until: now + leaseMs });
      return row === undefined ? undefined : toState(row);
    },
    holds: async (channel, holder, fence) =>
      (await first(session, holds, { channel, holder, fence })) !== undefined,
    update: async (channel, change) => {
      const keys = Object.keys(change);
      if (keys.length === 0) return;
      const update = updateOf(keys);
      if ((await session.run(update, { ...change, channel })) > 0) return;
      // Nobody has leased it yet.
      await session.run(make, { channel });
      await session.run(update, { ...change, channel });
    },
    releaseAll: async (holder) => {
      await session.run(releaseAll, { holder });
    },
  });
};
