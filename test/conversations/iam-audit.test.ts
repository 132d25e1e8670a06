import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Conversation, startConversation } from './conversation.ts';

describe('/iam-audit', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await startConversation();
  }, 60_000);
  afterEach(() => talk.tell('reset', {}));
  afterAll(() => talk.stop());

  it('gives every practice a verdict with its reason', async () => {
    const answer = await talk.ask('bob sec-prod /iam-audit all');

    expect(answer.words).toMatch(/^Understood: IAM's best practices in prod/);
    expect(answer.words).toMatch(/IAM's best practices in prod: \d+ fail, \d+ warn of 13/);
    expect(answer.words).toMatch(/fail \| Groups give permissions \| \d+ \| \d+ of \d+ users have/);
    expect(answer.words).toMatch(/pass \| Alternate contacts/);
    expect(answer.words).toContain('aws iam get-account-authorization-details');
    expect(answer.buttons.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Edit', 'Share', 'CSV']),
    );
  });

  it('goes down to the people and policies of one practice', async () => {
    const answer = await talk.ask('bob sec-prod /iam-audit least privilege');

    expect(answer.words).toMatch(
      /policy deploy-pipeline \| held by role deploy; lets them run code with the role/,
    );
    expect(answer.words).toContain('CIS AWS Foundations Benchmark 3.0: 1.16.');
  });

  it('compares accounts, the worst first', async () => {
    const answer = await talk.ask('bob general /iam-audit contacts in prod, staging');

    expect(answer.words).toMatch(
      /staging \(444455556666\) \| \S+ fail \| 0 \| There is no security contact.*prod \(111122223333\) \| \S+ pass/,
    );
  });

  it('calls nothing a pass that it was not allowed to read', async () => {
    await talk.fault({
      target: 'aws',
      method: 'GetAccountAuthorizationDetails',
      kind: 'error',
      code: 'AccessDenied',
      count: 1000,
    });

    const answer = await talk.ask('bob sec-prod /iam-audit groups');

    expect(answer.words).toContain('NOT KNOWN Groups give permissions in prod');
    expect(answer.words).toContain('iam:GetAccountAuthorizationDetails is missing');
  });

  it('says what is wrong with a practice that there is not', async () => {
    const answer = await talk.ask('bob sec-prod /iam-audit banana');

    expect(answer.words).toContain('banana is no practice that I check');
    expect(answer.words).toContain('For example: /iam-audit');
  });
});
