import { describe, expect, it } from 'vitest';
import { context, said, whodid } from './ask.ts';
import { fakeTrail, now } from './trail.ts';

const command = whodid(fakeTrail([]));
const read = (text: string) => command.read(text, context);

const term = (text: string): unknown => {
  const reading = read(text);
  return reading.kind === 'question' ? reading.query.term : reading;
};

const understood = (text: string): string => {
  const reading = read(text);
  return reading.kind === 'empty' ? 'empty' : said(reading.understood);
};

describe('whodid read', () => {
  it('is empty without words', () => {
    expect(read('')).toEqual({ kind: 'empty' });
    expect(read('  ')).toEqual({ kind: 'empty' });
  });

  it.each([
    ['deletetrail', { kind: 'event', name: 'DeleteTrail', services: ['cloudtrail'] }],
    ['DELETEBUCKET', { kind: 'event', name: 'DeleteBucket', services: ['s3'] }],
    ['PutFancyThing', { kind: 'event', name: 'PutFancyThing', services: [] }],
    ['event:fancything', { kind: 'event', name: 'Fancything', services: [] }],
    ['getobject', { kind: 'event', name: 'GetObject', services: [] }],
    ['iam:CreateUser', { kind: 'event', name: 'CreateUser', services: ['iam', 'sso-directory'] }],
    [
      'updatefunctioncode',
      { kind: 'event', name: 'UpdateFunctionCode20150331v2', services: ['lambda'] },
    ],
    ['akiaiosfodnn7example', { kind: 'key', id: 'AKIAIOSFODNN7EXAMPLE' }],
    ['198.51.100.7', { kind: 'address', address: '198.51.100.7' }],
    ['198.51.100.0/24', { kind: 'address', address: '198.51.100.0/24' }],
    ['2001:DB8::1', { kind: 'address', address: '2001:db8::1' }],
    ['sg-0abc123', { kind: 'resource', name: 'sg-0abc123' }],
    ['SG-0ABC1234', { kind: 'resource', name: 'sg-0abc1234' }],
    [
      'arn:aws:iam::111122223333:role/deploy',
      { kind: 'role', name: 'arn:aws:iam::111122223333:role/deploy' },
    ],
    ['arn:aws:iam::111122223333:user/a/bob', { kind: 'user', name: 'bob' }],
    ['arn:aws:s3:::my-bucket', { kind: 'resource', name: 'arn:aws:s3:::my-bucket' }],
    [
      'arn:aws:sts::111122223333:assumed-role/deploy/release-1',
      { kind: 'user', name: 'release-1' },
    ],
    ['alice@example.com', { kind: 'user', name: 'alice@example.com' }],
    ['login', { kind: 'login' }],
    ['root', { kind: 'root' }],
    ['999988887777', { kind: 'account', id: '999988887777' }],
    ['<@U0123ABCD|alice>', { kind: 'member', id: 'U0123ABCD' }],
    ['me', { kind: 'member', id: undefined }],
    ['cloudtrail.amazonaws.com', { kind: 'service', name: 'cloudtrail' }],
    ['alice', { kind: 'word', word: 'alice' }],
    ['encrypt', { kind: 'word', word: 'encrypt' }],
    ['user:in', { kind: 'user', name: 'in' }],
    ['role:deploy', { kind: 'role', name: 'deploy' }],
    ['resource:denied', { kind: 'resource', name: 'denied' }],
    ['service:s3', { kind: 'service', name: 's3' }],
    ['"denied"', { kind: 'word', word: 'denied' }],
    ['__proto__', { kind: 'word', word: '__proto__' }],
    ['constructor', { kind: 'word', word: 'constructor' }],
    ['user:__proto__', { kind: 'user', name: '__proto__' }],
    ['__proto__:x', { kind: 'word', word: '__proto__:x' }],
  ])('takes %s for what it looks like', (text, expected) => {
    expect(term(text)).toEqual(expected);
  });

  it('reads the whole sentence', () => {
    expect(read('i-0abc1234 denied by alice from 198.51.100.0/24 in prod since 2h')).toMatchObject({
      kind: 'question',
      query: {
        term: { kind: 'resource', name: 'i-0abc1234' },
        outcome: 'denied',
        by: { kind: 'user', name: 'alice' },
        from: '198.51.100.0/24',
        since: now - 2 * 3_600_000,
        until: now,
      },
      where: { accounts: ['111122223333'] },
    });
  });

  it('says what it understood, with the time that it chose', () => {
    expect(understood('sg-0abc123 since 2h')).toBe('calls on sg-0abc123 since 2026-11-25T11:30');
    expect(understood('sg-0abc123')).toBe(
      'calls on sg-0abc123 in the last 90 days (no time was said)',
    );
    expect(understood('DeleteTrail')).toBe(
      'calls of DeleteTrail in the last 24 hours (no time was said)',
    );
    expect(understood('alice denied yesterday')).toBe(
      'calls on a resource alice, and calls by a user alice, only what was denied between 2026-11-24T00:00 and 2026-11-24T23:59',
    );
    expect(understood('AKIAIOSFODNN7EXAMPLE')).toBe(
      'calls made with the key AKIA…MPLE in the last 7 days (no time was said)',
    );
  });

  it('ends a window of until a day after it begins', () => {
    expect(read('DeleteTrail until 2026-11-20T12:00')).toMatchObject({
      query: { since: Date.UTC(2026, 10, 19, 12), until: Date.UTC(2026, 10, 20, 12) },
    });
  });

  it('asks a listed account as a place', () => {
    expect(read('111122223333 denied since 1h')).toMatchObject({
      query: { term: undefined, outcome: 'denied' },
      where: { accounts: ['111122223333'] },
    });
  });

  it('takes the region of a pasted address for a regional resource only', () => {
    const url =
      'https://console.aws.amazon.com/ec2/home?region=eu-west-1#SecurityGroup:groupId=sg-0abc1234';

    expect(read(`<${url}>`)).toMatchObject({ where: { regions: ['eu-west-1'] } });
    expect(
      read('<https://console.aws.amazon.com/iam/home?region=eu-west-1#/users/details/alice>'),
    ).toMatchObject({ where: { regions: undefined }, query: { term: { word: 'alice' } } });
  });

  it.each([
    ['alice bob', 'One thing at a time', 'term'],
    ['alice from yesterday', 'comes an address', 'from'],
    ['alice from bob', 'is no address', 'from'],
    ['alice by', 'comes a name', 'by'],
    ['address:nowhere', 'is no address', 'term'],
    ['alice in nowhere', 'no account, group or region', 'where'],
    ['alice since flurb', 'no time', 'time'],
    ['"alice', 'does not end', 'term'],
  ])('says what is wrong with %s', (text, problem, field) => {
    const reading = read(text);

    expect(reading).toMatchObject({ kind: 'wrong', field });
    expect(reading.kind === 'wrong' ? said(reading.problem) : '').toContain(problem);
  });

  it('says what it understood before the words that it did not', () => {
    expect(understood('DeleteTrail denied by alice since flurb')).toBe(
      'calls of DeleteTrail, by alice, only what was denied',
    );
    expect(understood('alice@example.com bob')).toBe('calls by alice@example.com');
    expect(understood('"alice')).toBe('');
  });

  it('gives an example that works', () => {
    const reading = read('alice bob');

    expect(reading.kind === 'wrong' ? read(reading.example.replace('/whodid ', '')).kind : '').toBe(
      'question',
    );
  });

  it('reads its own examples', () => {
    for (const { text } of command.spec.examples) expect(read(text).kind).not.toBe('wrong');
  });

  it('takes a flood of brackets or ARNs without a pause', () => {
    const started = performance.now();

    for (const piece of ['arn:aws:', '1.', ':', 'user:', '<@U', '((((', 'a@'])
      for (const length of [2000, 100_000]) read(piece.repeat(length / piece.length));

    expect(performance.now() - started).toBeLessThan(100);
  });
});

