import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { minute, systemClock } from '../src/core/clock.ts';
import { topics } from '../src/sandbox/aws/organisation.ts';
import type { Message } from '../src/sandbox/slack/entities.ts';
import { goal, print } from './figure.ts';
import { scaledClock } from './scaled-clock.ts';
import { post, type Scene, startScene } from './scene.ts';
import { settle } from './settle.ts';

const messagesIn = ({ sandbox }: Scene, channel: string): readonly Message[] =>
  sandbox.slack.store.timeline(channel).all();

const wordsOf = (message: Message): string => `${message.text} ${JSON.stringify(message.blocks)}`;

/** Every one of `names` stands in some message, as a word of its own. */
const missing = (messages: readonly Message[], names: readonly string[]): number => {
  const seen = new Set(messages.flatMap((message) => wordsOf(message).match(/[\w-]+/gu) ?? []));
  return names.filter((name) => !seen.has(name)).length;
};

const calls = (
  { sandbox }: Scene,
  since: number,
  method: string,
  outcome: (said: string) => boolean,
) =>
  sandbox.calls.since(since).filter((call) => call.method === method && outcome(call.outcome))
    .length;

const isLimited = (said: string): boolean => /429|ratelimited/u.test(said);

/** A thousand alarms in a minute, on one channel, in real time. */
const alarmStorm = async (): Promise<void> => {
  const count = 1_000;
  const names = Array.from({ length: count }, (_, number) => `storm-${number}`);
  const scene = await startScene(1, [], {
    settings: { routes: [{ when: { name: ['storm-*'] }, channel: 'load-0' }] },
  });
  const { sandbox, channelId } = scene;
  try {
    await sandbox.bot.start();
    await sandbox.ready();
    const url = `${sandbox.bot.url() ?? ''}/sns`;
    const startedAt = Date.now();
    const statuses = await Promise.all(
      names.map(async (name, number) => {
        const envelope = await scene.alarm(name);
        await systemClock.sleep(Math.max(0, startedAt + (number * minute) / count - Date.now()));
        return post(url, envelope);
      }),
    );
    await settle(scene, 5_000);
    const messages = messagesIn(scene, channelId(0));
    const first = Number(messages[0]?.ts) * 1000 - startedAt;
    const lost = missing(messages, names) + statuses.filter((status) => status !== 200).length;
    const limited =
      calls(scene, startedAt, 'chat.postMessage', isLimited) +
      calls(scene, startedAt, 'chat.update', isLimited);
    const counted = messages.some((message) => /\b1,000\b/u.test(message.text));
    print({ name: 'storm.lost', value: lost, unit: 'alarms' });
    print({ name: 'storm.messages', value: messages.length, unit: 'messages' });
    print({ name: 'storm.limited', value: limited, unit: 'answers 429' });
    print({ name: 'storm.first', value: first, unit: 'ms' });
    goal('no alarm is lost', lost === 0);
    goal('at most 66 new messages', messages.length <= 66);
    goal('at most 2 answers 429', limited <= 2);
    goal('the first message within 3 s', first <= 3_000);
    goal('the count is exact', counted);
  } finally {
    await sandbox.stop();
  }
};

const finding = (number: number, isCritical: boolean, now: number): string => {
  const id = randomUUID().replaceAll('-', '');
  return JSON.stringify({
    version: '0',
    id: randomUUID(),
    'detail-type': 'Inspector2 Finding',
    source: 'aws.inspector2',
    account: '111122223333',
    time: new Date(now).toISOString(),
    region: 'eu-west-1',
    resources: [`i-${number.toString(16).padStart(17, '0')}`],
    detail: {
      awsAccountId: '111122223333',
      findingArn: `arn:aws:inspector2:eu-west-1:111122223333:finding/${id}`,
      firstObservedAt: new Date(now).toUTCString(),
      lastObservedAt: new Date(now).toUTCString(),
      severity: isCritical ? 'CRITICAL' : 'HIGH',
      status: 'ACTIVE',
      title: `CVE-2026-${10_000 + number} - openssl`,
      type: 'PACKAGE_VULNERABILITY',
      description: 'A package of an instance is vulnerable.',
    },
  });
};

/** Four hundred findings over thirty minutes, 120 of them critical, on a clock sixty times as fast. */
const findingStorm = async (): Promise<void> => {
  const [count, critical, factor] = [400, 120, 60];
  const origin = Date.now();
  const clock = scaledClock(origin, factor);
  const scene = await startScene(1, [], {
    clock,
    settings: { routes: [{ when: { topic: [topics.findings] }, channel: 'load-0' }] },
    botEntry: fileURLToPath(new URL('fast-bot.ts', import.meta.url)),
    botEnv: { CLOCK_ORIGIN: String(origin), CLOCK_FACTOR: String(factor) },
  });
  const { sandbox, channelId } = scene;
  try {
    await sandbox.bot.start();
    await sandbox.ready(10 * minute * factor);
    const url = `${sandbox.bot.url() ?? ''}/sns`;
    const startedAt = clock.now();
    for (let number = 0; number < count; number += 1) {
      await clock.sleep(Math.max(0, startedAt + (number * 30 * minute) / count - clock.now()));
      const isCritical = (number * 7) % count < critical;
      const message = finding(number, isCritical, clock.now());
      const wanted = {
        topicArn: topics.findings,
        message,
        signatureVersion: '2',
        type: 'Notification',
      } as const;
      const status = await post(url, await sandbox.aws.sign(wanted));
      if (status !== 200) throw new Error(`status ${status}`);
    }
    await settle(scene, (8 * minute) / factor);
    const posted = calls(scene, startedAt, 'chat.postMessage', (said) => said === 'ok');
    const names = Array.from({ length: count }, (_, number) => `CVE-2026-${10_000 + number}`);
    const lost = missing(messagesIn(scene, channelId(0)), names);
    print({ name: 'storm.findings.messages', value: posted, unit: 'messages' });
    print({ name: 'storm.findings.lost', value: lost, unit: 'findings' });
    goal('at most 40 new messages for 400 findings', posted <= 40);
    goal('no finding is lost', lost === 0);
  } finally {
    await sandbox.stop();
  }
};

export const run = async (): Promise<void> => {
  await findingStorm();
  await alarmStorm();
};
