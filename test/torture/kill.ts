import { imageBot } from '../../bench/image.ts';
import { startScene } from '../../bench/scene.ts';
import { settle } from '../../bench/settle.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createRandom, streamAlarms, streamRoutes } from './stream.ts';
import { judge, type Torture } from './verdict.ts';

const [count, channels] = [1_000, 100];

/**
 * `kill -9` of the bot at random moments while a thousand alarms stream in; it is started again each
 * time. SNS's retries are the stream's.
 */
export const run: Torture = async (runs, seed) => {
  const random = createRandom(seed);
  const scene = await startScene(channels, [], {
    botEntry: await imageBot('bench/plain-bot.ts'),
    settings: { routes: streamRoutes('kill', count, channels) },
  });
  const { bot } = scene.sandbox;
  try {
    await bot.start();
    await scene.sandbox.ready();
    const stream = streamAlarms(scene, {
      kind: 'kill',
      count,
      channels,
      perSecond: count / (runs * 2),
    });
    for (let round = 0; round < runs; round += 1) {
      await systemClock.sleep(200 + random() * 1_800);
      await bot.kill('SIGKILL');
      await bot.start();
    }
    const sent = await stream;
    await settle(scene);
    return judge(scene, sent);
  } finally {
    await scene.sandbox.stop();
  }
};
