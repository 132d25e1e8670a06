import { eachAtOnce, post, type Scene } from '../../bench/scene.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Envelope } from '../../src/sandbox/aws/signer.ts';
import type { Sent } from './verdict.ts';

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export const createRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** As SNS does: tries the same message again until it is taken or refused for good. */
const deliver = async (scene: Scene, envelope: Envelope): Promise<void> => {
  for (;;) {
    try {
      const status = await post(`${scene.sandbox.bot.url() ?? ''}/sns`, envelope);
      if (status === 200) return;
      if (status < 500) throw new Error(`a genuine message was answered with ${status}`);
    } catch (thrown) {
      if (thrown instanceof Error && thrown.message.startsWith('a genuine')) throw thrown;
    }
    await systemClock.sleep(200);
  }
};

/**
 * Sends `count` alarms at `perSecond`, spread over `channels` channels; one in ten goes back to OK.
 * Resolves when each was taken.
 */
export const streamAlarms = async (
  scene: Scene,
  {
    kind,
    count,
    channels,
    perSecond,
  }: { kind: string; count: number; channels: number; perSecond: number },
): Promise<readonly Sent[]> => {
  const startedAt = performance.now();
  const sent: Sent[] = [];
  const numbers = Array.from({ length: count }, (_, number) => number);
  await eachAtOnce(numbers, 50, async (number) => {
    await systemClock.sleep(
      Math.max(0, startedAt + (number * 1000) / perSecond - performance.now()),
    );
    const name = `${kind}-${number}`;
    const isResolved = number % 10 === 0;
    const alarm = await scene.alarm(name);
    // The source's clock has milliseconds; the OK has to come in a later one.
    await systemClock.sleep(5);
    const ok = isResolved ? await scene.alarm(name, 'OK') : undefined;
    // A later state first: what counts is the source's clock.
    if (ok && number % 20 === 0) await deliver(scene, ok);
    await deliver(scene, alarm);
    if (ok && number % 20 !== 0) await deliver(scene, ok);
    sent.push({ name, channel: scene.channelId(number % channels), isResolved });
  });
  return sent;
};

/** Every alarm of the stream has a route to its channel. */
export const streamRoutes = (kind: string, count: number, channels: number): readonly unknown[] =>
  Array.from({ length: channels }, (_, channel) => ({
    when: {
      name: Array.from(
        { length: Math.ceil((count - channel) / channels) },
        (__, row) => `${kind}-${row * channels + channel}`,
      ),
    },
    channel: `load-${channel}`,
  }));
