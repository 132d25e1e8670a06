import { describe, expect, it } from 'vitest';
import { alertOf } from '../incidents/alerts.ts';
import { createRig, toChannel } from '../incidents/rig.ts';

const second = 1_000;
const minute = 60 * second;

describe('a message is seen once', () => {
  it('when the reply to its posting was lost', async () => {
    const { clock, slack, send, counted } = await createRig();
    slack.fail('post', 'lost-reply');

    await send(alertOf('ALARM', clock.now()));
    await clock.pass(12 * second);
    const early = slack.calls.filter(({ method }) => method === 'find').length;
    await clock.pass(minute);

    expect(early).toBe(0);
    expect(slack.roots('sec')).toHaveLength(1);
    expect(counted['trailwarden_messages_total found']).toBe(1);
    await send(alertOf('OK', clock.now()));
    await clock.pass(minute);
    expect(slack.roots('sec').map(slack.text)).toEqual([expect.stringContaining('RESOLVED')]);
  });

  it('when the reply to a thread line was lost: it is looked for in the thread', async () => {
    const { clock, slack, send } = await createRig();
    await send(alertOf('ALARM', clock.now()));
    await clock.pass(minute);
    slack.fail('post', 'lost-reply');

    await send(alertOf('OK', clock.now()));
    await clock.pass(minute);

    expect(slack.thread(slack.roots('sec')[0]!)).toHaveLength(1);
  });

  it('and is posted again when the first call did not arrive', async () => {
    const { clock, slack, send } = await createRig();
    slack.fail('post', { kind: 'unknown', error: 'ECONNRESET' });

    await send(alertOf('ALARM', clock.now()));
    await clock.pass(minute);

    expect(slack.roots('sec')).toHaveLength(1);
  });

  it('and nothing is posted again while it cannot be looked up', async () => {
    const { clock, slack, send } = await createRig();
    slack.fail('post', 'lost-reply');
    slack.fail('find', { kind: 'unavailable', error: 'internal_error' }, { times: 1_000 });

    await send(alertOf('ALARM', clock.now()));
    await clock.pass(60 * minute);
    const posts = slack.calls.filter(({ method }) => method === 'post').length;
    slack.heal();
    await clock.pass(10 * minute);

    expect(posts).toBe(1);
    expect(slack.messages).toHaveLength(1);
  });

  it('when a fifth of 200 messages lose their replies and Slack limits the looking up', async () => {
    const { clock, slack, send } = await createRig({
      destinations: ({ name }) => [
        {
          channel: `c${Number(name.untrusted.slice(1)) % 40}`,
          severity: { level: 'high', reason: 'test' },
          why: 'test',
        },
      ],
    });
    slack.fail('post', 'lost-reply', { times: 40 });
    slack.fail('find', { kind: 'rate-limited', retryAfterMs: 2 * second }, { times: 3 });

    for (let index = 0; index < 200; index += 1) {
      await send(alertOf('ALARM', clock.now(), { name: `A${index}` }));
      await clock.pass(2 * second);
    }
    await clock.pass(10 * minute);

    const ids = slack.messages.map(({ postId }) => postId);
    expect(ids).toHaveLength(200);
    expect(new Set(ids).size).toBe(200);
  });

  it('when the process dies after Slack took it and before it is written down', async () => {
    const { clock, slack, send, takeOver } = await createRig();
    slack.fail('post', 'hang');
    await send(alertOf('ALARM', clock.now()));

    takeOver();
    await clock.pass(12 * second);
    const early = slack.calls.filter(({ method }) => method === 'find').length;
    await clock.pass(minute);
    await send(alertOf('OK', clock.now()));
    await clock.pass(minute);

    expect(early).toBe(0);
    expect(slack.roots('sec').map(slack.text)).toEqual([expect.stringContaining('RESOLVED')]);
  });

  it('when the process dies after it claimed the message and before it called', async () => {
    const { clock, slack, send, takeOver } = await createRig();
    slack.fail('resolve', 'hang');
    await send(alertOf('ALARM', clock.now()));

    takeOver();
    await clock.pass(minute);

    expect(slack.roots('sec')).toHaveLength(1);
  });

  it('when a paused process wakes after another took its channel: it may write nothing', async () => {
    const { clock, slack, send, store, counted, takeOver } = await createRig();
    slack.fail('post', 'late-reply');
    await send(alertOf('ALARM', clock.now()));

    takeOver();
    await clock.pass(minute);
    await send(alertOf('OK', clock.now()));
    await clock.pass(20 * second);
    const state = () => store.transaction((tx) => tx.channels.get('sec'));
    const [before, edits] = [await state(), slack.messages[0]!.edits];
    await clock.pass(10 * minute);

    expect(slack.roots('sec').map(slack.text)).toEqual([expect.stringContaining('RESOLVED')]);
    expect(slack.messages[0]!.edits).toBe(edits);
    expect((await state())?.fence).toBe(before?.fence);
    expect(counted['trailwarden_messages_total found']).toBe(1);
    // The line in the thread; the root's own posting was never written down by the paused one.
    expect(counted['trailwarden_messages_total posted']).toBe(1);
  });
});

