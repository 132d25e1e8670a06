/** Opens the store with a migration that never ends, and says when it is in the middle of it. */
import { sql } from 'kysely';
import { systemClock } from '../../../src/core/clock.ts';
import { silentLog } from '../../../src/core/log.ts';
import { migrations } from '../../../src/store/migrations/index.ts';
import { openStore } from '../../../src/store/open.ts';

const [path = ''] = process.argv.slice(2);
await openStore(
  { kind: 'sqlite', path },
  {
    clock: systemClock,
    log: silentLog,
    migrations: {
      ...migrations,
      '9999-half': async (db) => {
        await sql`create table half (id integer)`.execute(db);
        await sql`drop table storms`.execute(db);
        process.stdout.write('in the middle\n');
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      },
    },
  },
);
