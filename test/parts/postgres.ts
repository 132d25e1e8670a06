import { randomUUID } from 'node:crypto';
import pg from 'pg';

const base = process.env['TEST_DATABASE_URL'];

/** Where there is no server the tests say so; in CI they must not pass for that reason. */
export const isExpected = base !== undefined || process.env['CI'] === 'true';

/** A schema of its own in the test server's database. */
export interface Schema {
  readonly url: string;
  readonly query: (text: string) => Promise<readonly Record<string, unknown>[]>;
  readonly drop: () => Promise<void>;
}

export const createSchema = async (): Promise<Schema> => {
  if (base === undefined) throw new Error('TEST_DATABASE_URL is not set');
  const name = `trailwarden_test_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(base);
  url.searchParams.set('options', `-c search_path=${name}`);
  const client = new pg.Client(url.href);
  await client.connect();
  await client.query(`create schema ${name}`);
  return {
    url: url.href,
    query: async (text) => (await client.query<Record<string, unknown>>(text)).rows,
    drop: async () => {
      await client.query(`drop schema ${name} cascade`);
      await client.end();
    },
  };
};
