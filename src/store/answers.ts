import type { AnswerStore, KeptAnswer } from '../core/store.ts';
import type { AnswerTable } from './schema.ts';
import { type Arg, type Builder, first, fromJson, type Session, statement } from './statement.ts';

const toAnswer = (row: AnswerTable): KeptAnswer => ({
  id: row.id,
  asker: row.asker,
  expiresAt: row.expires_at,
  body: fromJson(row.body),
});

interface Put extends Omit<KeptAnswer, 'body'> {
  /** JSON. */
  readonly body: string;
}

const statements = ({ db }: Builder) => ({
  put: statement((arg: Arg<Put>) =>
    db
      .insertInto('answers')
      .values({
        id: arg('id'),
        asker: arg('asker'),
        expires_at: arg('expiresAt'),
        body: arg('body'),
      })
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet((eb) => ({
            expires_at: eb.ref('excluded.expires_at'),
            body: eb.ref('excluded.body'),
          }))
          .whereRef('answers.asker', '=', 'excluded.asker'),
      ),
  ),
  get: statement((arg: Arg<{ id: string; asker: string; now: number }>) =>
    db
      .selectFrom('answers')
      .selectAll()
      .where('id', '=', arg('id'))
      .where('asker', '=', arg('asker'))
      .where('expires_at', '>', arg('now')),
  ),
  prune: statement((arg: Arg<{ now: number }>) =>
    db.deleteFrom('answers').where('expires_at', '<=', arg('now')),
  ),
});

/** Answers for as long as their askers may come back to them. */
export const answerStore = (
  builder: Builder,
  clock: () => number,
): ((session: Session) => AnswerStore) => {
  const { put, get, prune } = statements(builder);
  return (session) => ({
    put: async (answer) => {
      // Each new one clears away those before it, so that a busy day does not fill the disk.
      await session.run(prune, { now: clock() });
      await session.run(put, { ...answer, body: JSON.stringify(answer.body ?? null) });
    },
    get: async (id, asker, now) => {
      const row = await first(session, get, { id, asker, now });
      return row === undefined ? undefined : toAnswer(row);
    },
    prune: (now) => session.run(prune, { now }),
  });
};
