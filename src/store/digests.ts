import { sql } from 'kysely';
import type { Schedule, SectionId, Snapshot, SubjectId } from '../core/digest.ts';
import type { DigestRun, DigestStore, KeptSnapshot, OpenCount } from '../core/digest-store.ts';
import type { DigestRunTable, DigestSnapshotTable } from './schema.ts';
import { type Arg, type Builder, first, fromJson, type Session, statement } from './statement.ts';

interface Key {
  readonly digest: string;
  readonly dueAt: number;
}

const toRun = (row: Pick<DigestRunTable, 'digest' | 'due_at' | 'claimed_at' | 'sent_at'>) =>
  ({
    digest: row.digest,
    dueAt: row.due_at,
    claimedAt: row.claimed_at,
    sentAt: row.sent_at ?? undefined,
  }) satisfies DigestRun;

const toKept = ({ section, subject, body }: DigestSnapshotTable): KeptSnapshot => ({
  // Both were written by this store.
  section: section as SectionId,
  subject: subject as SubjectId,
  snapshot: fromJson<Snapshot>(body),
});

const scheduleStatements = ({ db }: Builder) => ({
  known: statement((arg: Arg<{ digest: string }>) =>
    db.selectFrom('digest_schedules').selectAll().where('digest', '=', arg('digest')),
  ),
  put: statement((arg: Arg<{ digest: string; from: number } & Schedule>) =>
    db
      .insertInto('digest_schedules')
      .values({
        digest: arg('digest'),
        cron: arg('cron'),
        zone: arg('zone'),
        from_at: arg('from'),
      })
      .onConflict((conflict) =>
        conflict.column('digest').doUpdateSet((eb) => ({
          cron: eb.ref('excluded.cron'),
          zone: eb.ref('excluded.zone'),
          from_at: eb.ref('excluded.from_at'),
        })),
      ),
  ),
});

const runStatements = ({ db, kind }: Builder) => {
  const one = (arg: Arg<Key>) =>
    db
      .selectFrom('digest_runs')
      .selectAll()
      .where('digest', '=', arg('digest'))
      .where('due_at', '=', arg('dueAt'));
  const newest = (arg: Arg<{ digest: string }>) =>
    db
      .selectFrom('digest_runs')
      .selectAll()
      .where('digest', '=', arg('digest'))
      .orderBy('due_at', 'desc');
  return {
    claim: statement((arg: Arg<Key & { claimedAt: number }>) =>
      db
        .insertInto('digest_runs')
        .values({
          digest: arg('digest'),
          due_at: arg('dueAt'),
          claimed_at: arg('claimedAt'),
          sent_at: null,
          fail: null,
          warn: null,
        })
        .onConflict((conflict) => conflict.columns(['digest', 'due_at']).doNothing()),
    ),
    lock: statement((arg: Arg<Key>) =>
      one(arg).$if(kind === 'postgres', (query) => query.forUpdate()),
    ),
    latest: statement((arg: Arg<{ digest: string }>) => newest(arg).limit(1)),
    lastSent: statement((arg: Arg<{ digest: string; before: number }>) =>
      newest(arg).where('due_at', '<', arg('before')).where('sent_at', 'is not', null).limit(1),
    ),
    sent: statement((arg: Arg<Key & { at: number }>) =>
      db
        .updateTable('digest_runs')
        .set({ sent_at: arg('at') })
        .where('digest', '=', arg('digest'))
        .where('due_at', '=', arg('dueAt')),
    ),
    count: statement((arg: Arg<Key & { fail: number; warn: number }>) =>
      db
        .updateTable('digest_runs')
        .set({ fail: arg('fail'), warn: arg('warn') })
        .where('digest', '=', arg('digest'))
        .where('due_at', '=', arg('dueAt')),
    ),
    counts: statement((arg: Arg<{ digest: string; most: number }>) =>
      newest(arg).where('sent_at', 'is not', null).where('fail', 'is not', null).limit(arg('most')),
    ),
  };
};

