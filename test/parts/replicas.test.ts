import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, type TestContext } from 'vitest';
import { eachAtOnce, plainBot, post, type Scene, startScene, until } from '../../bench/scene.ts';
import { settle } from '../../bench/settle.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Envelope } from '../../src/sandbox/aws/signer.ts';
import { settingsName } from '../../src/sandbox/bot-home.ts';
import { type Bot, createBot } from '../../src/sandbox/bot-process.ts';
import type { Message } from '../../src/sandbox/slack/entities.ts';
import { judge, type Sent } from '../torture/verdict.ts';
import { createSchema, isExpected } from './postgres.ts';

/** Longer than a lease, which is 30 s. */
const pausedMs = 33_000;
const clean = { lost: 0, duplicated: 0, wrong: 0, notes: [] };

interface Replicas {
  readonly scene: Scene;
  /** Starts one more bot on the same database, with the same Slack and AWS. */
  readonly startAnother: (nodeArgs?: readonly string[]) => Promise<Bot>;
}

/** One bot on a database of its own; alarms `<kind>-<n>-…` go to the channel `load-<n>`. */
const startOne = async (
  { onTestFinished }: TestContext,
  kind: string,
  channels: number,
): Promise<Replicas> => {
  const schema = await createSchema();
  onTestFinished(schema.drop);
  const routes = Array.from({ length: channels }, (_, channel) => ({
    when: { name: [`${kind}-${channel}-*`] },
    channel: `load-${channel}`,
  }));
  const env = { DATABASE_URL: schema.url };
  const scene = await startScene(channels, [], {
    botEnv: env,
    botEntry: plainBot,
    settings: { routes },
  });
  const { sandbox } = scene;
  onTestFinished(sandbox.stop);
  await sandbox.bot.start();
  await sandbox.ready();
  const startAnother = async (nodeArgs: readonly string[] = []): Promise<Bot> => {
    const bot = createBot({
      changes: sandbox.changes,
      organisation: sandbox.aws.organisation,
      slackApiUrl: sandbox.slack.apiUrl,
      awsUrl: sandbox.aws.url,
      certificateUrl: sandbox.certificateUrl,
      settingsPath: join(sandbox.dataDir, settingsName),
      env,
      entry: plainBot,
      nodeArgs,
    });
    onTestFinished(bot.stop);
    await bot.start();
    return bot;
  };
  return { scene, startAnother };
};

const messages = ({ sandbox }: Scene, channel: string): readonly Message[] =>
  sandbox.slack.store.timeline(channel).all();

const deliver = async (scene: Scene, bot: Bot, name: string, state: 'ALARM' | 'OK') =>
  expect(await post(`${bot.url() ?? ''}/sns`, await scene.alarm(name, state))).toBe(200);

/** The same signed message to both, at once. */
const deliverToBoth = async (
  scene: Scene,
  bots: readonly Bot[],
  name: string,
  state: 'ALARM' | 'OK',
): Promise<void> => {
  const envelope = await scene.alarm(name, state);
  const statuses = await Promise.all(bots.map((bot) => post(`${bot.url() ?? ''}/sns`, envelope)));
  expect(statuses).toEqual(bots.map(() => 200));
};

/**
 * How many changes the alarm's thread tells of. An alarm and its OK are two transitions: one opens the
 * incident, the other is a line. Which is which depends on the replica that was first.
 */
const changesOf = (scene: Scene, { name, channel }: Sent): number => {
  const all = messages(scene, channel);
  const root = all.find(
    ({ text, threadTs }) => threadTs === undefined && text.includes(`${name} `),
  );
  return all
    .filter(({ threadTs }) => threadTs === root?.ts)
    .flatMap(({ text }) => text.split('\n'))
    .filter((line) => /\b(?:OK|ALARM)\b/u.test(line)).length;
};

