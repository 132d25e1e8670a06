import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { prod } from '../../src/sandbox/aws/organisation.ts';
import { iamUser } from '../../src/sandbox/aws/trail/identities.ts';
import { listOf } from '../../src/sandbox/json.ts';
import { type Conversation, startConversation } from './conversation.ts';

const group = 'sg-0abc1234def567890';

describe('/whodid', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await startConversation();
  }, 60_000);
  afterEach(() => talk.tell('reset', {}));
  afterAll(() => talk.stop());

  it('says who opened a security group, when, where from and what came of it', async () => {
    const answer = await talk.ask(`bob sec-prod /whodid ${group} since 3h`);

    expect(answer.words).toMatch(
      new RegExp(`^Understood: calls on ${group} since .* in prod \\(eu-west-1, us-east-1\\)`),
    );
    expect(answer.words).toMatch(
      /alice@example\.com \(@U0ALICE\) opened sg-0abc1234def567890 to 0\.0\.0\.0\/0, port 22 at \d\d:\d\d UTC from 198\.51\.100\.7, console, with MFA/,
    );
    expect(answer.words).toMatch(
      /alice@example\.com \(@U0ALICE\) \| EC2 AuthorizeSecurityGroupIngress \| sg-0abc1234def567890 \| prod eu-west-1, 198\.51\.100\.7, console, MFA/,
    );
    expect(answer.words).toMatch(
      /IAM user bob \| EC2 RevokeSecurityGroupIngress \(denied: Client\.UnauthorizedOperation\)/,
    );
    expect(answer.words).toContain('Event history of 1 account, 2 account-regions');
    expect(answer.words).toContain('aws cloudtrail lookup-events --region eu-west-1');
    expect(answer.buttons.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Edit', 'Share', 'CSV', 'Details of …']),
    );
    expect(answer.json['ephemeral']).toBe(true);
  });

  it('says that nothing was found only after everything was read', async () => {
    const answer = await talk.ask('bob sec-prod /whodid DeleteBucket yesterday');

    expect(answer.words).toContain('Understood: calls of DeleteBucket');
    expect(answer.words).toContain('Nothing found: no such call is recorded');
    expect(answer.words).toContain('2 account-regions');
    expect(answer.buttons.map(({ label }) => label)).toContain('Look back 90 days');
  });

  it('looks for a bare word as a resource and as a user, and counts both', async () => {
    const answer = await talk.ask('bob sec-prod /whodid bob since 2d');

    expect(answer.words).toMatch(/As a resource: 0\. As a user: \d+\./);
    expect(answer.words).toMatch(/IAM user bob was denied/);
  });

  it('follows a role session back across accounts to whoever began it', async () => {
    const answer = await talk.ask(
      'bob general /whodid i-0abcdef1234567890 since 1d in prod, staging',
    );

    expect(answer.words).toMatch(
      /OIDC subject repo:example-org\/infra:ref:refs\/heads\/main as role deploy \(session release-1842, claimed\) terminated i-0abcdef1234567890 at/,
    );
    expect(answer.words).toMatch(
      /← role ci-deploy \(session GitHubActions, claimed\) by AssumeRole/,
    );
    expect(answer.words).toContain('Each step is certain by the access key it issued');
  });

  it('does not follow a session into an account that was not asked about', async () => {
    const answer = await talk.ask('carol sec-prod /whodid i-0abcdef1234567890 since 1d');

    expect(answer.words).toContain('it goes on in an account that was not asked about');
    expect(answer.words).not.toContain('example-org/infra');
  });

  it('says what was understood of wrong words, what was not, and what would work', async () => {
    const answer = await talk.ask(`bob sec-prod /whodid ${group} since banana`);

    expect(answer.words).toContain(group);
    expect(answer.words).toMatch(/banana is no time that I understand/);
    expect(answer.words).toContain('For example: /whodid');
    expect(answer.buttons.map(({ label }) => label)).toEqual(['Edit']);
  });

  it('names the places that it may not read with the action and the policy, and not the caller', async () => {
    await talk.fault({
      target: 'aws',
      method: 'LookupEvents',
      account: 'prod',
      region: 'us-east-1',
      kind: 'error',
      code: 'AccessDeniedException',
      count: 1000,
    });

    const answer = await talk.ask('bob sec-prod /whodid DeleteBucket yesterday');

    expect(answer.words).not.toMatch(/nothing found/i);
    expect(answer.words).toContain('1 of 2 account-regions was not read');
    expect(answer.words).toContain('cloudtrail:LookupEvents');
    expect(answer.words).toContain('deploy/iam-policy-reader.json');
    expect(answer.words).not.toContain('assumed-role/');
  });

  it('tells what it found in spite of a place that it could not read', async () => {
    await talk.fault({
      target: 'aws',
      method: 'LookupEvents',
      region: 'us-east-1',
      kind: 'error',
      code: 'AccessDeniedException',
      count: 1000,
    });

    const answer = await talk.ask(`bob sec-prod /whodid ${group} since 3h`);

    expect(answer.words).toContain('alice@example.com');
    expect(answer.words).toMatch(/1 of 2 account-regions/);
    expect(answer.words).toContain('us-east-1');
  });

  it.each([
    ['ExpiredTokenException', /credentials have expired/],
    ['SignatureDoesNotMatch', /signature is wrong/],
    ['RequestTimeTooSkewed', /clock of this machine/],
    ['OptInRequired', /not switched on|not enabled/],
  ])('says in words what %s means, with its cure', async (code, says) => {
    const fault = { target: 'aws', method: 'LookupEvents', kind: 'error', code, count: 1000 };
    await talk.fault(fault);

    const answer = await talk.ask('bob sec-prod /whodid DeleteTrail since 2d');

    expect(answer.words).toMatch(says);
    expect(answer.words).toContain('Nothing could be read');
  });

  it('rides out throttling', async () => {
    await talk.fault({ target: 'aws', method: 'LookupEvents', kind: '429', count: 2 });

    const answer = await talk.ask('bob sec-prod /whodid DeleteTrail since 2d');

    expect(answer.words).toMatch(/IAM user bob was denied DeleteTrail on management-events/);
    expect(answer.words).not.toContain('not read');
  });

  it('pages: Older goes on where the answer ended, in its place', async () => {
    const { trail, clock } = talk.sandbox.world;
    const actor = iamUser(prod, 'batch', 'AKIABATCH2222EXAMPLE');
    for (let number = 1; number <= 60; number += 1)
      trail.record({
        at: clock.now() - number * 60_000,
        account: prod,
        region: 'eu-west-1',
        actor,
        source: 'sqs',
        name: 'DeleteQueue',
        from: '203.0.113.9',
        agent: 'aws-cli/2',
        request: { queueUrl: `https://sqs.eu-west-1.amazonaws.com/${prod}/jobs-${number}` },
        resources: [{ type: 'AWS::SQS::Queue', name: `jobs-${number}` }],
      });
    const first = await talk.ask('alice sec-prod /whodid DeleteQueue since 2h');
    const before = await talk.messages('alice', 'sec-prod');

    const older = await talk.press(first, 'Older');

    expect(first.words).toMatch(/\bjobs-1\b/);
    expect(first.words).toContain('Older goes on');
    expect(older.ts).toBe(first.ts);
    expect(older.words).not.toMatch(/\bjobs-1\b/);
    expect(older.words).toMatch(/\bjobs-\d+/);
    expect(await talk.messages('alice', 'sec-prod')).toHaveLength(before.length);
  });

  it('shows one record in a modal, with its event id and the console', async () => {
    const answer = await talk.ask(`bob sec-prod /whodid ${group} since 3h`);

    const modal = await talk.open(answer, 'Details of …', { option: 'Authorize' });

    expect(modal.words).toContain('"eventName": "AuthorizeSecurityGroupIngress"');
    expect(modal.words).toContain('"accessKeyId": "ASIA…MPLE"');
    expect(modal.words).toMatch(/Event id: [0-9a-f-]{36}/);
    expect(modal.buttons.map(({ label }) => label)).toEqual(['Open in CloudTrail']);
  });

  it('sends the rows as a file to the asker alone, where no cell is a formula', async () => {
    talk.sandbox.world.trail.record({
      account: prod,
      region: 'eu-west-1',
      actor: iamUser(prod, '=HYPERLINK("https://a.example")', 'AKIAFORMULA22EXAMPLE'),
      source: 'kms',
      name: 'DisableKey',
      from: '203.0.113.9',
      agent: '@SUM(1+1)',
    });
    const answer = await talk.ask('bob sec-prod /whodid DisableKey since 1h');

    const said = await talk.press(answer, 'CSV');

    expect(said.words).toContain('1 row was sent to your direct messages');
    const [message] = await talk.messages('bob', 'dm');
    const [file] = listOf(message?.json['files']);
    expect(file).toMatchObject({ name: 'whodid.csv' });
    expect(file).toHaveProperty('content', expect.stringMatching(/"'=HYPERLINK\(""https/));
    expect(file).toHaveProperty('content', expect.stringContaining(`"'@SUM(1+1)"`));
    expect(await talk.messages('dave', 'sec-prod')).toEqual([]);
  });

  it('asks again with other words', async () => {
    const answer = await talk.ask('bob sec-prod /whodid DeleteBucket since 1h');

    const again = await talk.press(answer, 'Look back 90 days');

    expect(again.words).toContain('Understood: calls of DeleteBucket');
    expect(again.words).toContain('Nothing found');
  });
});
