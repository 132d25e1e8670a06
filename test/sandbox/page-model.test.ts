import { describe, expect, it } from 'vitest';
import { initialValue, optionsOf } from '../../src/sandbox/page/blocks/options.ts';
import {
  canSee,
  repliesOf,
  rootsOf,
  startsGroup,
  toInfo,
  toMessage,
  unreadCount,
} from '../../src/sandbox/page/model.ts';

const message = (ts: string, rest: object = {}) => toMessage({ ts, text: ts, ...rest });

describe('what the page reads from the control API', () => {
  it('keeps replies out of the channel, but for those shown there too', () => {
    const all = [
      message('1.1'),
      message('2.1', { thread_ts: '1.1' }),
      message('3.1', { thread_ts: '1.1', subtype: 'thread_broadcast' }),
    ];

    expect(rootsOf(all).map(({ ts }) => ts)).toEqual(['1.1', '3.1']);
    expect(repliesOf(all, '1.1').map(({ ts }) => ts)).toEqual(['2.1', '3.1']);
  });

  it('takes a root that names its own thread for a root', () => {
    expect(rootsOf([message('1.1', { thread_ts: '1.1' })])).toHaveLength(1);
  });

  it('counts as unread what came after the last read message', () => {
    const all = [
      message('1.1'),
      message('2.1'),
      message('2.5', { thread_ts: '2.1' }),
      message('3.1'),
    ];

    expect(unreadCount(all, '1.1')).toBe(2);
    expect(unreadCount(all, '')).toBe(3);
  });

  it('changes the fingerprint when the blocks change, and only then', () => {
    const blocks = (text: string) => [{ type: 'header', text: { type: 'plain_text', text } }];
    const before = message('1.1', { blocks: blocks('ALARM') });

    expect(message('1.1', { blocks: blocks('OK') }).fingerprint).not.toBe(before.fingerprint);
    expect(message('1.1', { blocks: blocks('ALARM'), edited: {} }).fingerprint).toBe(
      before.fingerprint,
    );
  });

  it('starts a new group for another author and after five minutes', () => {
    const first = message('1000.1', { user: 'U0ALICE' });

    expect(startsGroup(message('1010.1', { user: 'U0ALICE' }), first)).toBe(false);
    expect(startsGroup(message('1010.1', { user: 'U0BOB' }), first)).toBe(true);
    expect(startsGroup(message('1301.2', { user: 'U0ALICE' }), first)).toBe(true);
    expect(startsGroup(message('1010.1', { user: 'U0ALICE', blocks: [{}] }), first)).toBe(true);
  });

  it('reads happenings with and without words of their own', () => {
    const info = toInfo({
      happenings: ['storm', 'trip', 7],
      happening_titles: { trip: 'Trip an alarm' },
    });

    expect(info.happenings).toEqual([
      { what: 'storm', title: 'storm' },
      { what: 'trip', title: 'Trip an alarm' },
    ]);
  });

  it('shows a private channel to its members only, and guests what they were invited to', () => {
    const { channels } = toInfo({
      channels: [
        { id: 'G0PRIVATE', name: 'private', is_private: true, members: ['U0ALICE'] },
        { id: 'C0GENERAL', name: 'general', members: [] },
      ],
      direct_messages: [{ id: 'D0BOB', members: ['U0BOB'] }],
    });
    const seenBy = (id: string, isGuest = false) =>
      channels.filter((one) => canSee(one, { id, isGuest })).map((channel) => channel.id);

    expect(seenBy('U0ALICE')).toEqual(['G0PRIVATE', 'C0GENERAL']);
    expect(seenBy('U0BOB')).toEqual(['C0GENERAL', 'D0BOB']);
    expect(seenBy('U0GINA', true)).toEqual([]);
  });

  it('reads files, with what is in them where that is text', () => {
    const files = [
      { id: 'F1', name: 'a.csv', title: 'A', size: 3, mimetype: 'text/csv', content: 'a,b' },
      { id: 'F2', name: 'b.bin', title: 'B', size: 1, mimetype: 'application/octet-stream' },
    ];

    expect(message('1.1', { files }).files.map(({ content }) => content)).toEqual([
      'a,b',
      undefined,
    ]);
  });

  it('offers members where a menu asks for one', () => {
    const names = {
      userNames: new Map([['U1', 'Alice']]),
      channelNames: new Map([['C1', 'general']]),
      groupNames: new Map(),
    };

    expect(optionsOf({ type: 'users_select' }, names)).toMatchObject([
      { value: 'U1', label: '@Alice' },
    ]);
    expect(optionsOf({ type: 'channels_select' }, names)).toMatchObject([{ value: 'C1' }]);
  });

  it('starts an input with what the bot put into it', () => {
    const option = (value: string) => ({ value, text: { type: 'plain_text', text: value } });

    expect(initialValue({ type: 'static_select', initial_option: option('1h') })).toBe('1h');
    expect(
      initialValue({ type: 'checkboxes', initial_options: [option('a'), option('b')] }),
    ).toEqual(['a', 'b']);
    expect(initialValue({ type: 'plain_text_input' })).toBe('');
    expect(initialValue({ type: 'datepicker', initial_date: '2026-11-23' })).toBe('2026-11-23');
  });
});