const stormsIn = (scene: Scene, channel: string): number =>
  messages(scene, channel).filter(({ text }) => /STORM.* alarms in #/u.test(text)).length;

/** How many messages stand in the alarms' channels. */
const countMessages = (scene: Scene, sent: readonly Sent[]): number =>
  new Set(sent.map(({ channel }) => channel))
    .values()
    .reduce((sum, channel) => sum + messages(scene, channel).length, 0);

/** How a bot comes to be paused. */
interface Pause {
  readonly nodeArgs: readonly string[];
  /** Resolves when it is paused. */
  readonly begin: (bot: Bot, pid: number, hasWork: () => boolean) => Promise<void>;
}

const bySignal: Pause = {
  nodeArgs: [],
  begin: async (_, pid, hasWork) => {
    await until('it has work', 10_000, hasWork);
    process.kill(pid, 'SIGSTOP');
  },
};

const whenConnected: Pause = {
  nodeArgs: ['--import', fileURLToPath(new URL('./stop-when-connected.ts', import.meta.url))],
  begin: (bot) =>
    until('it has stopped itself', 20_000, () => bot.output().includes('stopped itself')),
};

/**
 * SNS tries again what is not answered with 200: while the paused one still holds a row of the same
 * notification, the other one answers 503.
 */
const insist = async (bot: Bot, envelope: Envelope): Promise<void> => {
  let status = 0;
  for (let attempt = 0; attempt < 4 && status !== 200; attempt += 1) {
    if (attempt > 0) await systemClock.sleep(3_000);
    status = await post(`${bot.url() ?? ''}/sns`, envelope);
  }
  expect(status).toBe(200);
};

/** What the paused one does not answer goes to the other one, as SNS does it. */
const deliverToEither = async (
  scene: Scene,
  [paused, other]: readonly [Bot, Bot],
  name: string,
): Promise<void> => {
  const envelope = await scene.alarm(name, 'ALARM');
  const isAnswered = await Promise.race([
    post(`${paused.url() ?? ''}/sns`, envelope).then((status) => status === 200),
    systemClock.sleep(3_000).then(() => false),
  ]);
  if (!isAnswered) await insist(other, envelope);
};

/** Two bots, one of which is paused for longer than its leases while it posts. */
const pauseOne = async (test: TestContext, kind: string, { nodeArgs, begin }: Pause) => {
  const channels = 8;
  const { scene, startAnother } = await startOne(test, kind, channels);
  const [first, second] = [scene.sandbox.bot, await startAnother(nodeArgs)];
  const sent: readonly Sent[] = Array.from({ length: channels * 4 }, (_, number) => ({
    name: `${kind}-${number % channels}-${number}`,
    channel: scene.channelId(number % channels),
    isResolved: number % 2 === 0,
  }));
  const resolved = sent.filter(({ isResolved }) => isResolved);
  const pid = second.pid();
  if (pid === undefined) throw new Error('it does not run');

  const delivered = eachAtOnce(sent, 8, ({ name }) =>
    deliverToEither(scene, [second, first], name),
  );
  await begin(second, pid, () => countMessages(scene, sent) > 0);
  const stoppedAt = performance.now();
  const before = countMessages(scene, sent);
  await delivered;
  await eachAtOnce(resolved, 8, async ({ name }) => insist(first, await scene.alarm(name, 'OK')));
  await systemClock.sleep(pausedMs - (performance.now() - stoppedAt));
  await settle(scene);
  const meanwhile = judge(scene, sent);
  process.kill(pid, 'SIGCONT');
  await settle(scene, 4_000);

  const changes = resolved.map((one) => changesOf(scene, one));
  return { sent, before, meanwhile, after: judge(scene, sent), changes };
};

describe.runIf(isExpected).concurrent('on PostgreSQL', () => {
  it('one bot shows an alarm and changes that message when the alarm is OK again', async (test) => {
    const { scene } = await startOne(test, 'one', 1);
    const { bot } = scene.sandbox;
    await deliver(scene, bot, 'one-0-a', 'ALARM');
    await until('it is shown', 10_000, () => messages(scene, 'C0LOAD0').length === 1);
    const [root] = messages(scene, 'C0LOAD0');

    await deliver(scene, bot, 'one-0-a', 'OK');
    await settle(scene);

    const [changed, ...thread] = messages(scene, 'C0LOAD0');
    expect(changed?.ts).toBe(root?.ts);
    expect(changed?.text).toContain('one-0-a is OK');
    expect(thread.map(({ threadTs }) => threadTs)).toEqual([root?.ts]);
  });

  it('two bots that both get everything show it once, quiet channels and storms alike', async (test) => {
    const [quiet, stormy] = [6, 4];
    const { scene, startAnother } = await startOne(test, 'both', quiet + stormy);
    const bots = [scene.sandbox.bot, await startAnother()];
    const sent: readonly Sent[] = Array.from({ length: quiet + stormy }, (_, number) =>
      Array.from({ length: number < quiet ? 4 : 34 }, (__, index) => ({
        name: `both-${number}-${index}`,
        channel: scene.channelId(number),
        isResolved: index === 0,
      })),
    ).flat();

    await eachAtOnce(sent, 25, async ({ name, isResolved }) => {
      await deliverToBoth(scene, bots, name, 'ALARM');
      if (isResolved) await deliverToBoth(scene, bots, name, 'OK');
    });
    await settle(scene);

    expect(sent).toHaveLength(160);
    expect(judge(scene, sent)).toEqual(clean);
    const inQuiet = sent.filter(
      ({ isResolved, name }) => isResolved && Number(name.split('-')[1]) < quiet,
    );
    expect(inQuiet.map((one) => changesOf(scene, one))).toEqual(inQuiet.map(() => 1));
    const storms = Array.from({ length: stormy }, (_, number) =>
      stormsIn(scene, scene.channelId(quiet + number)),
    );
    expect(storms).toEqual([1, 1, 1, 1]);
  });

  const pauses: [string, string, Pause][] = [
    ['at some moment', 'pause', bySignal],
    ['when a connection for a message has just been made', 'connect', whenConnected],
  ];
  it.for(pauses)(
    'a bot that is paused for longer than its leases, %s, writes nothing twice and nothing old',
    async ([, kind, pause], test) => {
      const { sent, before, meanwhile, after, changes } = await pauseOne(test, kind, pause);

      expect(before).toBeLessThan(sent.length);
      expect(meanwhile).toEqual(clean);
      expect(after).toEqual(clean);
      expect(changes).toEqual(changes.map(() => 1));
    },
  );
});
