import { sql } from 'kysely';
import type { PostStore } from '../core/post-store.ts';
import { toPost } from './post-row.ts';
import {
  type Arg,
  type Builder,
  constant,
  first,
  greatest,
  type Session,
  statement,
} from './statement.ts';

type Due = Pick<PostStore, 'dueChannels' | 'nextDueAt' | 'due' | 'counts'>;

/** Due posts with their channel's pace and their parent; all that decides is in an index. */
const duePostsOf = ({ db }: Builder) =>
  db
    .selectFrom('posts as p')
    .leftJoin('posts as parent', 'parent.id', 'p.parent_id')
    .where('p.state', '=', constant('due'))
    // A new reply goes out only once the message whose thread it belongs to stands.
    .where((eb) =>
      eb.or([
        eb('p.ts', 'is not', null),
        eb('p.parent_id', 'is', null),
        eb('parent.ts', 'is not', null),
      ]),
    );

/** Due posts whose channel takes a call at `now`: a pace holds back new messages, a parking all. */
const readyPostsOf = (builder: Builder, arg: Arg<{ now: number; limit: number }>) =>
  duePostsOf(builder)
    .leftJoin('channels as c', 'c.channel', 'p.channel')
    .where('p.due_at', '<=', arg('now'))
    .where((eb) => eb.or([eb('c.channel', 'is', null), eb('c.parked_until', '<=', arg('now'))]))
    .where((eb) =>
      eb.or([
        eb('p.ts', 'is not', null),
        eb('c.channel', 'is', null),
        eb('c.next_post_at', '<=', arg('now')),
      ]),
    )
    .limit(arg('limit'));

const statements = (builder: Builder) => {
  const { db, kind } = builder;
  return {
    due: statement((arg: Arg<{ channel: string; now: number; limit: number }>) =>
      duePostsOf(builder)
        .selectAll('p')
        .where('p.channel', '=', arg('channel'))
        .where('p.due_at', '<=', arg('now'))
        .orderBy('p.priority')
        .orderBy('p.created_at')
        .orderBy('p.seq')
        .limit(arg('limit')),
    ),
    mostUrgent: statement((arg: Arg<{ now: number; limit: number }>) =>
      readyPostsOf(builder, arg)
        .select('p.channel')
        .orderBy('p.priority')
        .orderBy('p.created_at')
        .orderBy('p.seq'),
    ),
    channels: statement((arg: Arg<{ now: number; limit: number }>) =>
      readyPostsOf(builder, arg)
        .select('p.channel')
        .groupBy('p.channel')
        .orderBy((eb) => eb.fn.min('p.priority'))
        .orderBy((eb) => eb.fn.min('p.created_at')),
    ),
    nextDueAt: statement(() =>
      duePostsOf(builder)
        .leftJoin('channels as c', 'c.channel', 'p.channel')
        .select(
          sql<number | null>`min(${greatest(
            kind,
            sql`p.due_at`,
            sql`coalesce(c.parked_until, 0)`,
            sql`case when p.ts is null then coalesce(c.next_post_at, 0) else 0 end`,
          )})`.as('at'),
        ),
    ),
    countDue: statement(() =>
      db
        .selectFrom('posts')
        .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('due_at').as('oldest')])
        .where('state', '=', constant('due')),
    ),
    countParked: statement(() =>
      db
        .selectFrom('posts')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('state', '=', constant('parked')),
    ),
  };
};

/** Which posts may go out, where, and when. */
export const duePosts = (builder: Builder): ((session: Session) => Due) => {
  const { due, mostUrgent, channels, nextDueAt, countDue, countParked } = statements(builder);

  const dueChannels = async (session: Session, now: number, limit: number) => {
    // The index gives posts in order of urgency and reading stops early; only when a few channels
    // hold nearly all of the first posts does every due post have to be looked at.
    const head = await session.rows(mostUrgent, { now, limit: limit * 2 });
    const distinct = [...new Set(head.map((row) => row.channel))];
    if (distinct.length >= limit || head.length < limit * 2) return distinct.slice(0, limit);
    return (await session.rows(channels, { now, limit })).map((row) => row.channel);
  };

  return (session) => ({
    dueChannels: (now, limit) => dueChannels(session, now, limit),
    nextDueAt: async () => (await first(session, nextDueAt, {}))?.at ?? undefined,
    due: async (channel, now, limit) =>
      (await session.rows(due, { channel, now, limit })).map(toPost),
    counts: async () => {
      const waiting = await first(session, countDue, {});
      const parked = await first(session, countParked, {});
      return {
        due: waiting?.count ?? 0,
        parked: parked?.count ?? 0,
        oldestDueAt: waiting?.oldest ?? undefined,
      };
    },
  });
};
