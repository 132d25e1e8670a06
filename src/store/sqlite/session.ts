import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Session, Statement } from '../statement.ts';
import { rolledBack } from '../unavailable.ts';

/**
 * Runs statements on the one connection. Each is prepared once. Nothing runs outside a transaction:
 * when SQLite has undone it, what follows in the same work must not be committed on its own.
 */
export const createSession = (database: DatabaseSync): Session => {
  const prepared = new Map<string, StatementSync>();
  const prepare = (text: string): StatementSync => {
    if (!database.isTransaction) throw rolledBack();
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const made = database.prepare(text);
    prepared.set(text, made);
    return made;
  };
  return {
    rows: async <A, R>(statement: Statement<A, R>, args: A) =>
      // The statement's type says what its rows are; Kysely inferred it from the tables.
      prepare(statement.text(args)).all(...statement.bind(args)) as R[],
    run: async (statement, args) =>
      Number(prepare(statement.text(args)).run(...statement.bind(args)).changes),
  };
};
