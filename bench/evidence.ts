import { channels, runLatency } from './alert.ts';
import { goal, percentile, print } from './figure.ts';
import { measure } from './process.ts';
import { pin, plainBot, preciseClock, startScene } from './scene.ts';

const rounds = 2;
const paces = ['pace-a', 'pace-b', 'pace-c'] as const;

/** At a steady 100 alarms a second, each into a channel of its own: from each POST to Slack, ms. */
const waitsOf = async (botEntry: string | undefined): Promise<readonly number[]> => {
  const scene = await startScene(channels, ['warm', ...paces], {
    paces: false,
    clock: preciseClock,
    ...(botEntry !== undefined && { botEntry }),
  });
  try {
    await scene.sandbox.bot.start();
    await scene.sandbox.ready();
    const bot = measure(scene.sandbox.bot.pid(), `${scene.sandbox.bot.url() ?? ''}/sns`);
    pin(scene.sandbox.bot.pid(), 0);
    await runLatency(scene, 'warm', bot);
    const waits: number[] = [];
    for (const kind of paces) waits.push(...(await runLatency(scene, kind, bot)));
    return waits;
  } finally {
    await scene.sandbox.stop();
  }
};

/** What looking for evidence costs the first post: with and without, in turns, all posts together. */
export const run = async (): Promise<void> => {
  pin(process.pid, 1);
  const withEvidence: number[] = [];
  const without: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    without.push(...(await waitsOf(plainBot)));
    withEvidence.push(...(await waitsOf(undefined)));
  }
  const [value, floor] = [percentile(withEvidence, 0.99), percentile(without, 0.99)];
  const [p50, p50Floor] = [percentile(withEvidence, 0.5), percentile(without, 0.5)];
  print({ name: 'evidence.p50', value: p50, unit: 'ms', floor: p50Floor });
  print({ name: 'evidence.p99', value, unit: 'ms', floor });
  goal('the first post waits no more than a tenth longer', value <= 1.1 * floor);
};
