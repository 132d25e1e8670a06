import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors.ts';
import type { AccountId, RegionId } from '../../../src/core/ids.ts';
import type { Suppression, TrailBucket } from '../../../src/core/settings.ts';
import { toAlerts } from '../../../src/notifiers/index.ts';
import { record } from '../../detections/records.ts';
import { alertsOf } from '../../notifiers/helpers.ts';
import { createRig, toChannel } from '../rig.ts';

const bucket = 'example-trail-logs';
const listed: TrailBucket = {
  bucket,
  account: '777788889999' as AccountId,
  region: 'eu-west-1' as RegionId,
  prefix: undefined,
};

const keyOf = (unique: string, folder = 'CloudTrail'): string =>
  `AWSLogs/111122223333/${folder}/eu-west-1/2026/03/01/111122223333_${folder}_eu-west-1_20260301T1000Z_${unique}.json.gz`;

const changeOf = (id: string, more: object = {}) =>
  record('ec2', 'DeleteSecurityGroup', {
    eventID: id,
    eventTime: '2026-03-01T09:59:00Z',
    requestParameters: { groupId: `sg-${id}` },
    ...more,
  });

const lookOf = (id: string) => record('ec2', 'DescribeVpcs', { eventID: id });

const fileOf = (...records: readonly unknown[]): Buffer =>
  gzipSync(JSON.stringify({ Records: records }));

const noticeOf = (...keys: readonly string[]) => ({ s3Bucket: bucket, s3ObjectKey: keys });

const s3NoticeOf = (key: string, name = bucket) => ({
  Records: [
    {
      eventSource: 'aws:s3',
      eventName: 'ObjectCreated:Put',
      eventTime: '2026-01-01T00:00:10Z',
      awsRegion: 'eu-west-1',
      s3: { bucket: { name }, object: { key: encodeURIComponent(key) } },
    },
  ],
});

const denied = (): AppError =>
  new AppError('s3:GetObject in 777788889999: the permission s3:GetObject is missing.', {
    kind: 'access',
    code: 'aws_access_denied',
    hint: 'Add {"Effect":"Allow","Action":"s3:GetObject"} to the policy.',
  });

const gone = (): AppError =>
  new AppError('s3:GetObject: there is no such object.', { kind: 'input', code: 'aws_not_found' });

const busy = (): AppError =>
  new AppError('AWS has a fault.', { kind: 'upstream', code: 'aws_unavailable', retryable: true });

interface Options {
  readonly startAt?: number;
  readonly suppress?: readonly Suppression[];
  readonly buckets?: readonly TrailBucket[];
  readonly takesUnwatched?: boolean;
}

/** The rig with a bucket in memory. */
const createScene = async (options: Options = {}) => {
  const { buckets = [listed], takesUnwatched = false, startAt, suppress = [] } = options;
  const objects = new Map<string, Buffer | (() => Error)>();
  const fetched: string[] = [];
  const rig = await createRig({
    suppress,
    ...(startAt !== undefined && { startAt }),
    destinations: (alert) =>
      alert.isUnwatched === true && !takesUnwatched ? [] : toChannel('sec')(alert),
    logFiles: {
      buckets: () => buckets,
      fetch: async (_, key) => {
        fetched.push(key);
        const found = objects.get(key) ?? gone;
        if (typeof found === 'function') throw found();
        return found;
      },
      alertsOf: toAlerts,
      takesUnwatched: () => takesUnwatched,
    },
  });
  const { clock, slack, store, send } = rig;

  /** Unzipping takes real time; what follows from it, simulated time. */
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let turns = 0; turns < 500 && !isSo(); turns += 1) {
      await clock.pass(100);
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
  };

  /** Files that were read to their end, well or not. */
  const ended = (): number =>
    ['read', 'unreadable'].reduce(
      (sum, outcome) => sum + (rig.counted[`trailwarden_log_files_total ${outcome}`] ?? 0),
      0,
    );

  return {
    ...rig,
    objects,
    fetched,
    until,
    /** Tells of it, and lets so many files be read to their end. */
    tell: async (message: object, files = 1): Promise<void> => {
      const before = ended();
      await send(...alertsOf(message));
      await until(() => ended() >= before + files);
      await clock.pass(3_000);
    },
    roots: (): readonly string[] => slack.roots('sec').map(slack.text),
    notices: (): readonly string[] => slack.roots('fallback').map(slack.text),
    incidents: () =>
      store.transaction((tx) => tx.incidents.between(0, Number.MAX_SAFE_INTEGER, 99)),
    quarantined: () => store.transaction((tx) => tx.inbox.quarantined(99)),
  };
};

