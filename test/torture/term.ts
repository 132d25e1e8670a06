import { imageBot } from '../../bench/image.ts';
import { startScene } from '../../bench/scene.ts';
import { settle } from '../../bench/settle.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createRandom, streamAlarms, streamRoutes } from './stream.ts';
import { judge, type Torture } from './verdict.ts';

const [count, channels, exitWithinMs] = [600, 100, 10_000];

/** SIGTERM under load: the exit comes within ten seconds with code 0, and nothing is lost. */
export const run: Torture = async (runs, seed) => {
  const random = createRandom(seed);
  const scene = await startScene(channels, [], {
    botEntry: await imageBot('bench/plain-bot.ts'),
    settings: { routes: streamRoutes('term', count, channels) },
  });
  const { bot } = scene.sandbox;
  let late = 0;
  try {
    await bot.start();
    await scene.sandbox.ready();
    const stream = streamAlarms(scene, {
      kind: 'term',
      count,
      channels,
      perSecond: count / (runs * 3),
    });
    for (let round = 0; round < runs; round += 1) {
      await systemClock.sleep(500 + random() * 2_000);
      const asked = performance.now();
      const code = await bot.kill('SIGTERM');
      if (code !== 0 || performance.now() - asked > exitWithinMs) late += 1;
      await bot.start();
    }
    const sent = await stream;
    await settle(scene);
    const verdict = judge(scene, sent);
    return { ...verdict, wrong: verdict.wrong + late };
  } finally {
    await scene.sandbox.stop();
  }
};
