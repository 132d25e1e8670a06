import { describe, expect, it } from 'vitest';
import { createTrailReader } from '../../src/aws/cloudtrail.ts';
import { createLogReader } from '../../src/aws/logs.ts';
import type { Trail } from '../../src/aws/trail-types.ts';
import { here, other, reading, there, useAws } from './rig.ts';

const rig = useAws();

describe('lookup', () => {
  const wanted = {
    attribute: { key: 'EventName', value: 'DeleteBucket' },
    from: 1_770_000_000_000,
    to: 1_770_003_600_000,
    token: undefined,
  } as const;

  it('asks for one page of fifty and gives the records as they stand in the log', async () => {
    const record = { eventID: '1', eventName: 'DeleteBucket', userIdentity: { type: 'Root' } };
    rig.aws.on('LookupEvents', () => ({
      value: { Events: [{ CloudTrailEvent: JSON.stringify(record) }], NextToken: 'more' },
    }));

    const page = await createTrailReader(rig.clients).lookup(here, wanted, reading());

    expect(page).toEqual({ records: [record], next: 'more' });
    expect(rig.aws.calls[0]?.input).toEqual({
      StartTime: 1_770_000_000,
      EndTime: 1_770_003_600,
      MaxResults: 50,
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'DeleteBucket' }],
    });
  });

  it('replays a token with the very same parameters', async () => {
    rig.aws.on('LookupEvents', () => ({ value: { Events: [] } }));
    const trail = createTrailReader(rig.clients);

    await trail.lookup(here, wanted, reading());
    const page = await trail.lookup(here, { ...wanted, token: 'more' }, reading());

    const [first, second] = rig.aws.calls.map(({ input }) => input);
    expect(second).toEqual({ ...first, NextToken: 'more' });
    expect(page.next).toBeUndefined();
  });

  it.each(['{"eventID":', '"a word"', undefined])(
    'tells of the record %j what AWS says beside it, and keeps the rest of the page',
    async (broken) => {
      rig.aws.on('LookupEvents', () => ({
        value: {
          Events: [
            {
              EventId: '2',
              EventName: 'PutBucketPolicy',
              EventSource: 's3.amazonaws.com',
              EventTime: 1_770_000_000,
              ReadOnly: 'false',
              Username: 'alice',
              AccessKeyId: 'AKIAEXAMPLE',
              Resources: [{ ResourceType: 'AWS::S3::Bucket', ResourceName: 'reports' }],
              CloudTrailEvent: broken,
            },
            { CloudTrailEvent: '{"eventID":"3"}' },
          ],
        },
      }));

      const { records } = await createTrailReader(rig.clients).lookup(there, wanted, reading());

      expect(records).toEqual([
        {
          eventID: '2',
          eventName: 'PutBucketPolicy',
          eventSource: 's3.amazonaws.com',
          eventTime: '2026-02-02T02:40:00.000Z',
          awsRegion: 'eu-west-1',
          recipientAccountId: other,
          readOnly: false,
          userIdentity: { userName: 'alice', accessKeyId: 'AKIAEXAMPLE' },
          resources: [{ ARN: 'reports', type: 'AWS::S3::Bucket' }],
        },
        { eventID: '3' },
      ]);
    },
  );
});

