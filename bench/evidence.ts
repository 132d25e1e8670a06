import { channels, runLatency } from './alert.ts';
import { goal, percentile, print } from './figure.ts';
import { measure } from './process.ts';
import { pin, plainBot, preciseClock, startScene } from './scene.ts';

const rounds = 3;

/** At a steady 100 alarms a second, each into a channel of its own: p99 from the POST to Slack, ms. */
const p99Of = async (botEntry: string | undefined): Promise<number> => {
  const scene = await startScene(channels, ['warm', 'pace'], {
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
    return (await runLatency(scene, 'pace', bot)).p99;
  } finally {
    await scene.sandbox.stop();
  }
};

/** What looking for evidence costs the first post: with and without, in turns; the medians. */
export const run = async (): Promise<void> => {
  pin(process.pid, 1);
  const withEvidence: number[] = [];
  const without: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    without.push(await p99Of(plainBot));
    withEvidence.push(await p99Of(undefined));
  }
  const [value, floor] = [percentile(withEvidence, 0.5), percentile(without, 0.5)];
  print({ name: 'evidence.p99', value, unit: 'ms', floor });
  goal('the first post waits no more than a tenth longer', value <= 1.1 * floor);
};
