import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import type { Messenger, Outgoing } from '../../src/core/conversation.ts';
import { isChannelId } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import { createMessenger } from '../../src/slack/messenger.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';

const channel = 'C0123ABCD';
if (!isChannelId(channel)) throw new Error(`${channel} is no channel id`);

const soonMs = 100;
const tooLate = { kind: 'unavailable', error: 'the connection stood too late' };
const done = { kind: 'ok', value: { channel, ts: '1.000001' } };

/** To be begun within the next tenth of a second. */
const soon = (): Outgoing => ({
  channel,
  card: { headline: ['root went to ALARM'], parts: [] },
  postId: 'b5b1f6f0-0000-4000-8000-000000000001',
  beginBy: systemClock.monotonic() + soonMs,
});

/** Stops the whole process, as SIGSTOP or a busy machine would, until what is due soon is late. */
const pause = (): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * soonMs);
};

/** Stops the process once, after it has begun to connect. */
const pauseWhileConnecting = (): void => {
  const name = 'undici:client:beforeConnect';
  const onConnect = (): void => {
    unsubscribe(name, onConnect);
    setImmediate(pause);
  };
  subscribe(name, onConnect);
  onTestFinished(() => {
    unsubscribe(name, onConnect);
  });
};

/** `fetch` gives a connection back a little after the answer. */
const givenBack = (): Promise<void> => systemClock.sleep(50);

let api: FakeApi;
let admit: () => Promise<void>;
let messenger: Messenger;

const bytesRead = (): number => api.sockets.reduce((sum, socket) => sum + socket.bytesRead, 0);

beforeEach(async () => {
  api = await startFakeApi(() => ({ json: { ok: true, ts: '1.000001', channel } }));
  admit = async () => {};
  messenger = createMessenger({
    token: () => 'xoxb-one',
    apiUrl: api.apiUrl,
    linkHosts: () => [],
    clock: systemClock,
    log: silentLog,
    admit: () => admit(),
  });
});

afterEach(() => api[Symbol.asyncDispose]());

describe('a message that may not begin after a moment', () => {
  it('is written in time, on a new connection and on one that stands', async () => {
    const first = await messenger.post(soon());
    await givenBack();
    const second = await messenger.edit({ ...soon(), ts: '1.000001' });

    expect([first, second]).toEqual([done, done]);
    expect(api.calls.map(({ method }) => method)).toEqual(['chat.postMessage', 'chat.update']);
    expect(api.calls[0]?.args['text']).toBe('root went to ALARM');
    expect(api.sockets).toHaveLength(1);
  });

  it('is not written when the process was stopped while it connected', async () => {
    pauseWhileConnecting();
    const outcome = await messenger.post(soon());
    // Whatever was written would be there before this.
    await messenger.probe();

    expect(outcome).toEqual(tooLate);
    expect(api.calls.map(({ method }) => method)).toEqual(['auth.test']);
  });

  it('leaves not one byte on the connection that was made for it', async () => {
    pauseWhileConnecting();
    const outcome = await messenger.edit({ ...soon(), ts: '1.000001' });
    await systemClock.sleep(50);

    expect(outcome).toEqual(tooLate);
    expect(api.sockets).toHaveLength(1);
    expect(bytesRead()).toBe(0);
  });

  it('is not written late to a connection that stands, which serves the next', async () => {
    await messenger.post(soon());
    await givenBack();
    const before = bytesRead();

    const late = messenger.post(soon());
    pause();
    const outcome = await late;
    await givenBack();
    const after = bytesRead();
    const next = await messenger.post(soon());

    expect(outcome).toEqual(tooLate);
    expect(after).toBe(before);
    expect(next).toEqual(done);
    expect(api.sockets).toHaveLength(1);
  });

  it('is not written when checking the token took too long', async () => {
    admit = () => systemClock.sleep(2 * soonMs);

    expect(await messenger.post(soon())).toEqual(tooLate);
    expect(api.calls).toEqual([]);
  });

  it('stays what it is when only the answer comes late', async () => {
    api.answer = () => {
      pause();
      return { json: { ok: true, ts: '1.000001', channel } };
    };
    expect(await messenger.post(soon())).toEqual(done);

    api.answer = () => {
      pause();
      return 'reset';
    };
    expect(await messenger.post(soon())).toMatchObject({ kind: 'unknown' });
  });

  it('may begin whenever it likes if no moment is given', async () => {
    const { beginBy: _, ...message } = soon();
    pauseWhileConnecting();

    expect(await messenger.post(message)).toEqual(done);
  });
});