describe('a log file that cannot be read', () => {
  const whole = fileOf(changeOf('a'), lookOf('b'));
  const bomb = gzipSync(Buffer.alloc(51 * 1024 * 1024, ' '));

  it.each([
    ['is cut off', whole.subarray(0, whole.length - 12), 'The gzip file is cut off.'],
    ['is not gzip', Buffer.from('<html>'), 'The file is not gzip, or damaged.'],
    ['is empty', Buffer.alloc(0), 'The gzip file is cut off.'],
    ['is far larger than it seems', bomb, 'more than 50 MiB'],
    ['is no JSON', gzipSync('hello'), 'The file is not a JSON object.'],
    ['has no records', gzipSync('{"Records":{}}'), 'The file has no list of Records.'],
    ['is gone', gone, 'there is no such object'],
  ])('because it %s is told with its cure, and its notice is kept', async (_, object, reason) => {
    const scene = await createScene();
    const { objects, tell, notices, quarantined, counted } = scene;
    objects.set(keyOf('a'), object);

    await tell(noticeOf(keyOf('a')));

    const [row, ...more] = await quarantined();
    expect(more).toEqual([]);
    expect(row?.error).toContain(`${bucket}/AWSLogs/`);
    expect(notices()).toHaveLength(1);
    expect(notices()[0]).toContain(reason);
    expect(notices()[0]).toContain(`npm run store -- requeue ${row?.id ?? ''}`);
    expect(counted['trailwarden_log_files_total unreadable']).toBe(1);
    expect(scene.roots()).toEqual([]);
  });

  it('is told once a bucket, reason and day, and counted each time', async () => {
    const scene = await createScene({ startAt: Date.UTC(2026, 2, 1, 23, 58) });
    const { objects, tell, notices, counted } = scene;
    for (const name of ['a', 'b', 'c']) objects.set(keyOf(name), Buffer.from('x'));
    objects.set(keyOf('d'), gone);

    await tell(noticeOf(keyOf('a'), keyOf('b')), 2);
    await tell(s3NoticeOf(keyOf('c')));
    await tell(noticeOf(keyOf('d')));
    const today = notices().length;
    await scene.clock.pass(2 * 60_000);
    objects.set(keyOf('e'), Buffer.from('x'));
    await tell(noticeOf(keyOf('e')));

    expect(today).toBe(2);
    expect(notices()).toHaveLength(3);
    expect(counted['trailwarden_log_files_total unreadable']).toBe(5);
    expect(await scene.quarantined()).toHaveLength(4);
  });

  it('shows what stands before the place where it is damaged', async () => {
    const { objects, tell, roots, notices } = await createScene();
    const text = JSON.stringify({ Records: [changeOf('a'), changeOf('b')] });
    objects.set(keyOf('a'), gzipSync(text.slice(0, -20)));

    await tell(noticeOf(keyOf('a')));

    expect(roots()).toEqual([expect.stringContaining('sg-a')]);
    expect(notices()).toEqual([expect.stringContaining('The file ends in the middle.')]);
  });

  it('for a record that is broken shows all others', async () => {
    const { objects, tell, roots, notices } = await createScene();
    const text = JSON.stringify({ Records: [changeOf('a'), 'broken', changeOf('b')] });
    objects.set(keyOf('a'), gzipSync(text.replace('"broken"', 'broken')));

    await tell(noticeOf(keyOf('a')));

    expect(roots()).toHaveLength(2);
    expect(notices()).toEqual([expect.stringContaining('1 record of the file could not be read')]);
  });

  it('for want of a right is told with the policy line, and read as soon as there is one', async () => {
    const scene = await createScene();
    const { objects, notices, roots, fetched } = scene;
    for (const name of ['a', 'b', 'c']) objects.set(keyOf(name), denied);

    await scene.send(...alertsOf(noticeOf(keyOf('a'), keyOf('b'), keyOf('c'))));
    await scene.clock.pass(10_000);
    const asked = fetched.length;
    for (const name of ['a', 'b', 'c']) objects.set(keyOf(name), fileOf(changeOf(name)));
    await scene.clock.pass(6 * 60_000);
    await scene.until(() => roots().length === 3);

    expect(asked).toBeLessThanOrEqual(2);
    expect(notices()).toHaveLength(1);
    expect(notices()[0]).toContain('"Action":"s3:GetObject"');
    expect(notices()[0]).toContain('It is tried again for a day.');
    expect(roots()).toHaveLength(3);
    expect(await scene.quarantined()).toEqual([]);
  });

  it('for want of a right the whole day long is put aside', async () => {
    const scene = await createScene();
    scene.objects.set(keyOf('a'), denied);
    const failingSince = scene.clock.now() - 25 * 60 * 60_000;
    await scene.send(...alertsOf(noticeOf(keyOf('a'))));
    await scene.clock.pass(10_000);
    await scene.store.transaction(async (tx) => {
      const work = await tx.due.get(`log-file ${bucket}/${keyOf('a')}`);
      if (work === undefined || typeof work.payload !== 'object') throw new Error('not waiting');
      await tx.due.put({ ...work, payload: { ...work.payload, failingSince } });
    });

    await scene.clock.pass(6 * 60_000);

    expect(await scene.quarantined()).toHaveLength(1);
    expect(scene.notices()).toHaveLength(2);
    expect(scene.notices()[1]).toContain('npm run store -- requeue');
  });

  it('while AWS has a fault is tried again without a word', async () => {
    const { objects, send, clock, until, notices, roots } = await createScene();
    objects.set(keyOf('a'), busy);

    await send(...alertsOf(noticeOf(keyOf('a'))));
    await clock.pass(10_000);
    objects.set(keyOf('a'), fileOf(changeOf('a')));
    await until(() => roots().length === 1);

    expect(notices()).toEqual([]);
    expect(roots()).toHaveLength(1);
  });
});

