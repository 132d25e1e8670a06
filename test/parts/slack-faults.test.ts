import { afterEach, beforeEach, expect, it } from 'vitest';
import { post, type Scene, startScene, until } from '../../bench/scene.ts';
import { settle } from '../../bench/settle.ts';
import type { Message } from '../../src/sandbox/slack/entities.ts';

let scene: Scene;

beforeEach(async () => {
  scene = await startScene(1, [], {
    settings: { routes: [{ when: { name: ['fault-*'] }, channel: 'load-0' }] },
  });
  await scene.sandbox.bot.start();
  await scene.sandbox.ready();
});

afterEach(async () => {
  await scene.sandbox.stop();
});

const messages = (): readonly Message[] => scene.sandbox.slack.store.timeline('C0LOAD0').all();

const raise = async (name: string): Promise<number> =>
  post(`${scene.sandbox.bot.url() ?? ''}/sns`, await scene.alarm(name));

const probe = async (path: string): Promise<number> =>
  (await fetch(`${scene.sandbox.bot.url() ?? ''}${path}`)).status;

it('shows an alarm once when Slack took the message but its reply was lost', async () => {
  scene.sandbox.faults.add({
    target: 'slack',
    method: 'chat.postMessage',
    kind: 'lost-reply',
    count: 1,
  });

  await raise('fault-1');
  await settle(scene);

  expect(messages().filter(({ text }) => text.includes('fault-1'))).toHaveLength(1);
});

it('shows an alarm once when it was killed while Slack did not answer', async () => {
  scene.sandbox.faults.add({ target: 'slack', method: 'chat.postMessage', kind: 'hang', count: 1 });
  await raise('fault-2');
  await until('the call is out', 5_000, () =>
    scene.sandbox.calls.since(0).some(({ method }) => method === 'chat.postMessage'),
  );

  await scene.sandbox.bot.kill('SIGKILL');
  await scene.sandbox.bot.start();
  await scene.sandbox.ready();
  await settle(scene);

  expect(messages().filter(({ text }) => text.includes('fault-2'))).toHaveLength(1);
});

it('holds everything while the token is revoked, and says so', async () => {
  scene.sandbox.faults.add({ target: 'slack', kind: 'error', code: 'token_revoked', count: 1e6 });

  const status = await raise('fault-3');
  await until('not ready', 10_000, async () => (await probe('/readyz')) === 503);
  const calledBefore = scene.sandbox.calls
    .since(0)
    .filter(({ target }) => target === 'slack').length;

  expect(status).toBe(200);
  expect(await probe('/healthz')).toBe(200);
  expect(calledBefore).toBeLessThan(10);
  scene.sandbox.faults.clear();
  await until('the alarm is shown', 90_000, () => messages().length === 1);
  await until('ready again', 90_000, async () => (await probe('/readyz')) === 200);
});

it('sends a refused card again as plain text', async () => {
  scene.sandbox.faults.add({
    target: 'slack',
    method: 'chat.postMessage',
    kind: 'error',
    code: 'invalid_blocks',
    count: 1,
  });

  await raise('fault-4');
  await settle(scene);

  const [message, ...more] = messages();
  expect(more).toEqual([]);
  expect(message?.text).toContain('fault-4');
  expect(message?.blocks ?? []).toEqual([]);
});
