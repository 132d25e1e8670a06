import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientFor, failure, type SlackUnderTest, startSlackUnderTest } from './fakes.ts';

const channel = 'C0SECPROD';
const text = 'hello';

describe('the fake Slack, asked by the real client', () => {
  let under: SlackUnderTest;
  beforeAll(async () => {
    under = await startSlackUnderTest();
  });
  afterAll(() => under.slack.stop());

  const errorOf = async (work: Promise<unknown>): Promise<string | undefined> =>
    (await failure(work)).data?.error;

  it('tells who the bot is and which scopes it has', async () => {
    const answer = await under.client.auth.test();

    expect(answer).toMatchObject({ ok: true, team_id: 'T0SANDBOX', user_id: 'U0TRAILWARDEN' });
    expect(answer.response_metadata?.scopes).toContain('chat:write');
  });

  it('checks the token', async () => {
    const { apiUrl } = under.slack;

    expect(await errorOf(clientFor(apiUrl, 'xoxb-other').auth.test())).toBe('invalid_auth');
    expect(await errorOf(clientFor(apiUrl).apps.connections.open({}))).toBe(
      'not_allowed_token_type',
    );
    const response = await fetch(`${apiUrl}auth.test`, { method: 'POST' });
    expect(await response.json()).toEqual({ ok: false, error: 'not_authed' });
  });

  it('does not know every method', async () => {
    expect(await errorOf(under.client.apiCall('pins.add', { channel }))).toBe('unknown_method');
  });

  it('keeps a message with its metadata, and shows the metadata to who asks for it', async () => {
    const metadata = { event_type: 'alert', event_payload: { id: 'm-1' } };
    const { ts = '' } = await under.client.chat.postMessage({ channel, text, metadata });

    const window = { channel, oldest: ts, inclusive: true };
    const without = await under.client.conversations.history(window);
    const withIt = await under.client.conversations.history({
      ...window,
      include_all_metadata: true,
    });

    expect(without.messages?.[0]?.metadata).toBeUndefined();
    expect(withIt.messages?.[0]?.metadata).toEqual(metadata);
  });

  it('gives every message a ts of its own, later than the one before', async () => {
    const all = await Promise.all(
      Array.from({ length: 50 }, () => under.client.chat.postMessage({ channel, text })),
    );

    const stamps = all.map(({ ts = '' }) => ts);
    expect(new Set(stamps).size).toBe(50);
    expect(stamps.every((ts) => /^\d{10}\.\d{6}$/.test(ts))).toBe(true);
  });

  it('shows replies in their thread, and only broadcast ones in the channel', async () => {
    const root = await under.client.chat.postMessage({ channel, text: 'root' });
    const thread_ts = root.ts ?? '';
    const hidden = await under.client.chat.postMessage({ channel, text: 'a', thread_ts });
    const shown = await under.client.chat.postMessage({
      channel,
      text: 'b',
      thread_ts,
      reply_broadcast: true,
    });

    const history = await under.client.conversations.history({ channel });
    const replies = await under.client.conversations.replies({ channel, ts: thread_ts });

    const inChannel = history.messages?.map(({ ts }) => ts);
    expect(inChannel).toContain(shown.ts);
    expect(inChannel).not.toContain(hidden.ts);
    expect(replies.messages?.map(({ ts }) => ts)).toEqual([thread_ts, hidden.ts, shown.ts]);
    expect(replies.messages?.[0]).toMatchObject({ reply_count: 2, latest_reply: shown.ts });
  });

  it('pages history newest first, without gaps or doubles', async () => {
    const paged = 'C0SECSTAGING';
    const posted: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      const { ts = '' } = await under.client.chat.postMessage({ channel: paged, text });
      posted.push(ts);
    }

    const seen: (string | undefined)[] = [];
    for await (const page of under.client.paginate('conversations.history', {
      channel: paged,
      limit: 3,
    })) {
      const { messages } = page as { messages?: { ts?: string }[] };
      seen.push(...(messages ?? []).map(({ ts }) => ts));
    }
    const newer = await under.client.conversations.history({
      channel: paged,
      oldest: posted[4] ?? '',
    });

    expect(seen).toEqual(posted.toReversed());
    expect(newer.messages?.map(({ ts }) => ts)).toEqual([posted[6], posted[5]]);
  });

  it('takes the blocks away where an edit brings text alone, and then marks it as edited', async () => {
    const blocks = [{ type: 'divider' }];
    const { ts = '' } = await under.client.chat.postMessage({ channel, text, blocks });

    const withBlocks = await under.client.chat.update({ channel, ts, text: 'two', blocks });
    const textOnly = await under.client.chat.update({ channel, ts, text: 'three' });

    expect(withBlocks.message).toMatchObject({ text: 'two', blocks: [{ type: 'divider' }] });
    expect(withBlocks.message).not.toHaveProperty('edited');
    expect(textOnly.message).not.toHaveProperty('blocks');
    expect(textOnly.message).toHaveProperty('edited');
  });

  it('keeps the metadata of a message whose edit brings none', async () => {
    const metadata = { event_type: 'alert', event_payload: { id: 'm-2' } };
    const { ts = '' } = await under.client.chat.postMessage({ channel, text, metadata });

    const edited = await under.client.chat.update({ channel, ts, text: 'two' });

    expect(edited.message).toMatchObject({ metadata });
  });

  it('lets the bot change only its own messages that are there', async () => {
    const { store } = under.slack;
    const ts = store.nextTs();
    const facts = {
      botId: undefined,
      blocks: undefined,
      attachments: undefined,
      metadata: undefined,
    };
    const none = {
      threadTs: undefined,
      edited: undefined,
      ephemeralFor: undefined,
      interaction: undefined,
      files: undefined,
    };
    store
      .timeline(channel)
      .add({ ts, channel, user: 'U0ALICE', text, broadcast: false, ...facts, ...none });

    expect(await errorOf(under.client.chat.update({ channel, ts, text }))).toBe(
      'cant_update_message',
    );
    expect(await errorOf(under.client.chat.update({ channel, ts: '1.000001', text }))).toBe(
      'message_not_found',
    );
    expect(await errorOf(under.client.chat.delete({ channel, ts }))).toBe('cant_delete_message');
  });

  it('says why it cannot post', async () => {
    const post = (to: string, rest: object = {}) =>
      errorOf(under.client.chat.postMessage({ channel: to, text, ...rest }));

    expect(await post('C0NOWHERE')).toBe('channel_not_found');
    expect(await post('C0UNINVITED')).toBe('not_in_channel');
    expect(await post('C0SECOLD')).toBe('is_archived');
    expect(await post(channel, { text: '' })).toBe('no_text');
    expect(await post(channel, { thread_ts: '1.000001' })).toBe('thread_not_found');
    expect(await post(channel, { metadata: { event_type: 'a' } })).toBe('invalid_metadata_schema');
  });

  it('names what is wrong with the blocks', async () => {
    const blocks = [{ type: 'header', text: { type: 'mrkdwn', text: 'no' } }];

    const refused = await failure(under.client.chat.postMessage({ channel, text, blocks }));

    expect(refused.data?.error).toBe('invalid_blocks');
    expect(refused.data?.response_metadata?.messages?.[0]).toContain('/blocks/0/text/type');
  });

  it('shows an ephemeral message to nobody who reads the history', async () => {
    const user = 'U0BOB';
    const said = await under.client.chat.postEphemeral({ channel, user, text: 'psst' });

    const history = await under.client.conversations.history({ channel, limit: 999 });

    expect(history.messages?.map(({ ts }) => ts)).not.toContain(said.message_ts);
    const refused = under.client.chat.postEphemeral({ channel, user: 'U0ERIN', text });
    expect(await errorOf(refused)).toBe('user_not_in_channel');
  });

  it('lists channels in pages, private ones only where the bot is', async () => {
    const names: (string | undefined)[] = [];
    const options = { types: 'public_channel,private_channel', exclude_archived: true, limit: 3 };
    for await (const page of under.client.paginate('conversations.list', options)) {
      const { channels } = page as { channels?: { name?: string }[] };
      names.push(...(channels ?? []).map(({ name }) => name));
    }

    expect(names).toContain('sec-private');
    expect(names).not.toContain('sec-old');
    expect(new Set(names).size).toBe(names.length);
  });

  it('lists the channels that a member is in, as far as the bot may know', async () => {
    const listed = await under.client.users.conversations({
      user: 'U0FRANK',
      types: 'public_channel,private_channel',
    });

    expect(listed.channels?.map(({ name }) => name)).toEqual(['sec-prod', 'sec-staging']);
    const unknown = under.client.users.conversations({ user: 'U0NOBODY' });
    expect(await errorOf(unknown)).toBe('user_not_found');
  });

  it('lets the bot join a public channel', async () => {
    const joined = await under.client.conversations.join({ channel: 'C0UNINVITED' });

    expect(joined.channel).toMatchObject({ id: 'C0UNINVITED', is_member: true });
    const members = await under.client.conversations.members({ channel: 'C0UNINVITED' });
    expect(members.members).toContain('U0TRAILWARDEN');
    under.slack.store.channels.get('C0UNINVITED')?.members.delete('U0TRAILWARDEN');
  });

  it('tells who shares a channel with another organisation', async () => {
    const { channel: info } = await under.client.conversations.info({ channel: 'C0SECPARTNER' });

    expect(info).toMatchObject({ is_ext_shared: true });
  });

  it('knows the members and their groups', async () => {
    const { user } = await under.client.users.info({ user: 'U0CAROL' });
    const byMail = await under.client.users.lookupByEmail({ email: 'bob@example.com' });
    const groups = await under.client.usergroups.list({ include_users: true });
    const group = await under.client.usergroups.users.list({ usergroup: 'S0SECURITY' });

    expect(user).toMatchObject({ name: 'carol', tz: 'Asia/Shanghai' });
    expect(byMail.user?.id).toBe('U0BOB');
    expect(groups.usergroups).toHaveLength(2);
    expect(group.users).toEqual(['U0ALICE']);
    expect(await errorOf(under.client.users.info({ user: 'U0X' }))).toBe('user_not_found');
  });

  it('opens a direct conversation for a message to a member', async () => {
    const { channel: direct } = await under.client.conversations.open({ users: 'U0BOB' });
    const posted = await under.client.chat.postMessage({ channel: 'U0BOB', text });

    expect(posted.channel).toBe(direct?.id);
  });

  it('validates blocks without posting them', async () => {
    const answer = await under.client.apiCall('blocks.validate', { blocks: [{ type: 'sparkle' }] });

    expect(answer).toMatchObject({ valid: false, errors: [{ pointer: '/blocks/0/type' }] });
  });
});
