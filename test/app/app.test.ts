import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { post, type Scene, startScene, until } from '../../bench/scene.ts';
import { doctorTestMessage } from '../../src/core/doctor-test.ts';
import { topics } from '../../src/sandbox/aws/organisation.ts';
import type { Message } from '../../src/sandbox/slack/entities.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await startScene(3, [], {
    settings: {
      routes: [
        { when: { name: ['first-*'] }, channel: 'load-0' },
        { when: { name: ['second-*'] }, channel: 'load-1' },
        { when: { name: ['lost-*'] }, channel: 'nobody-made-this' },
      ],
    },
  });
  await scene.sandbox.bot.start();
  await scene.sandbox.ready();
}, 60_000);

afterAll(async () => {
  await scene.sandbox.stop();
});

beforeEach(() => {
  scene.sandbox.slack.store.reset();
});

const sns = (): string => `${scene.sandbox.bot.url() ?? ''}/sns`;

const messages = (channel: string): readonly Message[] =>
  scene.sandbox.slack.store.timeline(channel).all();

const rootOf = async (channel: string, words: RegExp): Promise<Message> => {
  const find = (): Message | undefined =>
    messages(channel).find(({ text, threadTs }) => threadTs === undefined && words.test(text));
  await until(`a message with ${words.source}`, 10_000, () => find() !== undefined);
  const found = find();
  if (found === undefined) throw new Error('it went away');
  return { ...found };
};

it('shows an alarm once and changes that message when the alarm is OK again', async () => {
  const alarm = await scene.alarm('first-1');
  const ok = await scene.alarm('first-1', 'OK');

  expect(await post(sns(), alarm)).toBe(200);
  const root = await rootOf('C0LOAD0', /first-1 went to ALARM/u);
  expect(await post(sns(), ok)).toBe(200);
  const changed = await rootOf('C0LOAD0', /first-1 is OK/u);

  expect(root.text).toMatch(
    /first-1 went to ALARM in prod \(111122223333\), eu-west-1: 1 IAM policy change in 5 minutes/u,
  );
  expect(changed.ts).toBe(root.ts);
  expect(messages('C0LOAD0').filter(({ threadTs }) => threadTs === undefined)).toHaveLength(1);
});

it('shows a notification once, however often it is delivered', async () => {
  const alarm = await scene.alarm('second-1');

  const statuses = await Promise.all([1, 2, 3].map(() => post(sns(), alarm)));
  await rootOf('C0LOAD1', /second-1/u);
  const later = await scene.alarm('second-2');
  await post(sns(), later);
  await rootOf('C0LOAD1', /second-2/u);

  expect(statuses).toEqual([200, 200, 200]);
  expect(messages('C0LOAD1')).toHaveLength(2);
});

it('takes a test of doctor in and shows it to nobody', async () => {
  const alarm = await scene.alarm('first-5');
  const test = await scene.sandbox.aws.sign({
    type: 'Notification',
    topicArn: topics.alarms,
    message: doctorTestMessage('01234567-89ab-cdef-0123-456789abcdef'),
    signatureVersion: '2',
  });

  expect(await post(sns(), test)).toBe(200);
  await post(sns(), alarm);
  await rootOf('C0LOAD0', /first-5/u);

  const all = ['C0LOAD0', 'C0LOAD1', 'C0SECALERTS'].flatMap(messages);
  expect(all.filter(({ text }) => text.includes('doctor'))).toEqual([]);
});

it('answers a forged message with 403 and shows nothing', async () => {
  const alarm = await scene.alarm('first-2');
  const forged = { ...alarm, Message: String(alarm['Message']).replace('first-2', 'first-3') };

  const status = await post(sns(), forged);
  await post(sns(), await scene.alarm('first-4'));
  await rootOf('C0LOAD0', /first-4/u);

  expect(status).toBe(403);
  expect(messages('C0LOAD0')).toHaveLength(1);
});

it('posts to the fallback channel, with the reason, what has no channel of its own', async () => {
  await post(sns(), await scene.alarm('lost-1'));

  const root = await rootOf('C0SECALERTS', /lost-1 went to ALARM/u);

  const drawn = JSON.stringify(root.blocks);
  expect(drawn).toContain('nobody-made-this');
  expect(drawn).toContain('channel_not_found');
});

it('shows foreign markup as letters', async () => {
  await post(sns(), await scene.alarm('first-<!channel> *RESOLVED*'));

  const root = await rootOf('C0LOAD0', /RESOLVED/u);

  expect(root.text).not.toContain('<!channel>');
  expect(root.text).toContain('&lt;!channel&gt;');
  const mrkdwn = JSON.stringify(root.blocks).match(/"type":"mrkdwn"[^}]*/gu) ?? [];
  expect(mrkdwn.join('')).not.toMatch(/channel|RESOLVED/u);
});

it('stops with exit code 0 when it is told to', async () => {
  const code = await scene.sandbox.bot.kill('SIGTERM');

  expect(code).toBe(0);
  await scene.sandbox.bot.start();
});