describe('trails', () => {
  const trail: Trail = {
    arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main',
    name: 'main',
    homeRegion: 'us-east-1',
    isMultiRegion: true,
    isOrganization: false,
    logFileValidation: true,
    logGroupArn: undefined,
  };

  const shown = {
    TrailARN: trail.arn,
    Name: 'main',
    HomeRegion: 'us-east-1',
    IsMultiRegionTrail: true,
    LogFileValidationEnabled: true,
  };
  const listed = (region: string, name: string) => ({
    TrailARN: `arn:aws:cloudtrail:${region}:111122223333:trail/${name}`,
    Name: name,
    HomeRegion: region,
  });

  it('are read with their shadows', async () => {
    rig.aws.on('DescribeTrails', () => ({ value: { trailList: [shown] } }));
    rig.aws.on('ListTrails', () => ({ value: { Trails: [listed('us-east-1', 'main')] } }));

    expect(await createTrailReader(rig.clients).trails(here, reading())).toEqual([trail]);
    expect(rig.aws.calls.find(({ action }) => action === 'DescribeTrails')?.input).toEqual({
      includeShadowTrails: true,
    });
    expect(rig.aws.calls).toHaveLength(2);
  });

  it('are read where they are, if they record only one other region', async () => {
    rig.aws.on('ListTrails', ({ input }) => ({
      value: input['NextToken']
        ? { Trails: [listed('ap-south-1', 'b'), listed('us-east-1', 'main')] }
        : { Trails: [listed('us-west-2', 'a')], NextToken: 'more' },
    }));
    rig.aws.on('DescribeTrails', ({ region }) => ({
      value: {
        trailList: {
          'eu-west-1': [shown],
          'us-west-2': [listed('us-west-2', 'a')],
          'ap-south-1': [listed('ap-south-1', 'b')],
        }[region],
      },
    }));

    const trails = await createTrailReader(rig.clients).trails(here, reading());

    expect(trails).toMatchObject([
      trail,
      { name: 'a', homeRegion: 'us-west-2', isMultiRegion: false },
      { name: 'b', homeRegion: 'ap-south-1', isMultiRegion: false },
    ]);
    const elsewhere = rig.aws.calls.filter(
      ({ action, region }) => action === 'DescribeTrails' && region !== 'eu-west-1',
    );
    expect(elsewhere.map(({ input }) => input['trailNameList'])).toEqual([
      [listed('us-west-2', 'a').TrailARN],
      [listed('ap-south-1', 'b').TrailARN],
    ]);
  });

  const management = (value: string, ...readOnly: string[]) => ({
    FieldSelectors: [
      { Field: 'eventCategory', Equals: [value] },
      ...(readOnly.length > 0 ? [{ Field: 'readOnly', Equals: readOnly }] : []),
    ],
  });

  it.each([
    ['all', { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] }],
    ['write-only', { EventSelectors: [{ ReadWriteType: 'WriteOnly' }] }],
    ['read-only', { EventSelectors: [{ ReadWriteType: 'ReadOnly' }] }],
    ['all', { EventSelectors: [{ ReadWriteType: 'ReadOnly' }, { ReadWriteType: 'WriteOnly' }] }],
    ['none', { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: false }] }],
    ['all', { AdvancedEventSelectors: [management('Management')] }],
    ['write-only', { AdvancedEventSelectors: [management('Management', 'false')] }],
    ['read-only', { AdvancedEventSelectors: [management('Management', 'true')] }],
    ['none', { AdvancedEventSelectors: [management('Data')] }],
    ['unknown', {}],
  ])('records %s management events by %j', async (expected, selectors) => {
    rig.aws.on('GetTrailStatus', () => ({ value: { IsLogging: true } }));
    rig.aws.on('GetEventSelectors', () => ({ value: selectors }));

    const state = await createTrailReader(rig.clients).trailState(here, trail, reading());

    expect(state).toEqual({ isLogging: true, deliveryError: undefined, management: expected });
    expect(rig.aws.calls).toMatchObject([
      { region: 'us-east-1', input: { Name: trail.arn } },
      { region: 'us-east-1', input: { TrailName: trail.arn } },
    ]);
  });

  it("does not know an organisation's selectors that it may not see, but its state", async () => {
    rig.aws.on('GetTrailStatus', () => ({
      value: { IsLogging: true, LatestDeliveryError: 'NoSuchBucket' },
    }));
    rig.aws.on('GetEventSelectors', () => ({ error: 'AccessDeniedException' }));

    expect(await createTrailReader(rig.clients).trailState(here, trail, reading())).toEqual({
      isLogging: true,
      deliveryError: 'NoSuchBucket',
      management: 'unknown',
    });
  });
});

