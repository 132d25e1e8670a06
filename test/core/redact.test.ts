import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactText, redactValue } from '../../src/core/redact.ts';

/** Put together here, so that no scanner takes this file for a leak. */
const secretKey = ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/');
const slackToken = ['xoxb', '000000000000', 'abcdefghijkl'].join('-');
const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'c2lnbmF0dXJl'].join('.');

const leaks: readonly (readonly [what: string, text: string, secret: string])[] = [
  ['an access key and its secret', `AKIAIOSFODNN7EXAMPLE ${secretKey}`, secretKey],
  ['an access key id', 'key AKIAIOSFODNN7EXAMPLE used', 'IOSFODNN7EXA'],
  ['a session token', `token IQoJb3JpZ2luX2VjEXAMPLE${'a'.repeat(60)} end`, 'a'.repeat(60)],
  [
    'a private key',
    '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4\n\nMIIEabc\n-----END RSA PRIVATE KEY-----',
    'MIIEabc',
  ],
  ['a private key cut off', '-----BEGIN PRIVATE KEY-----\nMIIEabc', 'MIIEabc'],
  ['a JWT', `got ${jwt}`, jwt.slice(22, 40)],
  ['a Slack token', `xapp-1-A0-0-deadbeef ${slackToken}`, slackToken],
  ['a Slack webhook', 'https://hooks.slack.com/services/T000/B000/EXAMPLE', 'T000/B000'],
  ['a bearer token', 'headers.authorization Bearer abc-def-ghi', 'abc-def-ghi'],
  ['basic credentials', 'Authorization: Basic dXNlcjpodW50ZXIyLi4uLg==', 'dXNlcjpodW50ZXIy'],
  ['a password in a pair', 'user=bob password=hunter2 host=db', 'hunter2'],
  ['a password in JSON', '{"password":"hunter2"}', 'hunter2'],
  ['a password in JSON in JSON', '{\\"password\\":\\"hunter2\\"}', 'hunter2'],
  [
    'a password in JSON in JSON in JSON',
    '{\\\\\\"password\\\\\\":\\\\\\"hunter2\\\\\\"}',
    'hunter2',
  ],
  ['a secret string that is JSON itself', '{"secretString":"{\\"p\\":\\"hunter2\\"}"}', 'hunter2'],
  ['a password with an apostrophe', '{"password":"hun\'ter2"}', 'ter2'],
  ['credentials in a URL', 'postgres://u:hunter2@db/x', 'hunter2'],
  [
    'a signed link',
    'https://b.s3.amazonaws.com/k?X-Amz-Signature=deadbeefdeadbeef&x=1',
    'deadbeef',
  ],
  ['an environment entry', '[{"name":"DB_PASSWORD","value":"hunter2"}]', 'hunter2'],
  ['an API key', '{"API_KEY":"sk_live_EXAMPLE4eC39HqLyjWDarjtT1"}', 'EXAMPLE4eC39'],
  ['user data', 'userData=IyEvYmluL2Jhc2gK', 'IyEvYmluL2Jhc2gK'],
  ['words with blanks', 'Secret access key: abc/def+ghi', 'abc/def'],
];

const harmless: readonly string[] = [
  'i-0abcd1234efgh5678',
  'arn:aws:iam::111122223333:user/alice',
  'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1b2c3',
  'alice@example.com (role AWSReservedSSO_Admin_0123456789abcdef)',
  'sha256:36c7b282abd0186e01419f2e58743e1bf635808231049bbc9d77e5000000aaaa',
  'commit 0100e16b1ae91234cd3638a52220f3f96e63dacb',
  'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/24/file.json.gz',
  '{"nextToken":"AAAA","passwordResetRequired":false,"secretId":"db"}',
  'Basic configuration of the bearer: none',
  'Threshold Crossed: 1 datapoint [1.0 (02/10/19 16:59:00)] was greater than the threshold (0.0).',
  'PasswordLastUsed: 2026-01-01',
  'see https://console.aws.amazon.com/iam/home?region=us-east-1#/users',
];

describe('redactText', () => {
  it.each(leaks)('hides %s', (_, text, secret) => {
    expect(redactText(text)).not.toContain(secret);
  });

  it.each(harmless)('leaves "%s" as it is', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('keeps what stands around a secret', () => {
    expect(redactText('user=bob password=hunter2 host=db')).toBe(
      'user=bob password=[redacted] host=db',
    );
    expect(redactText('key AKIAIOSFODNN7EXAMPLE used')).toBe('key AKIA…MPLE used');
  });

  it('changes nothing the second time', () => {
    const parts = fc.array(
      fc.oneof(fc.constantFrom(...leaks.map(([, text]) => text), ...harmless), fc.string()),
    );

    fc.assert(
      fc.property(parts, (texts) => {
        const once = redactText(texts.join(' '));
        expect(redactText(once)).toBe(once);
      }),
    );
  });

  it('hides a secret whatever stands before and after it', () => {
    const around = fc.stringMatching(/^[ -~]{0,30}$/);

    fc.assert(
      fc.property(around, around, (before, after) => {
        expect(redactText(`${before} password=hunter2-3x ${after}`)).not.toContain('hunter2-3x');
        expect(redactText(`${before} ${slackToken} ${after}`)).not.toContain(slackToken);
      }),
    );
  });

  it.each([
    'a',
    'A',
    '/',
    'eyJ',
    'eyJ.',
    'password=',
    '"',
    '\\',
    '\\"',
    '-----BEGIN PRIVATE KEY-----',
    'http://',
    'http://a:',
    'name":"',
    'x ',
    'Bearer ',
    '=',
    'AKIA',
    '{"name":"',
  ])('takes no longer than the text is long for many times %j', (piece) => {
    const text = piece.repeat(Math.ceil(200_000 / piece.length));
    const started = performance.now();

    redactText(text);

    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('redactValue', () => {
  const record = {
    requestParameters: {
      userData: 'IyEvYmluL2Jhc2gK',
      environment: { variables: { API_KEY: 'one', HARMLESS: 'two' } },
      containerDefinitions: [
        { image: 'web:1', environment: [{ name: 'DB_PASSWORD', value: 'three' }] },
      ],
      masterUserPassword: 'four',
      instanceId: 'i-0abc',
    },
    responseElements: {
      accessKey: {
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'five',
        userName: 'alice',
      },
      credentials: { sessionToken: 'six' },
    },
    errorMessage: 'password=seven',
  };

  it('hides secrets by the names of their fields and keeps the rest', () => {
    const shown = JSON.stringify(redactValue(record));

    for (const secret of [
      'IyEv',
      'one',
      'two',
      'three',
      'four',
      'five',
      'six',
      'seven',
      'AKIAIOSFODNN7EXAMPLE',
    ])
      expect(shown).not.toContain(`"${secret}`);
    for (const kept of ['DB_PASSWORD', 'web:1', 'i-0abc', 'alice', 'AKIA…MPLE'])
      expect(shown).toContain(kept);
  });

  it('leaves its argument alone, and what is no text', () => {
    const before = structuredClone(record);

    redactValue(record);

    expect(record).toEqual(before);
    expect(redactValue({ a: 1, b: null, c: true, passwordLastUsed: 2 })).toEqual({
      a: 1,
      b: null,
      c: true,
      passwordLastUsed: 2,
    });
  });

  it('makes a text of an error and ends at a hundred levels', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 5000; level += 1) deep = { deep };

    expect(redactValue(new Error('password=hunter2'))).toBe('Error: password=[redacted]');
    expect(JSON.stringify(redactValue(deep))).toContain('nested too deep');
  });
});
