import { sql } from 'kysely';
import { type AuditEntry, type AuditRow, auditHash, auditSeed } from '../core/audit.ts';
import type { AuditStore } from '../core/store.ts';
import type { AuditTable } from './schema.ts';
import { type Arg, type Builder, first, type Session, statement } from './statement.ts';

const outcomes: readonly AuditEntry['outcome'][] = ['allowed', 'partly', 'refused', 'failed'];

/** A stored outcome. Anything else was put there by somebody: it breaks the chain, and is shown. */
const toOutcome = (text: string): AuditEntry['outcome'] =>
  outcomes.find((outcome) => outcome === text) ?? 'failed';

/** Stored accounts, or what somebody put in their place: it has to be readable to be shown. */
const toAccounts = (text: string): readonly string[] => {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.map(String) : [text];
  } catch {
    return [text];
  }
};

const toRow = ({ accounts, outcome, ...row }: AuditTable): AuditRow => ({
  ...row,
  accounts: toAccounts(accounts),
  outcome: toOutcome(outcome),
});

/** As both databases give it back. They keep neither U+0000 nor lone surrogates, and the hash must hold. */
const plain = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();

const storable = (entry: AuditEntry): AuditEntry => ({
  at: Math.ceil(entry.at),
  who: plain(entry.who),
  channel: plain(entry.channel),
  what: plain(entry.what),
  detail: plain(entry.detail),
  accounts: entry.accounts.map(plain),
  outcome: entry.outcome,
  reason: plain(entry.reason),
});

const statements = ({ db }: Builder) => {
  const rows = db.selectFrom('audit').selectAll();
  return {
    // Held until the transaction ends: whoever appends next sees this row. The two numbers keep it
    // apart from the locks of incidents, and from another installation's in the same database.
    lockChain: statement(() =>
      db.selectNoFrom(
        sql`pg_advisory_xact_lock(hashtext('audit'), hashtext(current_schema()::text))`.as('lock'),
      ),
    ),
    add: statement((arg: Arg<AuditRow>) =>
      db.insertInto('audit').values({
        seq: arg('seq'),
        at: arg('at'),
        who: arg('who'),
        channel: arg('channel'),
        what: arg('what'),
        detail: arg('detail'),
        accounts: arg('accounts'),
        outcome: arg('outcome'),
        reason: arg('reason'),
        hash: arg('hash'),
      }),
    ),
    since: statement((arg: Arg<{ after: number; limit: number }>) =>
      rows.where('seq', '>', arg('after')).orderBy('seq').limit(arg('limit')),
    ),
    latest: statement((arg: Arg<{ limit: number }>) =>
      rows.orderBy('seq', 'desc').limit(arg('limit')),
    ),
  };
};

/** Who asked what, as a chain: no row can be changed or taken out without it showing. */
export const auditStore = (builder: Builder): ((session: Session) => AuditStore) => {
  const { lockChain, add, since, latest } = statements(builder);
  return (session) => ({
    append: async (given) => {
      if (builder.kind === 'postgres') await session.rows(lockChain, {});
      const last = await first(session, latest, { limit: 1 });
      const entry = storable(given);
      const seq = (last?.seq ?? 0) + 1;
      const row = { ...entry, seq, hash: auditHash(last?.hash ?? auditSeed, seq, entry) };
      await session.run(add, row);
      return row;
    },
    since: async (after, limit) => (await session.rows(since, { after, limit })).map(toRow),
    latest: async (limit) => (await session.rows(latest, { limit })).map(toRow),
  });
};