describe('createLogReader', () => {
  it('gives one page, an empty one with a token too', async () => {
    rig.aws.on('FilterLogEvents', ({ input }) => ({
      value: input['nextToken']
        ? { events: [{ logStreamName: 's', timestamp: 5, message: '{"a":1}' }] }
        : { events: [], nextToken: 'more' },
    }));
    const logs = createLogReader(rig.clients);
    const wanted = { logGroup: 'trail', pattern: '{ $.a = 1 }', from: 1, to: 9, token: undefined };

    const first = await logs.filter(here, wanted, reading());
    const second = await logs.filter(here, { ...wanted, token: first.next }, reading());

    expect(first).toEqual({ events: [], next: 'more' });
    expect(second).toEqual({
      events: [{ stream: 's', at: 5, message: '{"a":1}' }],
      next: undefined,
    });
    expect(rig.aws.calls[0]?.input).toEqual({
      logGroupName: 'trail',
      filterPattern: '{ $.a = 1 }',
      startTime: 1,
      endTime: 9,
    });
  });

  it('asks for the newest first, where AWS can', async () => {
    rig.aws.on('FilterLogEvents', () => ({ value: {} }));
    const logs = createLogReader(rig.clients);
    const wanted = { logGroup: 'trail', pattern: undefined, to: Date.UTC(2026), token: undefined };

    await logs.filter(here, { ...wanted, from: Date.UTC(2024) }, reading());
    await logs.filter(here, { ...wanted, from: Date.UTC(2024) - 1 }, reading());

    expect(rig.aws.calls.map(({ input }) => input['startFromHead'])).toEqual([false, undefined]);
  });

  it('names a log group of another account by its ARN', async () => {
    const arn = 'arn:aws:logs:eu-west-1:444455556666:log-group:trail';
    rig.aws.on('FilterLogEvents', () => ({ value: {} }));
    const wanted = { logGroup: `${arn}:*`, pattern: undefined, from: 1, to: 2, token: undefined };

    await createLogReader(rig.clients).filter(here, wanted, reading());

    expect(rig.aws.calls[0]?.input).toEqual({ logGroupIdentifier: arn, startTime: 1, endTime: 2 });
  });

  it('starts a query in whole seconds, reads its rows and stops it', async () => {
    rig.aws.on('StartQuery', () => ({ value: { queryId: 'q' } }));
    rig.aws.on('GetQueryResults', () => ({
      value: {
        status: 'Complete',
        results: [[{ field: '@message', value: '{}' }]],
        statistics: { bytesScanned: 12 },
      },
    }));
    rig.aws.on('StopQuery', () => ({ value: { success: true } }));
    const logs = createLogReader(rig.clients);
    const wanted = { logGroup: 'trail', query: 'fields @message', from: 1500, to: 2500, limit: 9 };

    const id = await logs.startQuery(here, wanted, reading());
    const results = await logs.queryResults(here, id, reading());
    await logs.stopQuery(here, id, reading());

    expect(results).toEqual({
      status: 'complete',
      rows: [{ '@message': '{}' }],
      bytesScanned: 12,
    });
    expect(rig.aws.calls.map(({ input }) => input)).toEqual([
      {
        logGroupName: 'trail',
        queryString: 'fields @message',
        startTime: 1,
        endTime: 3,
        limit: 9,
      },
      { queryId: 'q' },
      { queryId: 'q' },
    ]);
  });

  it.each([
    ['Scheduled', 'running'],
    ['Running', 'running'],
    ['Cancelled', 'failed'],
    ['Timeout', 'failed'],
  ])('takes a query that is %s for %s', async (status, expected) => {
    rig.aws.on('GetQueryResults', () => ({ value: { status } }));

    const results = await createLogReader(rig.clients).queryResults(here, 'q', reading());

    expect(results).toEqual({ status: expected, rows: [], bytesScanned: 0 });
  });

  it('finds the log group of exactly that name, on whatever page', async () => {
    rig.aws.on('DescribeLogGroups', ({ input }) => ({
      value: input['nextToken']
        ? { logGroups: [{ logGroupName: 'trail', storedBytes: 7, retentionInDays: 90 }] }
        : { logGroups: [{ logGroupName: 'trail-2', storedBytes: 1 }], nextToken: 'more' },
    }));
    const logs = createLogReader(rig.clients);

    expect(await logs.logGroup(here, 'trail', reading())).toEqual({
      storedBytes: 7,
      retentionDays: 90,
    });
    expect(await logs.logGroup(here, 'tra', reading())).toBeUndefined();
  });

  it('ends when AWS gives the same page for ever', async () => {
    rig.aws.on('DescribeLogGroups', () => ({ value: { logGroups: [], nextToken: 'same' } }));

    await expect(
      createLogReader(rig.clients).logGroup(here, 'trail', reading()),
    ).rejects.toMatchObject({ code: 'aws_error' });
  });
});
