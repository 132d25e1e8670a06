import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../src/core/clock.ts';
import { createSnsVerifier } from '../src/intake/sns-verifier.ts';
import { topics } from '../src/sandbox/aws/organisation.ts';
import type { Envelope } from '../src/sandbox/aws/signer.ts';
import { startEnvironment, startFlags } from '../src/sandbox/bot-process.ts';
import { sandboxCertificates } from '../src/sandbox/certificates.ts';
import { goal, percentile, print } from './figure.ts';
import { imageBot } from './image.ts';
import { type Measured, measure, startMeasured } from './process.ts';
import { eachAtOnce, pin, post, preciseClock, type Scene, startScene, until } from './scene.ts';

export const channels = 2_000;
const atOnce = 64;
const perSecond = 100;

interface Run {
  readonly perSecond: number;
  readonly cpuMsPerAlarm: number;
}

const postsSince = ({ sandbox }: Scene, time: number) =>
  sandbox.calls
    .since(time)
    .filter(({ method, outcome }) => method === 'chat.postMessage' && outcome === 'ok');

const envelopesOf = (scene: Scene, kind: string): Promise<Envelope[]> =>
  Promise.all(
    Array.from({ length: channels }, (_, number) =>
      scene.alarm(`${kind}-${number}`, 'ALARM', scene.channelId(number)),
    ),
  );

/** As fast as it takes them: from the first POST to the last message in Slack. */
const runRate = async (scene: Scene, kind: string, subject: Measured): Promise<Run> => {
  const envelopes = await envelopesOf(scene, kind);
  const startedAt = preciseClock.now();
  const cpuBefore = subject.cpuMs();
  await eachAtOnce(envelopes, atOnce, async (envelope) => {
    const status = await post(subject.url, envelope);
    if (status !== 200) throw new Error(`status ${status}`);
  });
  await until(
    'every alarm is posted',
    120_000,
    () => postsSince(scene, startedAt).length >= channels,
  );
  const times = postsSince(scene, startedAt).map(({ time }) => time);
  return {
    perSecond: (channels * 1000) / (Math.max(...times) - startedAt),
    cpuMsPerAlarm: (subject.cpuMs() - cpuBefore) / channels,
  };
};

/** At a steady 100 a second: from each POST to the call to Slack, ms. */
export const runLatency = async (
  scene: Scene,
  kind: string,
  subject: Measured,
): Promise<readonly number[]> => {
  const envelopes = await envelopesOf(scene, kind);
  const startedAt = preciseClock.now();
  const sentAt = new Map<string, number>();
  const under: Promise<unknown>[] = [];
  for (const [number, envelope] of envelopes.entries()) {
    await systemClock.sleep(
      Math.max(0, startedAt + (number * 1000) / perSecond - preciseClock.now()),
    );
    sentAt.set(scene.channelId(number), preciseClock.now());
    under.push(post(subject.url, envelope));
  }
  await Promise.all(under);
  await until(
    'every alarm is posted',
    60_000,
    () => postsSince(scene, startedAt).length >= channels,
  );
  return postsSince(scene, startedAt).map(
    ({ time, channel = '' }) => time - (sentAt.get(channel) ?? Number.NaN),
  );
};

/** µs for one verification with the certificate's key in the cache. */
const verificationTime = async (scene: Scene): Promise<number> => {
  const verifier = createSnsVerifier({
    topics: () => [{ arn: topics.alarms as never, signatureVersion: 'any' }],
    certificates: sandboxCertificates(scene.sandbox.certificateUrl),
    clock: systemClock,
  });
  const body = JSON.stringify(await scene.alarm('verify-0'));
  const times: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const startedAt = performance.now();
    for (let count = 0; count < 5_000; count += 1) await verifier.verify(body);
    times.push((performance.now() - startedAt) / 5);
  }
  return percentile(times.slice(1), 0.5);
};

const measureFloor = (scene: Scene, folder: string): Promise<Measured> =>
  startMeasured(
    [
      ...startFlags(),
      fileURLToPath(new URL('floor.ts', import.meta.url)),
      scene.sandbox.certificateUrl,
      scene.sandbox.slack.apiUrl,
      topics.alarms,
      join(folder, 'floor.db'),
    ],
    { ...process.env, ...startEnvironment() },
  );

/** One alarm each into 2,000 channels, on one core, beside the least a forwarder can do. */
export const run = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'trailwarden-bench-'));
  const scene = await startScene(channels, ['warm', 'rate', 'pace'], {
    paces: false,
    clock: preciseClock,
    botEntry: await imageBot(),
  });
  pin(process.pid, 1);
  try {
    const verify = await verificationTime(scene);
    const floor = await measureFloor(scene, folder);
    await runRate(scene, 'warm', floor);
    const floorRate = await runRate(scene, 'rate', floor);
    const floorWaits = await runLatency(scene, 'pace', floor);
    const floorRss = floor.rss();
    await floor.stop();

    await scene.sandbox.bot.start();
    await scene.sandbox.ready();
    const bot = measure(scene.sandbox.bot.pid(), `${scene.sandbox.bot.url() ?? ''}/sns`);
    pin(scene.sandbox.bot.pid(), 0);
    await runRate(scene, 'warm', bot);
    const rate = await runRate(scene, 'rate', bot);
    const waits = await runLatency(scene, 'pace', bot);
    const rss = bot.rss();

    print({ name: 'alert.rate', value: rate.perSecond, unit: '1/s', floor: floorRate.perSecond });
    print({
      name: 'alert.cpu',
      value: rate.cpuMsPerAlarm,
      unit: 'ms',
      floor: floorRate.cpuMsPerAlarm,
    });
    const [p50, floorP50] = [percentile(waits, 0.5), percentile(floorWaits, 0.5)];
    print({ name: 'alert.p50', value: p50, unit: 'ms', floor: floorP50 });
    print({
      name: 'alert.p99',
      value: percentile(waits, 0.99),
      unit: 'ms',
      floor: percentile(floorWaits, 0.99),
    });
    print({ name: 'alert.rss', value: rss / 1e6, unit: 'MB', floor: floorRss / 1e6 });
    print({ name: 'alert.verify', value: verify, unit: 'us' });
    goal('at least half the floor’s rate', rate.perSecond >= 0.5 * floorRate.perSecond);
    goal('p50 at most 2.5 times the floor’s', p50 <= 2.5 * floorP50);
    goal('at most 60 MB more than the floor', rss <= floorRss + 60e6);
    goal('a verification takes at most 60 µs', verify <= 60);
  } finally {
    await scene.sandbox.stop();
    await rm(folder, { recursive: true });
  }
};
