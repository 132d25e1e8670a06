import type { MetaStore } from '../core/store.ts';
import { type Arg, type Builder, first, type Session, statement } from './statement.ts';

const statements = ({ db }: Builder) => ({
  get: statement((arg: Arg<{ key: string }>) =>
    db.selectFrom('meta').select('value').where('key', '=', arg('key')),
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
  const { get, set } = statements(builder);
  return (session) => ({
    get: async (key) => (await first(session, get, { key }))?.value,
    set: async (key, value) => {
      await session.run(set, { key, value });
    },
  });
};
