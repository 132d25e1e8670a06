import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Conversation, startConversation } from './conversation.ts';

describe('/trusted-advisor', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await startConversation();
  }, 60_000);
  afterEach(() => talk.tell('reset', {}));
  afterAll(() => talk.stop());

  const noPlan = (account?: string) =>
    talk.fault({
      target: 'aws',
      method: 'DescribeTrustedAdvisorChecks',
      ...(account && { account }),
      kind: 'error',
      code: 'SubscriptionRequiredException',
      count: 1000,
    });

  it('says how many checks are red, and what they say', async () => {
    const answer = await talk.ask('bob sec-prod /trusted-advisor security red');

    expect(answer.words).toMatch(
      /^Understood: Trusted Advisor, security, only what is red in prod/,
    );
    expect(answer.words).toContain('Security in prod: 3 checks are red');
    expect(answer.words).toContain(
      '17 of 52 security group rules allow unrestricted access to a specific port',
    );
    expect(answer.words).toContain('AWS last looked at');
    expect(answer.words).toContain('aws support describe-trusted-advisor-checks');
    expect(answer.buttons.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Edit', 'Share', 'CSV']),
    );
  });

  it("shows a check's resources with its own columns", async () => {
    const answer = await talk.ask('bob sec-prod /trusted-advisor specific ports unrestricted');

    expect(answer.words).toContain(
      '17 of 52 security group rules allow unrestricted access to a specific port',
    );
    expect(answer.words).toMatch(/Region.*Security Group Name.*Protocol/);
    expect(answer.words).toContain('sg-0abc1234def567890');
    expect(answer.words).not.toMatch(/<br>|<h4/);
  });

  it('reads a category of two words without quotes, and counts savings', async () => {
    const answer = await talk.ask('bob sec-prod /trusted-advisor cost optimizing');

    expect(answer.words).toMatch(/Cost optimization in prod: .*\$[\d,.]+ a month could be saved/);
  });

  it('says that nothing is red where nothing is, and what there is instead', async () => {
    const answer = await talk.ask('bob sec-prod /trusted-advisor service limits red');

    expect(answer.words).toContain('no check is red');
  });

  it('asks which check is meant, and answers a press', async () => {
    const which = await talk.ask('bob sec-prod /trusted-advisor security groups');

    const answer = await talk.press(which, 'Security Groups - Unrestricted Access');

    expect(which.words).toMatch(/checks of Trusted Advisor fit security groups/);
    expect(answer.words).toMatch(/^Understood: Trusted Advisor, the check/);
    expect(answer.words).toContain('allow unrestricted access to a resource');
  });

  it('says that no check is called like that, with one that is', async () => {
    const answer = await talk.ask('bob sec-prod /trusted-advisor banana');

    expect(answer.words).toMatch(/None of the \d+ checks offered in prod is called banana/);
    expect(answer.words).toContain('/trusted-advisor specific ports unrestricted');
  });

  it('judges itself what it can where there is no Support plan, and says so', async () => {
    await noPlan();

    const answer = await talk.ask('bob sec-prod /trusted-advisor red');

    expect(answer.words).toContain('Own checks in prod: 2 red');
    expect(answer.words).toContain('has no Support plan that includes Trusted Advisor');
    for (const check of ['Root user MFA', 'Password policy', 'CloudTrail logging'])
      expect(answer.words).toContain(check);
    expect(answer.words).toContain('17 of 52 inbound rules of security groups let everybody in');
    expect(answer.words).toContain('56 of 84 active access keys are older than 90 days');
  });

  it('says what could not be judged of that, and does not call it good', async () => {
    await noPlan();
    await talk.fault({
      target: 'aws',
      method: 'DescribeSecurityGroups',
      region: 'us-east-1',
      kind: 'error',
      code: 'UnauthorizedOperation',
      count: 1000,
    });

    const answer = await talk.ask('bob sec-prod /trusted-advisor security');

    expect(answer.words).toMatch(/ec2:DescribeSecurityGroups/);
    expect(answer.words).toContain('us-east-1');
    expect(answer.words).not.toMatch(/green: Ports open/);
  });

  it('names an account that could not be read, with the action and the policy, beside the others', async () => {
    await talk.fault({
      target: 'aws',
      method: 'DescribeTrustedAdvisorChecks',
      account: 'staging',
      kind: 'error',
      code: 'AccessDeniedException',
      count: 1000,
    });

    const answer = await talk.ask('bob general /trusted-advisor security red in prod, staging');

    expect(answer.words).toContain('Security in prod (1 of 2 accounts): 3 checks are red');
    expect(answer.words).toMatch(/staging.*support:DescribeTrustedAdvisorChecks/);
    expect(answer.words).toContain('deploy/iam-policy-reader.json');
    expect(answer.words).not.toContain('assumed-role/');
  });

  it('explains an account that it may not read, and offers to correct the question', async () => {
    await talk.fault({
      target: 'aws',
      method: 'DescribeTrustedAdvisorChecks',
      kind: 'error',
      code: 'AccessDeniedException',
      count: 1000,
    });

    const answer = await talk.ask('bob sec-prod /trusted-advisor security');

    expect(answer.words).toMatch(/^Understood: Trusted Advisor, security in prod/);
    expect(answer.words).toContain('support:DescribeTrustedAdvisorChecks');
    expect(answer.words).toContain('deploy/iam-policy-reader.json');
    expect(answer.words).toMatch(/Reference [0-9a-f]{8}/);
    expect(answer.words).not.toMatch(/nothing|no check/i);
    expect(answer.buttons.map(({ label }) => label)).toEqual(['Edit']);
  });

  it('rides out throttling', async () => {
    await talk.fault({
      target: 'aws',
      method: 'DescribeTrustedAdvisorCheckSummaries',
      kind: '429',
      count: 2,
    });

    const answer = await talk.ask('bob sec-prod /trusted-advisor security red');

    expect(answer.words).toContain('3 checks are red');
  });

  it('has AWS look again only for whom a rule names for it, and says how long that takes', async () => {
    const refused = await talk.ask('bob sec-prod /trusted-advisor refresh root mfa');
    const answer = await talk.ask('alice sec-prod /trusted-advisor refresh mfa on root account');

    expect(refused.words).toContain('no rule lets you use /trusted-advisor refresh here');
    expect(answer.words).toContain('AWS is checking 1 check again in prod');
    expect(answer.words).toMatch(/MFA on Root Account \| enqueued \| 1 hour/);
    const refreshes = talk.sandbox.calls
      .since(0)
      .filter(({ method }) => method === 'support:RefreshTrustedAdvisorCheck');
    expect(refreshes).toHaveLength(1);
  });

  it('cannot be asked about oneself only', async () => {
    const answer = await talk.ask('dave dm /trusted-advisor security in prod');

    expect(answer.words).toContain('REFUSED');
    expect(answer.words).not.toMatch(/\d+ checks?/);
  });

  it('sends what is flagged as a file', async () => {
    const answer = await talk.ask('bob sec-prod /trusted-advisor specific ports unrestricted');

    const said = await talk.press(answer, 'CSV');

    expect(said.words).toMatch(/\d+ rows were sent to your direct messages/);
    const file = (await talk.messages('bob', 'dm')).at(-1);
    expect(JSON.stringify(file?.json)).toContain('sg-0abc1234def567890');
  });
});
