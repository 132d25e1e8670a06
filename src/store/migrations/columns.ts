import { type ColumnDefinitionBuilder, sql } from 'kysely';
import type { DatabaseKind } from '../statement.ts';

export const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
  column.notNull();
export const key = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
  column.notNull().primaryKey();

/** A number that the database counts up and never gives twice. */
export const serial = (kind: DatabaseKind) => ({
  type: kind === 'sqlite' ? sql`integer` : sql`bigint`,
  column: (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
    kind === 'sqlite'
      ? column.primaryKey().autoIncrement()
      : column.generatedAlwaysAsIdentity().primaryKey(),
});
