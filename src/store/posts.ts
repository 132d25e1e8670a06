import { sql } from 'kysely';
import type { Post, PostCause, PostStore } from '../core/post-store.ts';
import { duePosts } from './due-posts.ts';
import { postColumns, toPost } from './post-row.ts';
import {
  type Arg,
  type Builder,
  byKeys,
  constant,
  first,
  parameter,
  type Session,
  type Statement,
  statement,
} from './statement.ts';

type Change = Partial<Omit<Post, 'id'>>;
type Update = Statement<Change & { readonly id: string; readonly now: number }, unknown>;

const columnNames = new Map<string, string>(Object.entries(postColumns));

const readStatements = ({ db }: Builder) => {
  const rows = db.selectFrom('posts').selectAll();
  return {
    get: statement((arg: Arg<{ id: string }>) => rows.where('id', '=', arg('id'))),
    ofOwner: statement((arg: Arg<{ kind: string; owner: string }>) =>
      rows
        .where('owner', '=', arg('owner'))
        .where('kind', '=', arg('kind'))
        .orderBy('created_at')
        .orderBy('seq'),
    ),
    unsentReply: statement((arg: Arg<{ parentId: string }>) =>
      rows
        .where('parent_id', '=', arg('parentId'))
        .where('kind', '=', constant('reply'))
        .where('state', '=', constant('due'))
        .where('ts', 'is', null)
        .where('attempt_at', 'is', null)
        .orderBy('seq', 'desc')
        .limit(1),
    ),
    firstUnsentNotice: statement((arg: Arg<{ parentId: string }>) =>
      rows
        .where('parent_id', '=', arg('parentId'))
        .where('kind', '=', constant('notice'))
        // By the index of due posts, of which there are few.
        .where('state', '=', constant('due'))
        .where('ts', 'is', null)
        .orderBy('seq')
        .limit(1),
    ),
    recentRoots: statement((arg: Arg<{ channel: string; since: number }>) =>
      db
        .selectFrom('posts')
        .select(['id', 'owner', 'wanted_at'])
        .where('kind', '=', constant('root'))
        .where('channel', '=', arg('channel'))
        .where('wanted_at', '>=', arg('since'))
        .orderBy('wanted_at')
        .orderBy('seq'),
    ),
    parked: statement((arg: Arg<{ limit: number }>) =>
      rows.where('state', '=', constant('parked')).orderBy('seq').limit(arg('limit')),
    ),
  };
};

const writeStatements = ({ db }: Builder) => ({
  insert: statement((arg: Arg<Post & { readonly wantedAt: number }>) =>
    db.insertInto('posts').values({
      id: arg('id'),
      kind: arg('kind'),
      channel: arg('channel'),
      owner: arg('owner'),
      parent_id: arg('parentId'),
      priority: arg('priority'),
      revision_wanted: arg('revisionWanted'),
      revision_sent: arg('revisionSent'),
      ts: arg('ts'),
      posted_in: arg('postedIn'),
      attempt_at: arg('attemptAt'),
      attempts: arg('attempts'),
      failing_since: arg('failingSince'),
      due_at: arg('dueAt'),
      state: arg('state'),
      error: arg('error'),
      plain: arg('plain'),
      broadcast: arg('broadcast'),
      meant_for: arg('meantFor'),
      reason: arg('reason'),
      lines: arg('lines'),
      card: arg('card'),
      created_at: arg('createdAt'),
      wanted_at: arg('wantedAt'),
    }),
  ),
  unpark: statement((arg: Arg<{ id: string; now: number }>) =>
    db
      .updateTable('posts')
      .set({ state: 'due', due_at: arg('now'), attempts: 0, failing_since: null, error: null })
      .where('id', '=', arg('id'))
      .where('state', '=', constant('parked')),
  ),
});

/** One statement for each set of properties that is ever changed together. */
const updateStatements = (
  { db }: Builder,
  { isByPerson = false }: PostCause = {},
): ((keys: readonly string[]) => Update) => {
  const build = (keys: readonly string[]): Update =>
    statement((arg: Arg<Change & { readonly id: string; readonly now: number }>) => {
      let query = db.updateTable('posts').where('id', '=', arg('id'));
      for (const key of keys) {
        const column = columnNames.get(key);
        if (column === undefined || key === 'id') throw new Error(`A post has no ${key} to change`);
        query = query.set(sql.ref(column), parameter(key));
      }
      return keys.includes('revisionWanted') && !isByPerson
        ? query.set((eb) => ({
            wanted_at: eb
              .case()
              .when('revision_wanted', '<', parameter('revisionWanted'))
              .then(arg('now'))
              .else(eb.ref('wanted_at'))
              .end(),
          }))
        : query;
    });
  return byKeys(build);
};

/** The outbox; `now` is our clock, epoch ms. */
export const postStore = (
  builder: Builder,
  now: () => number,
): ((session: Session) => PostStore) => {
  const { get, ofOwner, unsentReply, firstUnsentNotice, recentRoots, parked } =
    readStatements(builder);
  const { insert, unpark } = writeStatements(builder);
  const updateOf = updateStatements(builder);
  const updateByPersonOf = updateStatements(builder, { isByPerson: true });
  const due = duePosts(builder);
  return (session) => ({
    ...due(session),
    insert: async (post, { isByPerson = false } = {}) => {
      await session.run(insert, { ...post, wantedAt: isByPerson ? 0 : post.createdAt });
    },
    get: async (id) => {
      const row = await first(session, get, { id });
      return row === undefined ? undefined : toPost(row);
    },
    update: async (id, change, { isByPerson = false } = {}) => {
      const keys = Object.keys(change);
      const of = isByPerson ? updateByPersonOf : updateOf;
      if (keys.length > 0) await session.run(of(keys), { ...change, id, now: now() });
    },
    ofOwner: async (kind, owner) => (await session.rows(ofOwner, { kind, owner })).map(toPost),
    unsentReply: async (parentId) => {
      const row = await first(session, unsentReply, { parentId });
      return row === undefined ? undefined : toPost(row);
    },
    firstUnsentNotice: async (parentId) => {
      const row = await first(session, firstUnsentNotice, { parentId });
      return row === undefined ? undefined : toPost(row);
    },
    recentRoots: async (channel, since) =>
      (await session.rows(recentRoots, { channel, since })).map((row) => ({
        postId: row.id,
        owner: row.owner,
        at: row.wanted_at,
      })),
    parked: async (limit) => (await session.rows(parked, { limit })).map(toPost),
    unpark: async (id, at) => (await session.run(unpark, { id, now: at })) > 0,
  });
};
