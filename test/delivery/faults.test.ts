import { describe, expect, it } from 'vitest';
import { alertOf } from '../incidents/alerts.ts';
import { createRig, toChannel } from '../incidents/rig.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const writesTo = (
  calls: readonly { method: string; at: number; channel: string }[],
  channel: string,
): readonly number[] =>
  calls
    .filter(
      (call) => call.channel === channel && (call.method === 'post' || call.method === 'edit'),
    )
    .map(({ at }) => at);

describe('when Slack says no', () => {
  it('waits as long as a 429 on a message says, in that channel only', async () => {
    const { clock, slack, send } = await createRig({
      destinations: (alert) => toChannel(alert.name.untrusted)(alert),
    });
    slack.fail('post', { kind: 'rate-limited', retryAfterMs: 30 * second }, { channel: 'one' });
    const begin = clock.now();

    await send(alertOf('ALARM', begin, { name: 'one' }), alertOf('ALARM', begin, { name: 'two' }));
    await clock.pass(29 * second);
    const early = slack.calls.filter(({ channel, at }) => channel === 'CONE' && at > begin);
    await clock.pass(10 * second);

    expect(slack.roots('two')[0]?.postedAt).toBe(begin);
    expect(early).toEqual([]);
    expect(slack.roots('one')).toHaveLength(1);
    expect(slack.roots('one')[0]!.postedAt).toBeGreaterThanOrEqual(begin + 30 * second);
  });

  it('waits with every edit after a 429 on one, and goes on posting', async () => {
    const { clock, slack, send } = await createRig({
      destinations: (alert) => toChannel(alert.name.untrusted)(alert),
    });
    await send(...['one', 'two'].map((name) => alertOf('ALARM', clock.now(), { name })));
    await clock.pass(5 * second);
    slack.fail('edit', { kind: 'rate-limited', retryAfterMs: 20 * second });

    await send(alertOf('OK', clock.now(), { name: 'one' }));
    await send(alertOf('OK', clock.now(), { name: 'two' }));
    await send(alertOf('ALARM', clock.now(), { name: 'three' }));
    await clock.pass(19 * second);
    const edits = slack.messages.map(({ edits: count }) => count);
    await clock.pass(10 * second);

    expect(edits.every((count) => count === 0)).toBe(true);
    expect(slack.roots('three')).toHaveLength(1);
    expect([...slack.roots('one'), ...slack.roots('two')].map((root) => root.edits)).toEqual([
      1, 1,
    ]);
  });

  it('sends a card that is refused once more as plain text, and puts it aside if that is refused too', async () => {
    const { clock, slack, send, store, counted } = await createRig();
    slack.fail('post', { kind: 'refused-form', error: 'invalid_blocks' });

    await send(alertOf('ALARM', clock.now(), { name: 'A' }));
    await clock.pass(5 * second);
    const [shown] = slack.roots('sec');
    slack.fail('post', { kind: 'refused-form', error: 'invalid_blocks' }, { times: 2 });
    await send(alertOf('ALARM', clock.now(), { name: 'B' }));
    await clock.pass(5 * minute);

    expect(shown?.plain).toBe(true);
    expect(slack.roots('sec')).toHaveLength(1);
    expect(await store.transaction((tx) => tx.posts.parked(5))).toMatchObject([
      { error: 'invalid_blocks' },
    ]);
    expect(counted['trailwarden_refused_forms_total blocks']).toBe(2);
    expect(counted['trailwarden_posts_parked_total']).toBe(1);
  });

  it('uses the fallback channel within five seconds, says why, and comes back when it may', async () => {
    const { clock, slack, send, delivery } = await createRig();
    slack.setMember('sec', false);

    await send(alertOf('ALARM', clock.now(), { name: 'A' }));
    await clock.pass(5 * second);
    await send(alertOf('ALARM', clock.now(), { name: 'B' }));
    await clock.pass(5 * second);
    const fallback = slack.roots('fallback').map(slack.text);
    const { unreachable } = delivery.status();
    const tries = slack.calls.filter((call) => call.method === 'post' && call.channel === 'CSEC');
    await send(alertOf('OK', clock.now(), { name: 'A' }));
    await clock.pass(5 * second);
    slack.setMember('sec', true);
    await clock.pass(6 * minute);
    await send(alertOf('ALARM', clock.now(), { name: 'C' }));
    await clock.pass(5 * second);

    expect(fallback).toHaveLength(2);
    expect(fallback[0]).toContain(
      'Meant for #sec, where the bot cannot write: not_in_channel. Write "/invite @bot"',
    );
    expect(unreachable).toMatchObject([{ channel: 'sec' }]);
    expect(tries).toHaveLength(1);
    expect(slack.text(slack.roots('fallback')[0]!)).toContain('RESOLVED A');
    expect(slack.thread(slack.roots('fallback')[0]!)).toHaveLength(1);
    expect(slack.roots('sec').map(slack.text)).toEqual([
      expect.stringContaining('C went to ALARM'),
    ]);
    expect(delivery.status().unreachable).toEqual([]);
  });

  it('keeps what is for the fallback channel until that can be written to', async () => {
    const { clock, slack, send, delivery } = await createRig({
      destinations: toChannel('fallback'),
    });
    slack.setMember('fallback', false);

    await send(alertOf('ALARM', clock.now()));
    await clock.pass(10 * minute);
    const { unreachable } = delivery.status();
    slack.fail('find', { kind: 'unavailable', error: 'internal_error' }, { times: 100 });
    slack.setMember('fallback', true);
    await clock.pass(6 * minute);

    expect(unreachable).toMatchObject([{ channel: 'fallback' }]);
    expect(slack.roots('fallback')).toHaveLength(1);
    expect(delivery.status().unreachable).toEqual([]);
  });

  it('tells of a change in the fallback channel when the bot was thrown out in between', async () => {
    const { clock, slack, send } = await createRig();
    await send(alertOf('ALARM', clock.now()));
    await clock.pass(minute);
    slack.setMember('sec', false);

    await send(alertOf('OK', clock.now()));
    await clock.pass(10 * second);

    const roots = slack.roots('fallback');
    expect(roots.map(slack.text)).toEqual([expect.stringContaining('RESOLVED LoginFailures')]);
    expect(slack.thread(roots[0]!)).toHaveLength(1);
  });

  it('holds everything while the token is refused, asks once a minute, and goes on alone', async () => {
    const { clock, slack, send, delivery } = await createRig();
    const refused = { kind: 'unauthorized', error: 'token_revoked' } as const;
    slack.fail('post', refused);
    slack.fail('probe', refused, { times: 9 });

    await send(...[1, 2, 3].map((n) => alertOf('ALARM', clock.now(), { name: `A${n}` })));
    await clock.pass(9.5 * minute);
    const status = delivery.status();
    const calls = slack.calls.map(({ method }) => method);
    await clock.pass(2 * minute);

    expect(status).toMatchObject({ authorized: false, reason: 'token_revoked' });
    expect(calls.filter((method) => method === 'post')).toHaveLength(1);
    expect(calls.filter((method) => method === 'probe')).toHaveLength(9);
    expect(slack.roots('sec')).toHaveLength(3);
    expect(delivery.status().authorized).toBe(true);
  });

  it('posts a message anew once when somebody deleted it, and its thread goes with it', async () => {
    const { clock, slack, send } = await createRig();
    await send(alertOf('ALARM', clock.now()));
    await clock.pass(minute);
    slack.remove(slack.roots('sec')[0]!.ts);

    await send(alertOf('OK', clock.now()));
    await clock.pass(10 * second);

    const roots = slack.roots('sec');
    expect(roots.map(slack.text)).toEqual([expect.stringContaining('RESOLVED LoginFailures')]);
    expect(slack.thread(roots[0]!)).toHaveLength(1);
  });

  it('writes a line into the channel once when its thread is gone', async () => {
    const { clock, slack, send } = await createRig();
    await send(alertOf('ALARM', clock.now()));
    await clock.pass(minute);
    slack.fail('post', { kind: 'gone', error: 'thread_not_found' });

    await send(alertOf('OK', clock.now()));
    await clock.pass(10 * second);

    expect(slack.roots('sec').map(slack.text)).toEqual([
      expect.stringContaining('RESOLVED LoginFailures'),
      expect.stringContaining('10:01 is OK again'),
    ]);
  });

  it('gives up after a day of failures, shows it, and sends it when told to', async () => {
    const { clock, slack, send, store, delivery, counted } = await createRig();
    slack.fail('post', { kind: 'unavailable', error: 'internal_error' }, { times: 10_000 });
    await send(alertOf('ALARM', clock.now()));
    const [incident] = await store.transaction((tx) => tx.incidents.open(1));
    const root = () => store.transaction((tx) => tx.posts.ofOwner('root', incident!.id));
    const [failing] = await root();
    const yesterday = clock.now() - 24 * hour;
    await store.transaction((tx) => tx.posts.update(failing!.id, { failingSince: yesterday }));

    await clock.pass(minute);
    const parked = await store.transaction((tx) => tx.posts.parked(5));
    const tries = slack.calls.length;
    slack.heal();
    await clock.pass(10 * minute);
    const quiet = slack.calls.length - tries;
    await store.transaction((tx) => tx.posts.unpark(parked[0]!.id, clock.now()));
    delivery.wake();
    await clock.pass(5 * second);

    expect(failing).toMatchObject({ state: 'due', attempts: 1 });
    expect(parked).toMatchObject([{ error: 'internal_error' }]);
    expect(counted['trailwarden_posts_parked_total']).toBe(1);
    expect(quiet).toBe(0);
    expect(slack.roots('sec')).toHaveLength(1);
  });

  it('loses nothing in an outage of an hour and is done a quarter of an hour later', async () => {
    const channels = Array.from({ length: 20 }, (_, index) => `c${index}`);
    const { clock, slack, send } = await createRig({
      destinations: (alert) => toChannel(alert.name.untrusted.split('-')[0] ?? '')(alert),
    });
    const down = { kind: 'unknown', error: 'http_503' } as const;
    slack.fail('post', down, { times: 1e6 });
    slack.fail('find', down, { times: 1e6 });
    slack.fail('edit', down, { times: 1e6 });

    for (let wave = 0; wave < 15; wave += 1) {
      await send(
        ...channels.map((name) => alertOf('ALARM', clock.now(), { name: `${name}-${wave}` })),
      );
      await clock.pass(4 * minute);
    }
    const callsInOutage = slack.calls.length;
    slack.heal();
    await clock.pass(15 * minute);

    for (const channel of channels) {
      expect(slack.roots(channel)).toHaveLength(15);
      const at = writesTo(slack.calls, `C${channel.toUpperCase()}`);
      expect(at.every((time, index) => index === 0 || time - at[index - 1]! >= second)).toBe(true);
    }
    expect(callsInOutage).toBeLessThan(20 * 300);
  }, 30_000);
});
