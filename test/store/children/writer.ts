/** Writes without end and prints the MessageId of each row once it was acknowledged. */
import { systemClock } from '../../../src/core/clock.ts';
import { silentLog } from '../../../src/core/log.ts';
import { openStore } from '../../../src/store/open.ts';
import { makeReceived } from '../make.ts';

const [path = '', writer = ''] = process.argv.slice(2);
const store = await openStore({ kind: 'sqlite', path }, { clock: systemClock, log: silentLog });

const write = async (lane: number): Promise<void> => {
  for (let count = 0; ; count += 1) {
    const messageId = `${writer}/${lane}/${count}`;
    await store.transaction((tx) => tx.inbox.add(makeReceived({ messageId })));
    process.stdout.write(`${messageId}\n`);
  }
};

await Promise.all([1, 2, 3, 4].map(write));