const snapshotStatements = ({ db }: Builder) => {
  const ofRun = (arg: Arg<Key>) =>
    db
      .selectFrom('digest_snapshots')
      .selectAll()
      .where('digest', '=', arg('digest'))
      .where('due_at', '=', arg('dueAt'));
  return {
    put: statement((arg: Arg<Key & { section: string; subject: string; body: string }>) =>
      db
        .insertInto('digest_snapshots')
        .values({
          digest: arg('digest'),
          due_at: arg('dueAt'),
          section: arg('section'),
          subject: arg('subject'),
          body: arg('body'),
        })
        .onConflict((conflict) =>
          conflict
            .columns(['digest', 'due_at', 'section', 'subject'])
            .doUpdateSet((eb) => ({ body: eb.ref('excluded.body') })),
        ),
    ),
    all: statement((arg: Arg<Key>) => ofRun(arg).orderBy('section').orderBy('subject')),
    ofSection: statement((arg: Arg<Key & { section: string }>) =>
      ofRun(arg).where('section', '=', arg('section')).orderBy('subject'),
    ),
    ofSubject: statement((arg: Arg<Key & { section: string; subject: string }>) =>
      ofRun(arg).where('section', '=', arg('section')).where('subject', '=', arg('subject')),
    ),
    newest: statement((arg: Arg<{ section: string; subject: string }>) =>
      db
        .selectFrom('digest_snapshots')
        .select('body')
        .where('section', '=', arg('section'))
        .where('subject', '=', arg('subject'))
        .where(
          sql<boolean>`exists (select 1 from digest_runs as run
            where run.digest = digest_snapshots.digest
            and run.due_at = digest_snapshots.due_at
            and run.sent_at is not null)`,
        )
        .orderBy('due_at', 'desc')
        .limit(1),
    ),
    /** Those of runs that so many later ones of the same digest were sent after. */
    prune: statement((arg: Arg<{ kept: number }>) =>
      db.deleteFrom('digest_snapshots').where(
        sql<boolean>`(select count(*) from digest_runs as later
          where later.digest = digest_snapshots.digest
          and later.due_at > digest_snapshots.due_at
          and later.sent_at is not null) >= ${arg('kept')}`,
      ),
    ),
  };
};

const schedulesOf = (builder: Builder) => {
  const { known, put } = scheduleStatements(builder);
  return (session: Session): Pick<DigestStore, 'schedule'> => ({
    schedule: async (digest, { cron, zone }, now) => {
      const row = await first(session, known, { digest });
      if (row?.cron === cron && row.zone === zone) return row.from_at;
      await session.run(put, { digest, cron, zone, from: now });
      return now;
    },
  });
};

const toCount = ({ due_at, fail, warn }: DigestRunTable): OpenCount => ({
  dueAt: due_at,
  fail: fail ?? 0,
  warn: warn ?? 0,
});

const runsOf = (builder: Builder) => {
  const runs = runStatements(builder);
  const run = (row: DigestRunTable | undefined) => row && toRun(row);
  return (
    session: Session,
  ): Pick<
    DigestStore,
    'claim' | 'lock' | 'latest' | 'lastSent' | 'sent' | 'openCounts' | 'putOpenCount'
  > => ({
    claim: async (wanted) => (await session.run(runs.claim, wanted)) > 0,
    lock: async (key) => run(await first(session, runs.lock, key)),
    latest: async (digest) => run(await first(session, runs.latest, { digest })),
    lastSent: async (digest, before) =>
      run(await first(session, runs.lastSent, { digest, before })),
    sent: async (key, at) => {
      await session.run(runs.sent, { ...key, at });
    },
    openCounts: async (digest, most) =>
      (await session.rows(runs.counts, { digest, most })).map(toCount).toReversed(),
    putOpenCount: async (key, count) => {
      await session.run(runs.count, { ...key, ...count });
    },
  });
};

/** Digests that were due, and what they found. */
export const digestStore = (builder: Builder): ((session: Session) => DigestStore) => {
  const [schedules, runs] = [schedulesOf(builder), runsOf(builder)];
  const { put, all, ofSection, ofSubject, newest, prune } = snapshotStatements(builder);
  return (session) => ({
    ...schedules(session),
    ...runs(session),
    putSnapshot: async ({ digest, dueAt }, { section, subject, snapshot }) => {
      const body = JSON.stringify(snapshot);
      await session.run(put, { digest, dueAt, section, subject, body });
    },
    snapshots: async ({ digest, dueAt }, section) => {
      const rows =
        section === undefined
          ? await session.rows(all, { digest, dueAt })
          : await session.rows(ofSection, { digest, dueAt, section });
      return rows.map(toKept);
    },
    snapshot: async ({ digest, dueAt }, section, subject) => {
      const row = await first(session, ofSubject, { digest, dueAt, section, subject });
      return row && toKept(row).snapshot;
    },
    newestSnapshot: async (section, subject) => {
      const row = await first(session, newest, { section, subject });
      return row && fromJson<Snapshot>(row.body);
    },
    prune: (kept) => session.run(prune, { kept }),
  });
};
