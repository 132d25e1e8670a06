import { startScene, until } from '../../bench/scene.ts';
import { settle } from '../../bench/settle.ts';
import { minute, systemClock } from '../../src/core/clock.ts';
import { createRandom, streamAlarms, streamRoutes } from './stream.ts';
import { judge, type Torture } from './verdict.ts';

/** Messages are edited 45 times a minute at most, each here once more than in `kill`. */
const [count, channels] = [40, 20];
const isLookedFor = 'Looking for what tripped it';

/** `kill -9` at random moments while the bot looks for what tripped each alarm. */
export const run: Torture = async (runs, seed) => {
  const random = createRandom(seed);
  const scene = await startScene(channels, [], {
    settings: { routes: streamRoutes('evidence', count, channels) },
  });
  const { bot, slack } = scene.sandbox;
  try {
    await bot.start();
    await scene.sandbox.ready();
    const stream = streamAlarms(scene, {
      kind: 'evidence',
      count,
      channels,
      perSecond: count / (runs * 3),
    });
    for (let round = 0; round < runs; round += 1) {
      await systemClock.sleep(500 + random() * 2_500);
      await bot.kill('SIGKILL');
      await bot.start();
    }
    const sent = await stream;
    const unlooked = (): number =>
      Array.from({ length: channels }, (_, number) =>
        slack.store.timeline(scene.channelId(number)).all(),
      )
        .flat()
        .filter(({ blocks }) => JSON.stringify(blocks ?? []).includes(isLookedFor)).length;
    // What a killed one had begun is taken up when its two minutes are over.
    await until('every alarm was looked into', 4 * minute, () => unlooked() === 0);
    await settle(scene);
    return judge(scene, sent);
  } finally {
    await scene.sandbox.stop();
  }
};