describe('a process that is paused between its call and the writing of it', () => {
  it('writes nothing when another has taken the channel, posted and edited meanwhile', async () => {
    const { clock, slack, send, takeOver } = await createRig();
    slack.slow('post', 5 * minute);
    await send(alertOf('ALARM', clock.now()));

    takeOver();
    await clock.pass(minute);
    await send(alertOf('OK', clock.now()));
    await clock.pass(10 * minute);

    expect(slack.roots('sec').map(slack.text)).toEqual([expect.stringContaining('RESOLVED')]);
    expect(slack.calls.filter(({ outcome }) => outcome === 'unavailable')).toHaveLength(1);
  });
});

describe('a lease', () => {
  it('is taken anew before a call that it would not outlive', async () => {
    const { clock, slack, send } = await createRig();
    slack.slow('resolve', 25 * second);

    await send(alertOf('ALARM', clock.now()));
    await clock.pass(minute);

    expect(slack.calls.map(({ method }) => method)).toEqual(['resolve', 'resolve', 'post']);
    expect(slack.roots('sec')).toHaveLength(1);
  });

  it('of a process that died is free at once when nobody else can have the database', async () => {
    const { clock, slack, send, kill } = await createRig();
    await send(alertOf('ALARM', clock.now(), { name: 'A' }));
    await clock.pass(2 * second);

    kill();
    await clock.pass(second);
    await send(alertOf('ALARM', clock.now(), { name: 'B' }));
    await clock.pass(second);

    expect(slack.roots('sec')).toHaveLength(2);
  });
});

describe('edits', () => {
  it('are shared: a channel with one does not wait for a channel with forty', async () => {
    const { clock, slack, send } = await createRig({
      destinations: (alert) => toChannel(alert.name.untrusted.split('-')[0] ?? '')(alert),
    });
    const busy = Array.from({ length: 40 }, (_, index) => `busy-${index}`);
    for (const name of busy) {
      await send(alertOf('ALARM', clock.now(), { name }));
      await clock.pass(50 * second);
    }
    await send(alertOf('ALARM', clock.now(), { name: 'calm' }));
    await clock.pass(20 * minute);

    const begin = clock.now();
    await send(...busy.slice(0, 20).map((name) => alertOf('OK', clock.now(), { name })));
    await send(alertOf('OK', clock.now(), { name: 'calm' }));
    await clock.pass(10 * second);

    expect(slack.roots('calm')[0]?.edits).toBe(1);
    const edits = slack.calls.filter(({ method, at }) => method === 'edit' && at >= begin);
    expect(edits.length).toBeLessThanOrEqual(11);
  });
});

describe('stopping', () => {
  it('waits for the call under way, begins no other, and frees the channel', async () => {
    const { clock, slack, send, store, delivery, takeOver } = await createRig({
      latencyMs: second,
    });
    await send(...[1, 2, 3].map((n) => alertOf('ALARM', clock.now(), { name: `A${n}` })));
    await clock.pass(500);

    const stopping = delivery.stop();
    await clock.pass(3 * second);
    await stopping;
    const [state] = await store.transaction((tx) => tx.channels.all());

    expect(slack.messages).toHaveLength(1);
    expect(state?.holder).toBeUndefined();
    takeOver();
    await clock.pass(10 * second);
    expect(slack.messages).toHaveLength(3);
  });
});
