import { goal, percentile, print } from './figure.ts';
import { imageBot } from './image.ts';
import { startScene } from './scene.ts';

/** From the start of node to the first 200 of `/readyz`, warm: the median of five. */
export const run = async (): Promise<void> => {
  const { sandbox } = await startScene(0, [], { botEntry: await imageBot() });
  const times: number[] = [];
  try {
    for (let round = 0; round < 7; round += 1) {
      const startedAt = performance.now();
      await sandbox.bot.start();
      await sandbox.ready();
      times.push(performance.now() - startedAt);
      await sandbox.bot.stop();
    }
  } finally {
    await sandbox.stop();
  }
  // The first two fill the compile cache.
  const median = percentile(times.slice(2), 0.5);
  print({ name: 'start.ready', value: median, unit: 'ms' });
  goal('ready within a second', median <= 1_000);
};
