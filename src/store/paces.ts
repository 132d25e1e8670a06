import { sql } from 'kysely';
import type { ChannelStore } from '../core/channel-store.ts';
import { type Arg, type Builder, first, greatest, type Session, statement } from './statement.ts';

interface Slot {
  readonly pace: string;
  readonly now: number;
  readonly interval: number;
  /** `now` plus what a burst may run ahead. */
  readonly latest: number;
  readonly next: number;
}

const statements = ({ db, kind }: Builder) => ({
  // One statement, so that replicas that ask at once wait for each other and none takes a slot twice.
  take: statement((arg: Arg<Slot>) =>
    db
      .insertInto('paces')
      .values({ pace: arg('pace'), free_at: arg('next') })
      .onConflict((conflict) =>
        conflict
          .column('pace')
          .doUpdateSet({
            free_at: sql<number>`${greatest(kind, sql`paces.free_at`, arg('now'))} + ${arg('interval')}`,
          })
          .where('paces.free_at', '<=', arg('latest')),
      )
      .returning('free_at'),
  ),
  get: statement((arg: Arg<{ pace: string }>) =>
    db.selectFrom('paces').select('free_at').where('pace', '=', arg('pace')),
  ),
});

/**
 * The generic cell rate algorithm: a row holds when the pace would be free if every slot taken had
 * waited for its turn; a burst may run that far ahead of the clock, no further.
 */
export const paceStore = (builder: Builder): ((session: Session) => ChannelStore['takeSlot']) => {
  const { take, get } = statements(builder);
  return (session) => async (pace, now, intervalMs, burst) => {
    const aheadMs = (Math.max(burst, 1) - 1) * intervalMs;
    const slot = { pace, now, interval: intervalMs, latest: now + aheadMs, next: now + intervalMs };
    if ((await first(session, take, slot)) !== undefined) return 0;
    const row = await first(session, get, { pace });
    return row === undefined ? now : row.free_at - aheadMs;
  };
};
