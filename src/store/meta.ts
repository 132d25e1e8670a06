import { sql } from 'kysely';
import type { MetaStore } from '../core/store.ts';
import { type Arg, type Builder, first, type Session, statement } from './statement.ts';

const statements = ({ db }: Builder) => ({
  get: statement((arg: Arg<{ key: string }>) =>
    db.selectFrom('meta').select('value').where('key', '=', arg('key')),
  ),
  add: statement((arg: Arg<{ key: string; value: string }>) =>
    db
      .insertInto('meta')
      .values({ key: arg('key'), value: arg('value') })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet({
          value: sql<string>`cast(cast(meta.value as bigint) + cast(excluded.value as bigint) as text)`,
        }),
      ),
  ),
  set: statement((arg: Arg<{ key: string; value: string }>) =>
    db
      .insertInto('meta')
      .values({ key: arg('key'), value: arg('value') })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })),
      ),
  ),
});

/** Small facts. */
export const metaStore = (builder: Builder): ((session: Session) => MetaStore) => {
  const { get, set, add } = statements(builder);
  return (session) => ({
    get: async (key) => (await first(session, get, { key }))?.value,
    add: async (key, by) => {
      await session.run(add, { key, value: `${by}` });
    },
    set: async (key, value) => {
      await session.run(set, { key, value });
    },
  });
};
