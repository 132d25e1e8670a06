import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Conversation, startConversation } from './conversation.ts';

describe('/iam-lastused', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await startConversation();
  }, 60_000);
  afterEach(() => talk.tell('reset', {}));
  afterAll(() => talk.stop());

  it('says when a user was last used, for what, and of what age password and keys are', async () => {
    const answer = await talk.ask('bob sec-prod /iam-lastused user bob');

    expect(answer.words).toMatch(/^Understood: last use of the user bob in prod/);
    expect(answer.words).toMatch(/The user bob in prod was last used 1 day ago, for /);
    expect(answer.words).toMatch(/Password: last used 2 days ago \(.*\); set 70 days ago/);
    expect(answer.words).toContain('Key AKIA…MPLE: active, 60 days old');
    expect(answer.words).toContain('Allowed but never used: 33 services');
    expect(answer.words).toMatch(/AWS CloudTrail \| .* \| 1 day ago \| us-east-1/);
    expect(answer.words).toContain('denied attempts count too');
    expect(answer.words).toContain('credential report');
    expect(answer.buttons.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Edit', 'Share', 'CSV']),
    );
  });

  it('goes down to single actions where AWS tracks them', async () => {
    const answer = await talk.ask('bob sec-prod /iam-lastused role deploy actions');

    expect(answer.words).toMatch(/^Understood: last use of the role deploy, action by action/);
    expect(answer.words).toMatch(/lambda:UpdateFunctionCode \| .* \| eu-west-1/);
    expect(answer.words).toContain('AWS tracks no single actions for 1 used service');
    expect(answer.words).toContain('ACTION_LEVEL');
  });

  it('lists what nobody used, without a call per user', async () => {
    const since = talk.sandbox.world.clock.now();

    const answer = await talk.ask('bob sec-prod /iam-lastused unused 90d');

    expect(answer.words).toMatch(
      /Not used for 90 days in prod: 21 of 150 users, 10 of 38 roles, 18 of 84 active keys/,
    );
    expect(answer.words).toMatch(/old-contractor \| never \| – \| 500 days \| password and 1 key/);
    expect(answer.words).toContain('2 service-linked roles, which AWS');
    const calls = talk.sandbox.calls.since(since).filter(({ method }) => method.startsWith('iam:'));
    expect(calls.length).toBeLessThan(20);
  });

  it('knows whose key it is and when it was last used', async () => {
    const answer = await talk.ask('alice general /iam-lastused key AKIALEGACY4BKEXAMPLE');

    expect(answer.words).toMatch(
      /The key AKIA…MPLE of legacy-backup in prod was last used 3 days ago, for s3 in eu-west-1/,
    );
    expect(answer.words).toContain('Age: 400 days');
  });

  it('says of a person what AWS knows per role only', async () => {
    const answer = await talk.ask('alice general /iam-lastused alice@example.com in all');

    expect(answer.words).toContain('6 permission sets in 3 accounts');
    expect(answer.words).toMatch(/prod \(111122223333\) \| AdministratorAccess \| directly/);
    expect(answer.words).toContain('AWS knows this per role only, not per person');
  });

  it('says that there is nobody of that name, and where else to look', async () => {
    const answer = await talk.ask('bob sec-prod /iam-lastused user nobody');

    expect(answer.words).toContain('No user is called nobody in prod');
    expect(answer.words).toContain('in all looks in every account');
  });

  it('shows somebody who may ask about themselves their own sets, and no use by others', async () => {
    const answer = await talk.ask('dave dm /iam-lastused dave@example.com in all');

    expect(answer.words).toContain('dave@example.com has 4 permission sets in 3 accounts');
    expect(answer.words).toContain('When their roles were last used is not shown');
    expect(answer.words).toContain('Only what you did yourself');
    expect(answer.words).not.toMatch(/alice|bob|carol/);
    expect(answer.words).not.toMatch(/\d+ (?:hours?|days?) ago/);
  });

  it.each([
    'user bob in prod',
    'alice@example.com in all',
    'unused 90d in all',
    'role deploy in prod',
  ])('refuses them anything else: %s', async (words) => {
    const answer = await talk.ask(`dave dm /iam-lastused ${words}`);

    expect(answer.words).toContain('REFUSED /iam-lastused: here you may only ask about yourself');
    expect(answer.words).toContain('Ask /iam-lastused dave@example.com');
    expect(answer.words).not.toMatch(/last used|permission set/);
    expect(answer.buttons.map(({ label }) => label)).toEqual(['Request access']);
    expect(talk.log.at(-1)).toContain('"outcome":"refused"');
  });

  it('says what it did not understand, and what would work', async () => {
    const answer = await talk.ask('bob sec-prod /iam-lastused unused 90 bananas');

    expect(answer.words).toContain('90 bananas was not understood');
    expect(answer.words).toContain('For example: /iam-lastused');
    expect(answer.buttons.map(({ label }) => label)).toEqual(['Edit']);
  });

  it('names the action that the role lacks, the policy, and not the caller', async () => {
    const fault = { target: 'aws', kind: 'error', code: 'AccessDenied', count: 1000 };
    await talk.fault({ ...fault, method: 'GenerateServiceLastAccessedDetails' });
    await talk.fault({ ...fault, method: 'GetRole' });

    const answer = await talk.ask('bob sec-prod /iam-lastused role orders-api');

    expect(answer.words).toMatch(/^Understood: last use of the role orders-api/);
    expect(answer.words).toMatch(/iam:(?:GenerateServiceLastAccessedDetails|GetRole)/);
    expect(answer.words).toContain('deploy/iam-policy-reader.json');
    expect(answer.words).not.toMatch(/assumed-role\/|was last used/);
    expect(answer.buttons.map(({ label }) => label)).toContain('Edit');
  });

  it('names an account that could not be read, and says nothing of what is unused there', async () => {
    await talk.fault({
      target: 'aws',
      method: 'GetCredentialReport',
      account: 'staging',
      kind: 'error',
      code: 'AccessDenied',
      count: 1000,
    });
    await talk.fault({
      target: 'aws',
      method: 'GetAccountAuthorizationDetails',
      account: 'staging',
      kind: 'error',
      code: 'AccessDenied',
      count: 1000,
    });

    const answer = await talk.ask('bob general /iam-lastused unused 90d in prod, staging');

    expect(answer.words).toContain('old-contractor');
    expect(answer.words).toMatch(/staging/);
    expect(answer.words).toMatch(/iam:Get(?:CredentialReport|AccountAuthorizationDetails)/);
    expect(answer.words).toContain('as far as it could be read');
    expect(answer.words).toContain('Not read: 2 of 4 parts');
  });

  it('rides out throttling', async () => {
    await talk.fault({ target: 'aws', method: 'GetAccessKeyLastUsed', kind: '429', count: 2 });

    const answer = await talk.ask('bob sec-prod /iam-lastused key AKIAI44QH8DHBEXAMPLE');

    expect(answer.words).toMatch(/The key AKIA…MPLE of bob in prod was last used/);
  });
});
