import { describe, expect, it } from 'vitest';
import { loadText } from './load-text.ts';

/** Settings with these buckets, each one line. */
const load = (...buckets: readonly string[]) =>
  loadText(`accounts:
  - { id: '777788889999', name: security, groups: [core] }
trailBuckets:
${buckets.map((bucket) => `  - { ${bucket} }`).join('\n')}
`);

const bucketsOf = async (...buckets: readonly string[]) => {
  const loaded = await load(...buckets);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.settings.trailBuckets;
};

const problemsOf = async (...buckets: readonly string[]) => {
  const loaded = await load(...buckets);
  return loaded.ok ? [] : loaded.problems;
};

const right = 'bucket: example-trail-logs, account: security, region: eu-west-1';

describe('trailBuckets', () => {
  it('is empty where nothing is said: no bucket is read', async () => {
    expect(await bucketsOf()).toEqual([]);
  });

  it('is read with the ids of accounts; one bucket may stand there by two prefixes', async () => {
    const found = await bucketsOf(
      right,
      `${right.replace('security', "'777788889999'")}, prefix: logs/all`,
    );

    const place = { bucket: 'example-trail-logs', account: '777788889999', region: 'eu-west-1' };
    expect(found).toEqual([
      { ...place, prefix: undefined },
      { ...place, prefix: 'logs/all' },
    ]);
  });

  it.each([
    ['an address', right.replace('example-trail-logs', 's3://example-trail-logs'), 'without s3://'],
    ['an ARN', right.replace('example', 'arn:aws:s3:::example'), 'not the name of a bucket'],
    ['every bucket', right.replace('example-trail-logs', "'*'"), 'not the name of a bucket'],
    ['no region', 'bucket: example-trail-logs, account: security', 'region'],
    ['another account', right.replace('security', 'securty'), 'Did you mean "security"?'],
    ['a group', right.replace('security', 'core'), 'no entry of accounts has that id or name'],
    ['a prefix with a slash', `${right}, prefix: logs/`, 'without / at its ends'],
    ['a prefix that is none', `${right}, prefix: AWSLogs/111122223333`, 'has AWSLogs in it'],
    ['a word that is unknown', `${right}, key: x`, 'key'],
  ])('is refused with %s, and why is said', async (_, bucket, says) => {
    const problems = await problemsOf(bucket);

    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(says);
  });

  it('is refused with a bucket that is named twice', async () => {
    expect(await problemsOf(right, right)).toEqual([
      expect.stringContaining('names the bucket "example-trail-logs" a second time'),
    ]);
  });
});
