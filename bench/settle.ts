import { minute, systemClock } from '../src/core/clock.ts';
import { type Scene, until } from './scene.ts';

/** Resolves when the bot has had nothing to do, by its own figures, for `quietMs`. */
export const settle = async ({ sandbox }: Scene, quietMs = 2_000): Promise<void> => {
  const isIdle = async (): Promise<boolean> => {
    const text = await (await fetch(`${sandbox.bot.url() ?? ''}/metrics`)).text();
    return /^trailwarden_posts_due 0$/mu.test(text) && /^trailwarden_inbox_waiting 0$/mu.test(text);
  };
  let idleSince = performance.now();
  await until('the bot has nothing left to do', 10 * minute, async () => {
    if (!(await isIdle())) idleSince = performance.now();
    await systemClock.sleep(100);
    return performance.now() - idleSince > quietMs;
  });
};
