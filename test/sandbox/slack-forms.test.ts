import type { ModalView } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../src/sandbox/json.ts';
import { stateValues } from '../../src/sandbox/slack/fields.ts';
import { createPeople } from '../../src/sandbox/slack/people.ts';
import { failure, type SlackUnderTest, startSlackUnderTest } from './fakes.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const options = ['a', 'b', 'c'].map((value) => ({ text: plain(value.toUpperCase()), value }));

const input = (block_id: string, element: object, rest: object = {}): object => ({
  type: 'input',
  block_id,
  label: plain(block_id),
  element: { action_id: `${block_id}-action`, ...element },
  ...rest,
});

const modal = (blocks: readonly object[], rest: object = {}): ModalView =>
  ({
    type: 'modal',
    title: plain('T'),
    submit: plain('Go'),
    blocks,
    ...rest,
  }) as unknown as ModalView;

describe('forms in the fake Slack', () => {
  let under: SlackUnderTest;
  let count = 0;
  beforeEach(async () => {
    under = await startSlackUnderTest();
  });
  afterEach(() => under.slack.stop());

  const open = (view: ModalView) => {
    count += 1;
    const trigger_id = `t${count}`;
    const until = Date.now() + 1000;
    under.slack.store.triggers.set(trigger_id, { user: 'U0ALICE', interaction: 'i', until });
    return under.client.views.open({ trigger_id, view });
  };
  const refusal = async (view: ModalView) => (await failure(open(view))).data;

  it.each([
    ['a stranger among the initial options', { initial_option: { text: plain('D'), value: 'd' } }],
    ['an initial option with another label', { initial_option: { text: plain('B'), value: 'a' } }],
    ['options and groups', { option_groups: [{ label: plain('G'), options }] }],
    ['101 options', { options: Array.from({ length: 101 }, () => options[0]) }],
  ])('are refused with %s', async (_name, rest) => {
    const view = modal([input('choice', { type: 'static_select', options, ...rest })]);

    expect(await refusal(view)).toMatchObject({ error: 'invalid_arguments' });
  });

  it.each([
    ['private_metadata', { private_metadata: 'x'.repeat(3001) }],
    ['callback_id', { callback_id: 'x'.repeat(256) }],
    ['submit', { submit: plain('x'.repeat(25)) }],
    ['close', { close: plain('x'.repeat(25)) }],
  ])('are refused with too long a %s', async (name, rest) => {
    const refused = await refusal(modal([], rest));

    expect(refused?.response_metadata?.messages?.[0]).toContain(`/view/${name}`);
  });

  it('have an external id of their own', async () => {
    const { view } = await open(modal([], { external_id: 'one' }));
    under.slack.store.triggers.set('push', {
      user: 'U0ALICE',
      interaction: 'i',
      until: Date.now() + 1000,
    });

    const second = under.client.views.push({
      trigger_id: 'push',
      view: modal([], { external_id: 'one' }),
    });
    const own = under.client.views.update({
      view_id: view?.id ?? '',
      hash: view?.hash ?? '',
      view: modal([], { external_id: 'one' }),
    });

    expect((await failure(second)).data?.error).toBe('duplicate_external_id');
    expect((await own).ok).toBe(true);
  });

  it('tell of an input only where its block asks for it', async () => {
    await open(
      modal([
        input('quiet', { type: 'static_select', options }),
        input('loud', { type: 'static_select', options }, { dispatch_action: true }),
      ]),
    );
    const people = createPeople(under.slack.context, under.slack.gateway);
    const alice = under.slack.store.findMember('alice')!;
    const view = [...under.slack.store.views.values()][0]!;

    const quiet = people.act(alice, { view }, 'quiet-action', 'a');

    expect((await failure(quiet)).code).toBe('not_dispatched');
    expect((await people.act(alice, { view }, 'loud-action', 'a')).answer).toBe('unreachable');
  });
});

describe('what was entered', () => {
  const [a, b] = options;
  const state = (element: Json, value: unknown) =>
    stateValues([input('x', element) as Json], { 'x-action': value });

  it.each<[Json, unknown, Json]>([
    [{ type: 'plain_text_input' }, 'text', { value: 'text' }],
    [{ type: 'static_select', options }, 'a', { selected_option: a }],
    [{ type: 'multi_static_select', options }, ['a', 'b'], { selected_options: [a, b] }],
    [{ type: 'checkboxes', options }, ['b'], { selected_options: [b] }],
    [{ type: 'radio_buttons', options }, 'b', { selected_option: b }],
    [{ type: 'users_select' }, 'U0BOB', { selected_user: 'U0BOB' }],
    [{ type: 'conversations_select' }, 'C0GENERAL', { selected_conversation: 'C0GENERAL' }],
    [{ type: 'datepicker' }, '2026-11-25', { selected_date: '2026-11-25' }],
    [{ type: 'datepicker' }, undefined, { selected_date: null }],
  ])('reads as Slack tells it: %j %j', (element, value, told) => {
    expect(state(element, value)).toEqual({
      x: { 'x-action': { type: element['type'], ...told } },
    });
  });

  it.each<[Json, unknown, string]>([
    [{ type: 'static_select', options }, 'z', 'no_such_option'],
    [{ type: 'datepicker' }, 'tomorrow', 'invalid_value'],
    [{ type: 'users_select' }, 'bob', 'invalid_value'],
  ])('can only be what the client offers: %j %j', (element, value, code) => {
    expect(() => state(element, value)).toThrow(code);
  });
});
