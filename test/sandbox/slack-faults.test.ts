import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createHandClock,
  failure,
  type HandClock,
  type SlackUnderTest,
  startSlackUnderTest,
} from './fakes.ts';

const text = 'hello';

describe('the paces of the fake Slack', () => {
  let clock: HandClock;
  let under: SlackUnderTest;
  beforeEach(async () => {
    clock = createHandClock();
    under = await startSlackUnderTest({ clock, paces: true });
  });
  afterEach(() => under.slack.stop());

  const post = (channel: string) => under.client.chat.postMessage({ channel, text });

  it('lets three messages through at once, then one a second and channel', async () => {
    for (let index = 0; index < 3; index += 1) await post('C0SECPROD');

    const refused = await failure(post('C0SECPROD'));
    expect(refused).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 });
    await post('C0SECSTAGING');
    clock.advance(1000);
    await post('C0SECPROD');
    expect((await failure(post('C0SECPROD'))).code).toBe('slack_webapi_rate_limited_error');
  });

  it('lets 50 edits a minute through over all channels', async () => {
    const { ts = '' } = await post('C0SECPROD');
    const edit = () => under.client.chat.update({ channel: 'C0SECPROD', ts, text });
    for (let index = 0; index < 50; index += 1) await edit();

    expect(await failure(edit())).toMatchObject({ retryAfter: 60 });
    clock.advance(60_000);
    await edit();
  });
});

describe('the faults of the fake Slack', () => {
  const channel = 'C0SECPROD';
  let under: SlackUnderTest;
  beforeEach(async () => {
    under = await startSlackUnderTest();
  });
  afterEach(() => under.slack.stop());

  const post = () => under.client.chat.postMessage({ channel, text });
  const stored = () => under.slack.store.timeline(channel).all().length;
  const target = 'slack';
  const method = 'chat.postMessage';

  it('answers 429 as often as it was told', async () => {
    under.faults.add({ target, method, kind: '429', retryAfter: 7, count: 2 });

    expect(await failure(post())).toMatchObject({ retryAfter: 7 });
    expect(await failure(post())).toMatchObject({ retryAfter: 7 });
    await post();
    expect(stored()).toBe(1);
  });

  it('takes a message and loses the reply', async () => {
    under.faults.add({ target, method, kind: 'lost-reply' });

    expect((await failure(post())).code).toBe('slack_webapi_request_error');
    expect(stored()).toBe(1);
  });

  it('cuts the line before anything was done', async () => {
    under.faults.add({ target, method, kind: 'reset' });

    expect((await failure(post())).code).toBe('slack_webapi_request_error');
    expect(stored()).toBe(0);
  });

  it('hangs until the caller gives up', async () => {
    under.faults.add({ target, method, kind: 'hang' });

    const aborted = fetch(`${under.slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      signal: AbortSignal.timeout(100),
    });

    expect((await failure(aborted)).name).toBe('TimeoutError');
    expect(stored()).toBe(0);
  });

  it('answers 5xx, or with a code, for one channel only', async () => {
    under.faults.add({ target, kind: '5xx', channel });
    expect((await failure(post())).code).toBe('slack_webapi_http_error');
    under.faults.add({ target, kind: 'error', code: 'token_revoked', channel });

    await under.client.chat.postMessage({ channel: 'C0SECSTAGING', text });
    expect((await failure(post())).data?.error).toBe('token_revoked');
  });

  it('hits by chance, without end, where a rate is given', async () => {
    under.faults.add({ target, method, kind: 'error', code: 'internal_error', rate: 0.6 });

    const refused = [await failure(post()), await failure(post())];
    under.faults.clear();
    await post();

    expect(refused.map(({ data }) => data?.error)).toEqual(['internal_error', 'internal_error']);
    expect(stored()).toBe(1);
  });

  it('notes each call with its outcome', async () => {
    under.faults.add({ target, method, kind: 'lost-reply' });
    await failure(post());
    await post();

    expect(under.calls.since(0)).toMatchObject([
      { target, method, channel, outcome: 'lost-reply' },
      { target, method, channel, outcome: 'ok' },
    ]);
  });
});