describe('a notice of objects', () => {
  it('in a bucket that is not listed is shown, with the line to add, and fetches nothing', async () => {
    const { tell, roots, fetched } = await createScene({ buckets: [] });

    await tell(s3NoticeOf(keyOf('a')), 0);

    expect(fetched).toEqual([]);
    expect(roots()).toHaveLength(1);
    expect(roots()[0]).toContain(`S3 object ${bucket}/AWSLogs/`);
    expect(roots()[0]).toContain(
      `- { bucket: ${bucket}, account: <its account>, region: eu-west-1 }`,
    );
  });

  it('in a bucket that is not listed is one message, however many files come all day long', async () => {
    const { tell, slack, roots } = await createScene({ buckets: [] });

    for (let n = 0; n < 12; n += 1) await tell(s3NoticeOf(keyOf(`a${n}`)), 0);

    expect(roots()).toHaveLength(1);
    expect(slack.messages).toHaveLength(1);
  });

  it('that are no log files, in a bucket that is not listed, is shown as ever', async () => {
    const { tell, roots } = await createScene();

    await tell(s3NoticeOf('cats/1.jpg', 'example-cats'), 0);

    expect(roots()).toEqual([expect.stringContaining('S3 object example-cats/cats/1.jpg')]);
    expect(roots()[0]).not.toContain('trailBuckets');
  });

  it('that are no log files, in a listed bucket, is counted and shown nowhere', async () => {
    const scene = await createScene({ buckets: [{ ...listed, prefix: 'logs' }] });

    const digest = `logs/${keyOf('a', 'CloudTrail-Digest')}`;
    const insight = `logs/${keyOf('b', 'CloudTrail-Insight')}`;
    await scene.tell(noticeOf(digest, insight), 0);
    await scene.tell(s3NoticeOf('logs/cats.jpg'), 0);
    await scene.tell(s3NoticeOf(keyOf('c')), 0);

    expect(scene.fetched).toEqual([]);
    expect(scene.counted['trailwarden_log_files_total ignored']).toBe(4);
    expect(scene.slack.messages).toEqual([]);
    expect(await scene.quarantined()).toEqual([]);
  });

  it('is not told of by what it keeps in the store', async () => {
    const { tell, incidents } = await createScene({ buckets: [] });

    await tell(noticeOf(keyOf('a')), 0);

    expect(await incidents()).toHaveLength(1);
    expect(JSON.stringify(await incidents())).not.toContain('logFiles');
  });
});

