import { describe, expect, it } from 'vitest';
import { readWords } from '../../../src/commands/grammar/read-words.ts';

const read = (typed: string): readonly string[] => {
  const found = readWords(typed);
  if (found.kind === 'wrong') throw new Error(JSON.stringify(found.problem));
  return found.words.map(({ text, isQuoted }) => (isQuoted ? `"${text}"` : text));
};

describe('readWords', () => {
  it('undoes what clients of Slack make of quotes and dashes', () => {
    expect(read('“Prod EU” since — 2h')).toEqual(['"Prod EU"', 'since', '-', '2h']);
    expect(read('‘alice b’ denied')).toEqual(['"alice b"', 'denied']);
    expect(read('sg\u20110abc\u00a0since\u200b 2h')).toEqual(['sg-0abc', 'since', '2h']);
  });

  it('takes links apart, and leaves members marked as members', () => {
    expect(read('<mailto:alice@example.com|alice@example.com> by <@U0123ABCD|alice>')).toEqual([
      'alice@example.com',
      'by',
      '<@U0123ABCD>',
    ]);
    expect(read('<http://alice.example.com|alice.example.com>')).toEqual(['alice.example.com']);
    expect(read('<#C0123ABCD|general> <!subteam^S0123|@sec>')).toEqual([
      '<#C0123ABCD>',
      '<!subteam^S0123>',
    ]);
  });

  it('decodes entities after the links are gone', () => {
    expect(read('a&amp;b &lt;@U0123&gt;')).toEqual(['a&b', '<@U0123>']);
    expect(read('&amp;lt;')).toEqual(['&lt;']);
  });

  it('drops marks of format around words only', () => {
    expect(read('*sg-0abc123* `DeleteTrail` ~x~ a*b')).toEqual([
      'sg-0abc123',
      'DeleteTrail',
      'x',
      'a*b',
    ]);
  });

  it.each([
    [
      'https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#SecurityGroup:groupId=sg-0abc1234def567890',
      'sg-0abc1234def567890',
    ],
    [
      'https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#InstanceDetails:instanceId=i-0abcdef1234567890',
      'i-0abcdef1234567890',
    ],
    [
      'https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/users/details/alice?section=permissions',
      'alice',
    ],
    ['https://us-east-1.console.aws.amazon.com/iam/home#/roles/details/deploy', 'deploy'],
    ['https://console.aws.amazon.com/iam/home#/users/alice%40example.com', 'alice@example.com'],
    [
      'https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/4c8b2b1e-0000-4000-8000-0123456789ab',
      '4c8b2b1e-0000-4000-8000-0123456789ab',
    ],
    [
      'https://s3.console.aws.amazon.com/s3/buckets/my-bucket?region=eu-west-1&tab=objects',
      'my-bucket',
    ],
    [
      'https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/orders-api?tab=code',
      'orders-api',
    ],
    [
      'https://us-east-1.console.aws.amazon.com/iam/home#/policies/arn%3Aaws%3Aiam%3A%3A111122223333%3Apolicy%2Fdeploy',
      'arn:aws:iam::111122223333:policy/deploy',
    ],
    ['s3://my-bucket/some/key.json', 'my-bucket'],
    ['https://my-bucket.s3.eu-west-1.amazonaws.com/key', 'my-bucket'],
  ])('finds in %s what it is about', (url, word) => {
    expect(read(`<${url}> since 2h`)).toEqual([word, 'since', '2h']);
    expect(read(url)).toEqual([word]);
  });

  it('tells the region of a pasted address', () => {
    expect(
      readWords(
        '<https://console.aws.amazon.com/ec2/home?region=eu-west-1#SecurityGroup:groupId=sg-0abc1234>',
      ),
    ).toMatchObject({ region: 'eu-west-1' });
  });

  it('leaves addresses of other hosts as they are', () => {
    expect(read('<https://console.aws.amazon.com.example.com/#/users/alice>')).toEqual([
      'https://console.aws.amazon.com.example.com/#/users/alice',
    ]);
  });

  it('keeps quoted words together, also after a prefix or a comma', () => {
    expect(read('user:"alice b" in prod,"Prod EU",x')).toEqual([
      'user:alice b',
      'in',
      'prod,',
      '"Prod EU"',
      ',x',
    ]);
    expect(read("alice's role")).toEqual(["alice's", 'role']);
  });

  it('tells of a quote that does not end', () => {
    expect(readWords('"Prod EU since 2h')).toMatchObject({ kind: 'wrong' });
    expect(readWords('user:"alice')).toMatchObject({ kind: 'wrong' });
  });

  it('refuses what nobody types', () => {
    expect(readWords('x'.repeat(2001))).toMatchObject({
      kind: 'wrong',
      problem: ['That is 2001 characters long; 2000 are read at most.'],
    });
  });

  it.each(['<', '"', '*', '`', 'arn:aws:', 'https://', '&lt;', '<@U', 's3://', '~*', "',", 'a:"'])(
    'takes no longer than the text is long: %s',
    (piece) => {
      const started = performance.now();

      readWords(piece.repeat(Math.floor(2000 / piece.length)));
      readWords(piece.repeat(20_000));

      expect(performance.now() - started).toBeLessThan(50);
    },
  );

  it('is empty for nothing', () => {
    expect(read('  \n ')).toEqual([]);
  });
});
