import { describe, expect, it } from 'vitest';
import { isTrailLog, logFilesIn } from '../../src/core/log-file.ts';

const key =
  'AWSLogs/o-exampleorg1/111122223333/CloudTrail/eu-west-1/2026/03/01/111122223333_CloudTrail_eu-west-1_20260301T1000Z_abcdefghijklmnop.json.gz';

const notice = (object: object, more: object = {}) => ({
  eventSource: 'aws:s3',
  eventName: 'ObjectCreated:Put',
  awsRegion: 'eu-west-1',
  s3: { bucket: { name: 'example-trail-logs' }, object },
  ...more,
});

const event = (object: object, more: object = {}) => ({
  source: 'aws.s3',
  'detail-type': 'Object Created',
  account: '777788889999',
  region: 'eu-west-1',
  detail: { bucket: { name: 'example-trail-logs' }, object },
  ...more,
});

describe('logFilesIn', () => {
  it('reads a notice of S3, whose key is encoded', () => {
    expect(logFilesIn(notice({ key: 'a%2Fb+c%2Bd/%C3%A9' }))).toEqual([
      { bucket: 'example-trail-logs', key: 'a/b c+d/é', region: 'eu-west-1' },
    ]);
  });

  it('reads an event of EventBridge, whose key is not', () => {
    expect(logFilesIn(event({ key: 'a%2Fb+c' }))).toEqual([
      {
        bucket: 'example-trail-logs',
        key: 'a%2Fb+c',
        region: 'eu-west-1',
        account: '777788889999',
      },
    ]);
  });

  it("reads CloudTrail's own notice of several files", () => {
    expect(logFilesIn({ s3Bucket: 'example-trail-logs', s3ObjectKey: [key, 'b'] })).toEqual([
      { bucket: 'example-trail-logs', key },
      { bucket: 'example-trail-logs', key: 'b' },
    ]);
  });

  it('keeps a key whose encoding is broken as it is', () => {
    expect(logFilesIn(notice({ key: '100%' }))).toMatchObject([{ key: '100%' }]);
  });

  it.each([
    ['nothing', undefined],
    ['a list', [notice({ key })]],
    ['an object that was removed', notice({ key }, { eventName: 'ObjectRemoved:Delete' })],
    ['a record of CloudTrail', notice({ key }, { eventSource: 's3.amazonaws.com' })],
    ["a test event of S3's", { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'b' }],
    ['an event of somebody else', event({ key }, { source: 'my.app' })],
    ['an event of a deletion', event({ key }, { 'detail-type': 'Object Deleted' })],
    ['keys that are no list', { s3Bucket: 'example-trail-logs', s3ObjectKey: key }],
    ['keys that are no texts', { s3Bucket: 'example-trail-logs', s3ObjectKey: [{}, 1] }],
    ['no bucket', { s3ObjectKey: [key] }],
    ['a bucket that is none', { s3Bucket: '../x', s3ObjectKey: [key] }],
    ['a key that no store can hold', notice({ key: 'a%00b' })],
    ['half a character', event({ key: 'a\ud800' })],
    ['a key that is too long', notice({ key: 'a'.repeat(1025) })],
    ['no key', notice({ key: '' })],
  ])('finds none in %s', (_, body) => {
    expect(logFilesIn(body)).toEqual([]);
  });
});

describe('isTrailLog', () => {
  const plain = key.replace('o-exampleorg1/', '');

  it.each([
    ["an organisation's", key, undefined],
    ["an account's", plain, undefined],
    ['one under a prefix', `logs/all/${plain}`, undefined],
    ['one under the prefix that is fixed', `logs/all/${plain}`, 'logs/all'],
  ])('is true of %s', (_, name, prefix) => {
    expect(isTrailLog(name, prefix)).toBe(true);
  });

  it.each([
    ['a digest', key.replace('/CloudTrail/', '/CloudTrail-Digest/'), undefined],
    ['Insights', key.replace('/CloudTrail/', '/CloudTrail-Insight/'), undefined],
    ['a log of Config', key.replace('/CloudTrail/', '/Config/'), undefined],
    ['a folder', key.slice(0, key.lastIndexOf('/') + 1), undefined],
    ['another ending', key.replace('.json.gz', '.json'), undefined],
    ['what stands deeper', key.replace('2026/03/01/', '2026/03/01/x/'), undefined],
    ['another prefix', `logs/${plain}`, 'other'],
    ['a longer prefix', `other/logs/${plain}`, 'logs'],
    ['no prefix where one is fixed', plain, 'logs'],
    ['words', 'AWSLogs', undefined],
    ['the same word a hundred times', 'AWSLogs/'.repeat(128), undefined],
  ])('is false of %s', (_, name, prefix) => {
    expect(isTrailLog(name, prefix)).toBe(false);
  });
});
