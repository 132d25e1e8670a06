import {
  CloudWatchLogs,
  type FilteredLogEvent,
  type FilterLogEventsRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { day, hour } from '../../src/core/clock.ts';
import { type OrganisationUnderTest, startOrganisation } from './aws-clients.ts';
import { failure } from './fakes.ts';

const prod = '111122223333';
const security = '777788889999';
const logGroupName = 'aws-cloudtrail-logs-organization';

describe("the organisation trail's log group, asked by the real client", () => {
  let under: OrganisationUnderTest;
  let logs: CloudWatchLogs;
  let now: number;
  beforeAll(async () => {
    under = await startOrganisation({ organisation: 'large' });
    now = under.clock.now();
    logs = new CloudWatchLogs(await under.inAccount(security));
  });
  afterAll(() => under.aws.stop());

  const read = async (input: FilterLogEventsRequest) => {
    const events: FilteredLogEvent[] = [];
    const sizes: number[] = [];
    let nextToken: string | undefined;
    do {
      under.clock.advance(100);
      const page = await logs.filterLogEvents({ logGroupName, ...input, nextToken });
      events.push(...(page.events ?? []));
      sizes.push(page.events?.length ?? 0);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return { events, sizes, records: events.map(({ message }) => JSON.parse(message ?? '')) };
  };

  const namesOf = async (filterPattern: string) =>
    (await read({ filterPattern, startTime: now - 29 * day })).records.map((one) => one.eventName);

  it('finds a record of any account, over pages of which most are empty', async () => {
    const { events, sizes, records } = await read({
      filterPattern: '{ ($.eventName = "DeleteBucket") && ($.errorCode NOT EXISTS) }',
      startTime: now - 29 * day,
    });

    expect(records).toMatchObject([
      { eventName: 'DeleteBucket', awsRegion: 'ap-southeast-2', eventTime: '2026-11-22T09:12:00Z' },
    ]);
    expect(events[0]?.logStreamName).toMatch(/^o-[a-z0-9]+_\d{12}_CloudTrail_ap-southeast-2$/);
    expect(events[0]?.timestamp).toBeGreaterThan(Date.parse('2026-11-22T09:12:00Z'));
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.filter((size) => size === 0)).toHaveLength(sizes.length - 1);
  });

  it('keeps 30 days', async () => {
    const { events } = await read({ startTime: now - 80 * day, logStreamNamePrefix: 'o-' });

    expect(events.length).toBeGreaterThan(1000);
    expect(Math.min(...events.map(({ timestamp = 0 }) => timestamp))).toBeGreaterThan(
      now - 31 * day,
    );
  });

  it.each([
    [
      '{ $.eventName = "Delete*" && $.eventSource = s3.amazonaws.com }',
      ['DeleteBucket', 'DeleteBucket'],
    ],
    [
      '{ ($.sourceIPAddress = 198.51.100.7) && ($.readOnly IS FALSE) && $.eventSource = ec2* }',
      ['AuthorizeSecurityGroupIngress'],
    ],
    ['{ $.userIdentity.type = "Root" }', ['ConsoleLogin']],
    [
      '{ $.requestParameters.ipPermissions.items[0].fromPort >= 22 && $.errorCode = "*Unauthorized*" }',
      ['RevokeSecurityGroupIngress'],
    ],
    ['{ $.requestParameters.ipPermissions.items[*].toPort < 22 }', []],
    ['{ $.errorCode != "AccessDenied" && $.eventName = DeleteBucket }', ['DeleteBucket']],
    ['{ $.eventName = %^StopLog% || $.eventName = "deletetrail" }', ['StopLogging', 'StopLogging']],
    ['"sg-0abc1234def567890" -Revoke', ['AuthorizeSecurityGroupIngress']],
  ])('understands %s', async (pattern, names) => {
    expect(await namesOf(pattern)).toEqual(names);
  });

  it('reads from the newest on when it is told to', async () => {
    const page = await logs.filterLogEvents({
      logGroupIdentifier: `arn:aws:logs:eu-west-1:${security}:log-group:${logGroupName}`,
      startTime: now - 2 * day,
      startFromHead: false,
      limit: 20,
    });

    const times = page.events?.map(({ timestamp = 0 }) => timestamp) ?? [];
    expect(times).toHaveLength(20);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(times[0]).toBeGreaterThan(now - hour);
  });

  it('refuses what is wrong', async () => {
    const inProd = new CloudWatchLogs(await under.inAccount(prod));

    const names = await Promise.all(
      [
        logs.filterLogEvents({ logGroupName, filterPattern: '{ $.eventName == }' }),
        logs.filterLogEvents({ logGroupName: 'other' }),
        logs.filterLogEvents({ logGroupName, nextToken: 'nonsense' }),
        inProd.filterLogEvents({ logGroupName }),
      ].map(async (wrong) => (await failure(wrong)).name),
    );

    expect(names).toEqual([
      'InvalidParameterException',
      'ResourceNotFoundException',
      'InvalidParameterException',
      'ResourceNotFoundException',
    ]);
  });

  it('describes itself where it is', async () => {
    const elsewhere = new CloudWatchLogs(await under.inAccount(security, 'us-east-1'));

    const { logGroups } = await logs.describeLogGroups({ logGroupNamePrefix: 'aws-cloudtrail' });

    expect(logGroups).toMatchObject([{ logGroupName, retentionInDays: 30 }]);
    expect((await elsewhere.describeLogGroups({})).logGroups).toEqual([]);
  });

  const query = (queryString: string) =>
    logs.startQuery({
      logGroupNames: [logGroupName],
      startTime: (now - 7 * day) / 1000,
      endTime: now / 1000,
      queryString,
    });

  it('answers a query, and says what it read for it', async () => {
    const { queryId } = await query(`
      fields @timestamp, eventName, userIdentity.sessionContext.sessionIssuer.userName as role
      | filter eventName in ["TerminateInstances", "DeleteBucket"] and not ispresent(errorCode)
      | filter userIdentity.arn like /(?i)DEPLOY/ or sourceIPAddress like "autoscaling"
      | sort eventTime asc
      | limit 10`);

    const { status, results, statistics } = await logs.getQueryResults({ queryId });

    expect(status).toBe('Complete');
    const rows = results?.map((row) =>
      Object.fromEntries(row.map((one) => [one.field, one.value])),
    );
    expect(rows).toMatchObject([
      { eventName: 'TerminateInstances', role: 'deploy' },
      { eventName: 'TerminateInstances', role: 'AWSServiceRoleForAutoScaling' },
    ]);
    expect(rows?.[0]).toHaveProperty('@timestamp', expect.stringMatching(/^2026-11-23 07:0\d:/));
    expect(statistics).toMatchObject({ recordsMatched: 2 });
    expect(statistics?.bytesScanned).toBeGreaterThan(100_000);
  });

  it('counts calls, the most first', async () => {
    const { queryId } = await query(
      'stats count(*) as calls by eventSource, eventName | sort calls desc | limit 5',
    );

    const { status, results, statistics } = await logs.getQueryResults({ queryId });

    expect(status).toBe('Complete');
    const rows = (results ?? []).map((row) =>
      Object.fromEntries(row.map(({ field = '', value }) => [field, value])),
    );
    const calls = rows.map((row) => Number(row['calls']));
    expect(rows.map((row) => Object.keys(row))).toEqual(
      Array.from({ length: 5 }, () => ['eventSource', 'eventName', 'calls']),
    );
    expect(calls).toEqual(calls.toSorted((a, b) => b - a));
    expect(statistics?.recordsMatched).toBeGreaterThan(calls.reduce((sum, one) => sum + one, 0));
  });

  it('refuses a query that it does not understand', async () => {
    const refused = await failure(query('stats sum(bytes) by eventName'));

    expect(refused.name).toBe('MalformedQueryException');
  });
});

describe('a query', () => {
  it('takes its time and can be stopped', async () => {
    const under = await startOrganisation({ answerScale: 1 });
    const logs = new CloudWatchLogs(await under.inAccount(security));
    const now = Math.floor(under.clock.now() / 1000);
    const input = { logGroupName, startTime: now - 3600, endTime: now, queryString: 'limit 3' };
    const [first, second] = [await logs.startQuery(input), await logs.startQuery(input)];

    const running = await logs.getQueryResults({ queryId: first.queryId });
    await logs.stopQuery({ queryId: second.queryId });
    under.clock.advance(2000);
    const [done, stopped] = [
      await logs.getQueryResults({ queryId: first.queryId }),
      await logs.getQueryResults({ queryId: second.queryId }),
    ];
    await under.aws.stop();

    expect([running.status, done.status, stopped.status]).toEqual([
      'Running',
      'Complete',
      'Cancelled',
    ]);
    expect(running.results).toEqual([]);
    expect(done.results).toHaveLength(3);
  });
});