describe('whodid form', () => {
  const values = (text: string) =>
    Object.fromEntries(
      command
        .form(text, context)
        .fields.map((field) => [field.id, 'value' in field ? (field.value ?? '') : '']),
    );

  it.each([
    'i-0abc1234 denied by alice from 198.51.100.0/24 in prod, eu-west-1 since 2h',
    '"a name" by "bob b" in prod between Monday 09:00 and Tuesday',
    'user:in yesterday',
    'login failed',
    'denied in all since 2h',
  ])('stands for the same words: %s', (text) => {
    const again = command.fromForm(values(text));

    expect(read(again)).toEqual(read(text));
  });

  it('keeps what it did not understand, so that it can be mended', () => {
    expect(values('alice bob since flurb')).toMatchObject({ term: 'alice bob since flurb' });
    expect(command.form('', context).fields.map(({ id }) => id)).toEqual([
      'term',
      'outcome',
      'by',
      'from',
      'where',
      'time',
    ]);
  });

  it('takes a bare duration for since', () => {
    expect(command.fromForm({ term: 'alice', outcome: 'any', time: '2h' })).toBe('alice since 2h');
  });
});

describe('whodid from a message', () => {
  const at = Date.UTC(2026, 10, 25, 12);
  const from = (text: string) => command.fromMessage?.({ text, at });
  const around = 'between 2026-11-25T11:00:00Z and 2026-11-25T12:10:00Z';

  it.each([
    ['ALARM: group sg-0abc1234def567890 was opened by 198.51.100.7', 'sg-0abc1234def567890'],
    ['the key AKIAIOSFODNN7EXAMPLE did it', 'AKIAIOSFODNN7EXAMPLE'],
    ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:x from 198.51.100.7.', '198.51.100.7'],
    ['see arn:aws:iam::111122223333:role/deploy.', 'arn:aws:iam::111122223333:role/deploy'],
    ['bucket my-bucket-1 is gone', 'resource:my-bucket-1'],
    ['signed in: alice@example.com', 'alice@example.com'],
  ])('finds in "%s" what to ask about', (text, word) => {
    expect(from(text)).toBe(`${word} ${around}`);
    expect(read(from(text) ?? '').kind).toBe('question');
  });

  it('has nothing to ask where nothing is named', () => {
    expect(from('good morning everybody, version 1.2.3.4.5 is out at 10.0.0.1')).toBeUndefined();
    expect(from('')).toBeUndefined();
  });
});
