import type { Kysely } from 'kysely';
import type { DatabaseKind } from '../statement.ts';
import { first } from './0001-first.ts';
import { answers } from './0002-answers.ts';
import { acknowledged } from './0003-acknowledged.ts';
import { evidence } from './0004-evidence.ts';
import { digests } from './0005-digests.ts';

export type Migrations = Readonly<
  Record<string, (db: Kysely<unknown>, kind: DatabaseKind) => Promise<void>>
>;

/** In order of their names. One that was released is never changed: a correction is a new one. */
export const migrations: Migrations = {
  '0001-first': first,
  '0002-answers': answers,
  '0003-acknowledged': acknowledged,
  '0004-evidence': evidence,
  '0005-digests': digests,
};
