import { describe, expect, it } from 'vitest';

import type { Outcome } from '../../src/core/conversation.ts';
import { createRig, type Rig } from './rig.ts';

const second = 1_000;

const card = (word: string) => ({ headline: [word], parts: [] });

const words = ['one', 'two', 'three', 'four', 'five'];

/** A notice, and five in its thread, in one transaction. */
const sayThread = ({ store, say }: Rig, channel = 'sec'): Promise<void> =>
  store.transaction(async (tx) => {
    await say(tx, { key: 'root', card: card('root'), channel });
    for (const word of words) await say(tx, { key: word, card: card(word), under: 'root' });
  });

const threadIn = ({ slack }: Rig, channel: string): readonly string[] =>
  slack.roots(channel).flatMap((root) => slack.thread(root).map(slack.text));

type Failure = Exclude<Outcome<never>, { kind: 'ok' }>;

const failures: readonly Failure[] = [
  { kind: 'unavailable', error: 'internal_error' },
  { kind: 'refused', error: 'msg_too_long' },
  { kind: 'rate-limited', retryAfterMs: 3_000 },
  { kind: 'refused-form', error: 'invalid_blocks' },
  { kind: 'unknown', error: 'ECONNRESET' },
];

describe('notices in the thread of another', () => {
  it('stand there in the order in which they were said, once it stands', async () => {
    const rig = await createRig();
    rig.slack.fail('post', { kind: 'unavailable', error: 'internal_error' }, { times: 2 });

    await sayThread(rig);
    await rig.clock.pass(60 * second);

    expect(rig.slack.roots('sec').map(rig.slack.text)).toEqual(['root']);
    expect(threadIn(rig, 'sec')).toEqual(words);
  });

  it.each(failures)('wait for the one before them where Slack answers $kind', async (failure) => {
    const rig = await createRig();
    await rig.store.transaction((tx) =>
      rig.say(tx, { key: 'root', card: card('root'), channel: 'sec' }),
    );
    await rig.clock.pass(5 * second);
    rig.slack.fail('post', failure, { times: failure.kind === 'refused-form' ? 1 : 3 });

    await sayThread(rig);
    await rig.clock.pass(180 * second);

    expect(threadIn(rig, 'sec')).toEqual(words);
  });

  it('wait for one whose reply was lost', async () => {
    const rig = await createRig();
    rig.slack.fail('post', 'lost-reply', { times: 3 });

    await sayThread(rig);
    await rig.clock.pass(180 * second);

    expect(threadIn(rig, 'sec')).toEqual(words);
  });

  it('go where their root went when its channel could not be written to', async () => {
    const rig = await createRig();
    rig.slack.setMember('sec', false);

    await sayThread(rig);
    await rig.clock.pass(60 * second);

    expect(rig.slack.roots('sec')).toEqual([]);
    expect(threadIn(rig, 'fallback')).toEqual(words);
  });

  it('let alarms go first', async () => {
    const rig = await createRig();
    await rig.store.transaction((tx) =>
      rig.say(tx, { key: 'root', card: card('root'), channel: 'sec' }),
    );
    await rig.clock.pass(5 * second);

    await sayThread(rig);
    await rig.store.transaction((tx) =>
      rig.say(tx, { key: 'urgent', card: card('urgent'), channel: 'sec' }),
    );
    await rig.clock.pass(60 * second);

    const order = rig.slack.messages.map(rig.slack.text);
    expect(order.indexOf('urgent')).toBeLessThan(order.indexOf('two'));
    expect(threadIn(rig, 'sec')).toEqual(words);
  });

  it('are said once a key, and change in place', async () => {
    const rig = await createRig();
    await sayThread(rig);
    await rig.clock.pass(30 * second);

    await sayThread(rig);
    await rig.store.transaction((tx) =>
      rig.say(tx, { key: 'two', card: card('changed'), under: 'root' }),
    );
    await rig.clock.pass(60 * second);

    expect(threadIn(rig, 'sec')).toEqual(words.with(1, 'changed'));
  });

  it('are not said under what was never said', async () => {
    const rig = await createRig();

    const saying = rig.store.transaction((tx) =>
      rig.say(tx, { key: 'one', card: card('one'), under: 'nothing' }),
    );

    await expect(saying).rejects.toThrow('there is no notice nothing');
  });
});
