import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failure, type SlackUnderTest, startSlackUnderTest } from './fakes.ts';

describe('files in the fake Slack', () => {
  let under: SlackUnderTest;
  beforeEach(async () => {
    under = await startSlackUnderTest();
  });
  afterEach(() => under.slack.stop());

  const direct = async (): Promise<string> => {
    const opened = await under.client.conversations.open({ users: 'U0ALICE' });
    return opened.channel?.id ?? '';
  };
  const messages = (channel: string) => under.slack.store.timeline(channel).all();

  it('are uploaded as the client does it, and stand in the conversation', async () => {
    const channel_id = await direct();

    await under.client.filesUploadV2({
      channel_id,
      filename: 'calls.csv',
      title: 'Calls',
      content: 'who,what\nalice,Ä\n',
      initial_comment: 'Here.',
    });

    const [message] = messages(channel_id);
    const [file] = message?.files ?? [];
    expect(message?.text).toBe('Here.');
    expect(file).toMatchObject({ name: 'calls.csv', title: 'Calls', mimetype: 'text/csv' });
    expect(file?.content?.toString('utf8')).toBe('who,what\nalice,Ä\n');
    expect(under.calls.since(0).map(({ method, outcome }) => `${method} ${outcome}`)).toEqual([
      'conversations.open ok',
      'files.getUploadURLExternal ok',
      'upload_url ok',
      'files.completeUploadExternal ok',
    ]);
  });

  it('may be posted to their address as they are', async () => {
    const { upload_url = '', file_id = '' } = await under.client.files.getUploadURLExternal({
      filename: 'a.txt',
      length: 2,
    });

    const response = await fetch(upload_url, { method: 'POST', body: 'ok' });
    await under.client.files.completeUploadExternal({ files: [{ id: file_id }] });

    expect(response.status).toBe(200);
    expect(under.slack.store.files.get(file_id)?.channels.size).toBe(0);
  });

  it('cannot be completed before they were uploaded whole', async () => {
    const { upload_url = '', file_id = '' } = await under.client.files.getUploadURLExternal({
      filename: 'a.txt',
      length: 3,
    });

    const short = await fetch(upload_url, { method: 'POST', body: 'ok' });
    const completed = await failure(
      under.client.files.completeUploadExternal({ files: [{ id: file_id }] }),
    );

    expect(short.status).toBe(400);
    expect(completed.data?.error).toBe('file_not_found');
  });

  it('go to conversations only, not to the id of a member', async () => {
    const upload = under.client.filesUploadV2({
      channel_id: 'U0ALICE',
      filename: 'a.csv',
      content: 'a',
    });

    expect((await failure(upload)).data?.error).toBe('channel_not_found');
    expect(messages('D0ALICE')).toEqual([]);
  });

  it('need files:write, and files:read to be looked at', async () => {
    const channel_id = await direct();
    await under.client.filesUploadV2({ channel_id, filename: 'a.csv', content: 'a' });
    const [file] = messages(channel_id)[0]?.files ?? [];
    const info = () => under.client.files.info({ file: file?.id ?? '' });
    const { app } = under.slack.context;

    const unread = await failure(info());
    app.scopes = app.scopes.filter((scope) => scope !== 'files:write').concat('files:read');
    const unwritten = await failure(
      under.client.filesUploadV2({ channel_id, filename: 'a.csv', content: 'a' }),
    );

    expect(unread.data).toMatchObject({ error: 'missing_scope', needed: 'files:read' });
    expect(unwritten.data).toMatchObject({ error: 'missing_scope', needed: 'files:write' });
    expect((await info()).file).toMatchObject({ name: 'a.csv', size: 1, ims: [channel_id] });
  });
});