describe('a log file of a listed bucket', () => {
  it('with 10,000 records of which two matter is two incidents', async () => {
    const scene = await createScene();
    const records = Array.from({ length: 10_000 }, (_, n) => lookOf(`look-${n}`));
    records[17] = changeOf('a');
    records[9_990] = changeOf('b');
    scene.objects.set(keyOf('a'), fileOf(...records));

    await scene.tell(s3NoticeOf(keyOf('a')));

    expect(scene.roots()).toHaveLength(2);
    expect(scene.roots().join('\n')).toContain('sg-b');
    expect(scene.counted['trailwarden_events_ignored_total']).toBe(9_998);
    expect(scene.counted['trailwarden_log_files_total read']).toBe(1);
    expect(await scene.incidents()).toMatchObject([
      { detection: 'security-group-change', latest: { topic: expect.stringContaining('sns') } },
      { detection: 'security-group-change' },
    ]);
  });

  it('that two notices tell of is read once while it waits, and counted once ever', async () => {
    const scene = await createScene();
    const { objects, tell, fetched, incidents } = scene;
    objects.set(keyOf('a'), fileOf(changeOf('a'), changeOf('b')));
    const event = {
      source: 'aws.s3',
      'detail-type': 'Object Created',
      account: '777788889999',
      region: 'eu-west-1',
      detail: { bucket: { name: bucket }, object: { key: keyOf('a') } },
    };

    await scene.accept(JSON.stringify(alertsOf(s3NoticeOf(keyOf('a')))));
    await tell(event);
    const first = fetched.length;
    await tell(noticeOf(keyOf('a')));

    expect(first).toBe(1);
    expect(fetched).toHaveLength(2);
    expect(scene.roots()).toHaveLength(2);
    expect((await incidents()).map(({ firings }) => firings)).toEqual([1, 1]);
  });

  it('with an event that EventBridge brought shows it once', async () => {
    const scene = await createScene();
    scene.objects.set(keyOf('a'), fileOf(changeOf('a')));

    const type = 'AWS API Call via CloudTrail';
    const event = { 'detail-type': type, source: 'aws.ec2', detail: changeOf('a') };
    await scene.tell(event, 0);
    await scene.tell(noticeOf(keyOf('a')));

    expect(scene.roots()).toHaveLength(1);
    expect(await scene.incidents()).toMatchObject([{ firings: 1 }]);
  });

  it('with 300 changes of one session is one incident', async () => {
    const scene = await createScene();
    const { slack, objects, tell, incidents } = scene;
    const identity = {
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLE:ci',
        arn: 'arn:aws:sts::111122223333:assumed-role/deploy/ci',
        accountId: '111122223333',
        accessKeyId: 'ASIAEXAMPLE00000000A',
        sessionContext: { sessionIssuer: { type: 'Role', userName: 'deploy' } },
      },
    };
    const changes = Array.from({ length: 300 }, (_, n) => changeOf(`c${n}`, identity));
    objects.set(keyOf('a'), fileOf(...changes));

    await tell(noticeOf(keyOf('a')));
    await scene.clock.pass(6 * 60_000);

    expect(await incidents()).toHaveLength(1);
    expect(slack.messages.length).toBeLessThanOrEqual(3);
    expect(scene.roots()[0]).toContain('300');
  });

  it('holds back what the settings suppress', async () => {
    const scene = await createScene({
      suppress: [
        {
          reason: 'a drill',
          until: Date.UTC(2030, 0, 1),
          actors: ['arn:aws:iam::111122223333:user/alice'],
          detections: undefined,
          accounts: undefined,
          userAgent: undefined,
          address: undefined,
          session: undefined,
        },
      ],
    });
    const bob = {
      userIdentity: {
        type: 'IAMUser',
        userName: 'bob',
        accountId: '111122223333',
        arn: 'arn:aws:iam::111122223333:user/bob',
      },
    };
    scene.objects.set(keyOf('a'), fileOf(changeOf('a'), changeOf('b', bob)));

    await scene.tell(noticeOf(keyOf('a')));

    expect(scene.roots()).toEqual([expect.stringContaining('sg-b')]);
    expect(scene.counted['trailwarden_events_held_back_total suppressed']).toBe(1);
  });

  it('gives records that nobody watches for to routes that ask for them', async () => {
    const scene = await createScene({ takesUnwatched: true });
    scene.objects.set(keyOf('a'), fileOf(lookOf('a'), 7, { some: 'thing' }));

    await scene.tell(noticeOf(keyOf('a')));

    expect(scene.roots()).toEqual([expect.stringContaining('EC2 DescribeVpcs')]);
    expect(scene.counted['trailwarden_events_ignored_total']).toBe(2);
  });
});
