import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Store } from '../../src/core/store.ts';
import { openStore } from '../../src/store/open.ts';
import { createSchema } from './postgres.ts';

/** Stores of replicas on one new database; gone when the test ends. */
export const openReplicas = async (count: number) => {
  const schema = await createSchema();
  onTestFinished(schema.drop);
  const stores: Store[] = [];
  while (stores.length < count) {
    const store = await openStore(
      { kind: 'postgres', url: () => schema.url },
      { clock: systemClock, log: silentLog },
    );
    onTestFinished(store.stop);
    stores.push(store);
  }
  const [first] = stores;
  if (first === undefined) throw new Error('at least one is opened');
  return { stores, first, query: schema.query };
};
