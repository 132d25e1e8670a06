import { describe, expect, it } from 'vitest';
import { ask, headline } from './ask.ts';
import { call, iamUser } from './records.ts';
import { fakeTrail } from './trail.ts';

const secrets = [
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'hunter2',
  'IyEvYmluL2Jhc2gKZXhwb3J0IERCX1BBU1NXT1JEPWh1bnRlcjIK',
  'sk_live_EXAMPLE4eC39HqLyjWDarjtT1',
  'deadbeefdeadbeef',
  'xoxb-EXAMPLE-0000-abcdefghij',
  'B000/EXAMPLE',
  'AKIAIOSFODNN7EXAMPLE',
];

const hostile = '<!channel> *bold* <https://example.com|click> \u001b]0;pwn\u0007';

const record = call({
  name: 'RunInstances',
  identity: iamUser('bob'),
  username: 'bob',
  resources: ['i-0abc1234'],
  more: {
    userAgent: `${hostile} xoxb-EXAMPLE-0000-abcdefghij`,
    errorCode: 'Client.Unauthorized password=hunter2',
    errorMessage:
      'https://b.s3.amazonaws.com/k?X-Amz-Signature=deadbeefdeadbeef&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE postgres://u:hunter2@db/x',
    requestParameters: {
      userName: 'postgres://u:hunter2@db/x',
      userData: 'IyEvYmluL2Jhc2gKZXhwb3J0IERCX1BBU1NXT1JEPWh1bnRlcjIK',
      environment: { variables: { API_KEY: 'sk_live_EXAMPLE4eC39HqLyjWDarjtT1' } },
      containerDefinitions: [{ environment: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }],
      secretString: '{"p":"hunter2"}',
      text: '{\\"password\\":\\"hunter2\\"} https://hooks.slack.com/services/T000/B000/EXAMPLE',
    },
    responseElements: {
      accessKey: {
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      },
    },
  },
});

/** All strings that are not boxed as foreign. */
const ownWords = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if ('untrusted' in value) return [];
  return Object.values(value).flatMap(ownWords);
};

describe('whodid and secrets', () => {
  it('lets none of them into an answer, its details, its table or its file', async () => {
    const answer = await ask(fakeTrail([record]), 'i-0abc1234 in prod');
    const byKey = await ask(fakeTrail([record]), 'AKIAIOSFODNN7EXAMPLE in prod');

    expect(headline(answer)).toContain('was denied RunInstances');
    for (const each of [answer, byKey]) {
      const text = JSON.stringify(each);
      for (const secret of secrets) expect(text).not.toContain(secret);
      expect(text).toContain('[redacted]');
    }
  });

  it('keeps what people need', async () => {
    const text = JSON.stringify(await ask(fakeTrail([record]), 'i-0abc1234 in prod'));

    expect(text).toContain('AKIA…MPLE');
    expect(text).toContain('i-0abc1234');
  });

  it('leaves what others wrote marked as foreign', async () => {
    const { card, details } = await ask(fakeTrail([record]), 'i-0abc1234 in prod');

    for (const word of ownWords({ card, details: details?.map((one) => one.card) }))
      expect(word).not.toMatch(/<!channel>|pwn|click|\bbob\b/);
  });

  it('takes a user who is called __proto__ for a user', async () => {
    const trail = fakeTrail([
      call({ name: 'StopInstances', identity: iamUser('__proto__'), username: '__proto__' }),
    ]);

    const answer = await ask(trail, '__proto__ in prod');

    expect(headline(answer)).toContain('IAM user __proto__ called StopInstances');
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
  });

  it('passes over a record that is not what it should be', async () => {
    const odd = {
      record: { ...record.record, userIdentity: 'x', requestParameters: [1], eventID: 7 },
      resources: ['i-0abc1234'],
    };

    const answer = await ask(fakeTrail([odd]), 'i-0abc1234 in prod');

    expect(answer.isPartial).toBe(false);
    expect(answer.csv?.rows).toHaveLength(1);
  });
});
