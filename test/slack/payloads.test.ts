import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { app as installed } from '../../src/sandbox/slack/workspace.ts';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig('socket');
});
afterEach(() => rig[Symbol.asyncDispose]());

const deliver = (kind: 'slash_commands' | 'interactive' | 'events_api', payload: object) =>
  rig.under.slack.gateway.deliver({ kind, payload: { ...payload }, takesAnswer: true });
const settled = () => new Promise((resolve) => setTimeout(resolve, 60));

const command = {
  command: '/whodid',
  text: 'x',
  user_id: 'U1',
  team_id: 'T1',
  channel_id: 'C1',
  trigger_id: '1.2',
};
const action = {
  type: 'block_actions',
  user: { id: 'U1', team_id: 'T1' },
  team: { id: 'T1' },
  enterprise: null,
  channel: { id: 'C1' },
  container: { type: 'message', message_ts: '1.000001', channel_id: 'C1', is_ephemeral: true },
  actions: [{ type: 'button', action_id: 'share', block_id: 'b', value: 'a1' }],
};
let count = 0;
const event = (changes: object, more: object = {}) => {
  count += 1;
  return {
    type: 'event_callback',
    event_id: `Ev${count}`,
    team_id: 'T1',
    authorizations: [{ team_id: 'T1', enterprise_id: null, user_id: installed.botUserId }],
    event: {
      type: 'app_mention',
      user: 'U1',
      channel: 'C1',
      ts: `1700000000.${count}`,
      event_ts: `1700000000.${count}`,
      text: `<@${installed.botUserId}> whodid x`,
      ...changes,
    },
    ...more,
  };
};

describe('who somebody is', () => {
  const members = () =>
    vi.waitFor(() => {
      expect(rig.seen).toHaveLength(1);
      return rig.seen[0]?.scene.member;
    });

  it.each([
    ['a workspace', {}, { team: 'T1', enterprise: undefined }],
    ['a workspace of an enterprise', { enterprise_id: 'E1' }, { team: 'T1', enterprise: 'E1' }],
    [
      'a workspace without an enterprise',
      { enterprise_id: '' },
      { team: 'T1', enterprise: undefined },
    ],
  ])('is told by a command in %s', async (_, changes, expected) => {
    await deliver('slash_commands', { ...command, ...changes });

    expect(await members()).toEqual({ user: 'U1', ...expected });
  });

  it.each([
    [
      'of another organisation',
      { user: { id: 'U1', team_id: 'T2' }, enterprise: { id: 'E1' } },
      { team: 'T2', enterprise: undefined },
    ],
    [
      'of an enterprise',
      { enterprise: { id: 'E1' }, team: { id: 'T1', enterprise_id: 'E1' } },
      { team: 'T1', enterprise: 'E1' },
    ],
    [
      'of any workspace, where the app is installed for all',
      { team: null, enterprise: { id: 'E1' }, is_enterprise_install: true },
      { team: 'T1', enterprise: 'E1' },
    ],
    ['whose own team is not told', { user: { id: 'U1' } }, { team: 'T1', enterprise: undefined }],
  ])('is told by a button of somebody %s', async (_, changes, expected) => {
    await deliver('interactive', { ...action, ...changes });

    expect(await members()).toEqual({ user: 'U1', ...expected });
  });

  it('is told by a mention of somebody of another organisation', async () => {
    await deliver('events_api', event({ user_team: 'T2', source_team: 'T2', team: 'T1' }));

    expect(await members()).toEqual({ user: 'U1', team: 'T2', enterprise: undefined });
  });
});

describe('a payload that does not say who did it', () => {
  it.each([
    ['slash_commands', { ...command, user_id: { id: 'U1' } }],
    ['slash_commands', { ...command, team_id: ['T1'] }],
    ['slash_commands', { ...command, team_id: undefined }],
    ['slash_commands', { ...command, enterprise_id: 5 }],
    ['slash_commands', { ...command, user_id: 'U1 or U2' }],
    ['interactive', { ...action, user: { id: 5, team_id: 'T1' } }],
    ['interactive', { ...action, user: { id: 'U1', team_id: {} } }],
    ['interactive', { ...action, actions: [null, 5] }],
    ['events_api', event({ user: undefined })],
    ['events_api', event({ user: 'U1', team: { id: 'T1' } })],
  ] as const)('is acknowledged and dropped: %s %j', async (kind, payload) => {
    const answer = await deliver(kind, payload);
    await settled();

    expect(rig.seen).toEqual([]);
    expect(answer.kind).toBe('acknowledged');
    expect(rig.logged.length).toBeGreaterThan(0);
  });

  it('does not keep the next one from being handled', async () => {
    await deliver('interactive', { ...action, user: null });
    await deliver('interactive', { type: 'block_actions' });
    await deliver('interactive', { type: 'view_submission', user: { id: 'U1' }, view: 5 });

    await deliver('slash_commands', command);

    await vi.waitFor(() => expect(rig.seen).toHaveLength(1));
  });
});

describe('an event that nobody said', () => {
  it.each([
    ['a mention by a bot', event({ bot_id: 'B1' })],
    ['a mention in a direct message, which comes as a message too', event({ channel: 'D1' })],
    ['a message of a bot', event({ type: 'message', channel_type: 'im', bot_id: 'B1' })],
    ['an edit', event({ type: 'message', channel_type: 'im', subtype: 'message_changed' })],
    ['a message in a channel', event({ type: 'message', channel_type: 'channel' })],
    ["the app's messages tab", event({ type: 'app_home_opened', tab: 'messages' })],
  ])('is not handed on: %s', async (_, payload) => {
    await deliver('events_api', payload);
    await settled();

    expect(rig.seen).toEqual([]);
  });
});

it('tells a message by all its words, without its buttons', async () => {
  await deliver('interactive', {
    type: 'message_action',
    callback_id: 'who-did-this',
    user: { id: 'U1', team_id: 'T1' },
    team: { id: 'T1' },
    channel: { id: 'C1' },
    message_ts: '1700000000.000100',
    message: {
      ts: '1700000000.000100',
      text: 'HIGH: a group was opened',
      blocks: [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'text', text: 'Group: ' },
                { type: 'text', text: 'sg-0abc', style: { code: true } },
              ],
            },
          ],
        },
        { type: 'actions', elements: [{ type: 'button', text: { text: 'Mute' }, value: 'm' }] },
      ],
      attachments: [
        { fallback: 'by alice', fields: [{ title: 'Account', value: '111122223333' }] },
      ],
    },
  });

  await vi.waitFor(() => expect(rig.seen).toHaveLength(1));
  expect(rig.seen[0]).toMatchObject({
    kind: 'shortcut',
    message: {
      ts: '1700000000.000100',
      at: 1_700_000_000_000,
      text: 'HIGH: a group was opened\nGroup: sg-0abc\nby alice Account 111122223333',
    },
  });
});
