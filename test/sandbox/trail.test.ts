import { CloudTrail, type Event, type LookupEventsRequest } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { day, hour, minute } from '../../src/core/clock.ts';
import { awsService } from '../../src/sandbox/aws/trail/identities.ts';
import { trailStopped } from '../../src/sandbox/happenings/trail-records.ts';
import { type OrganisationUnderTest, startOrganisation } from './aws-clients.ts';
import { failure } from './fakes.ts';

const prod = '111122223333';
const staging = '444455556666';

const recordIn = (event: Event | undefined) => JSON.parse(event?.CloudTrailEvent ?? '{}');

describe('Event history, asked by the real client', () => {
  let under: OrganisationUnderTest;
  let now: number;
  beforeAll(async () => {
    under = await startOrganisation();
    now = under.clock.now();
  });
  afterAll(() => under.aws.stop());

  const clientIn = async (account = prod, region?: string) =>
    new CloudTrail(await under.inAccount(account, region));

  /** Every page, at the pace that AWS allows. */
  const lookUp = async (trail: CloudTrail, input: LookupEventsRequest): Promise<Event[]> => {
    const events: Event[] = [];
    let NextToken: string | undefined;
    do {
      under.clock.advance(500);
      const page = await trail.lookupEvents({ ...input, NextToken });
      events.push(...(page.Events ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return events;
  };

  const by = (AttributeKey: 'EventName' | 'ResourceName' | 'Username', AttributeValue: string) => ({
    LookupAttributes: [{ AttributeKey, AttributeValue }],
  });

  it('tells the whole of a record, newest first', async () => {
    const trail = await clientIn();

    const events = await lookUp(trail, by('ResourceName', 'sg-0abc1234def567890'));

    expect(events.map(({ EventName }) => EventName)).toEqual([
      'RevokeSecurityGroupIngress',
      'AuthorizeSecurityGroupIngress',
    ]);
    const [denied, opened] = events;
    expect(opened).toMatchObject({
      ReadOnly: 'false',
      Username: 'alice@example.com',
      AccessKeyId: 'ASIAALICE2ADMEXAMPLE',
      EventSource: 'ec2.amazonaws.com',
      EventTime: new Date(now - 2 * hour),
      Resources: [
        { ResourceType: 'AWS::EC2::SecurityGroup', ResourceName: 'sg-0abc1234def567890' },
      ],
    });
    expect(recordIn(opened)).toMatchObject({
      sourceIPAddress: '198.51.100.7',
      sessionCredentialFromConsole: 'true',
      userIdentity: { sessionContext: { attributes: { mfaAuthenticated: 'true' } } },
      requestParameters: { ipPermissions: { items: [{ fromPort: 22 }] } },
    });
    expect(recordIn(denied)).toMatchObject({ errorCode: 'Client.UnauthorizedOperation' });
    expect(recordIn(denied).errorMessage).toHaveLength(1024);
  });

  it('pages through thousands of records, each once', async () => {
    const trail = await clientIn();

    const events = await lookUp(trail, { StartTime: new Date(now - 30 * day) });

    const times = events.map(({ EventTime }) => EventTime?.getTime() ?? 0);
    expect(events.length).toBeGreaterThan(800);
    expect(new Set(events.map(({ EventId }) => EventId)).size).toBe(events.length);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(times.at(-1)).toBeGreaterThanOrEqual(now - 30 * day);
  });

  it('has the same background in every sandbox', async () => {
    const other = await startOrganisation();
    const input = { ...by('EventName', 'UpdateService'), MaxResults: 10 };
    under.clock.advance(1000);

    const here = await (await clientIn()).lookupEvents(input);
    const there = await new CloudTrail(await other.inAccount(prod)).lookupEvents(input);
    await other.aws.stop();

    const ids = (events: readonly Event[] = []) => events.map(({ EventId }) => EventId);
    expect(here.Events).toHaveLength(10);
    expect(ids(there.Events)).toEqual(ids(here.Events));
  });

  it('keeps nothing for longer than 90 days, and nothing of other accounts', async () => {
    const trail = await clientIn(staging);

    const events = await lookUp(trail, { StartTime: new Date(now - 200 * day) });

    expect(events.at(-1)?.EventTime?.getTime()).toBeGreaterThan(now - 91 * day);
    const accounts = new Set(events.map((event) => recordIn(event).recipientAccountId));
    expect([...accounts]).toEqual([staging]);
  });

  it('refuses what AWS refuses', async () => {
    const trail = await clientIn();
    const name = async (input: LookupEventsRequest) => {
      under.clock.advance(500);
      return (await failure(trail.lookupEvents(input))).name;
    };
    const attribute = { AttributeKey: 'EventName', AttributeValue: 'x' } as const;
    const first = await trail.lookupEvents({ MaxResults: 5 });
    const NextToken = first.NextToken ?? '';

    expect(await name({ LookupAttributes: [attribute, attribute] })).toBe(
      'InvalidLookupAttributesException',
    );
    expect(await name({ MaxResults: 51 })).toBe('InvalidMaxResultsException');
    const [StartTime, EndTime] = [new Date(now), new Date(now - 1000)];
    expect(await name({ StartTime, EndTime })).toBe('InvalidTimeRangeException');
    expect(await name({ MaxResults: 6, NextToken })).toBe('InvalidNextTokenException');
    expect(await name({ MaxResults: 5, NextToken: 'nonsense' })).toBe('InvalidNextTokenException');
    under.clock.advance(1000);
    expect((await trail.lookupEvents({ MaxResults: 5, NextToken })).Events).toHaveLength(5);
    expect((await trail.lookupEvents({ EventCategory: 'insight' })).Events).toEqual([]);
  });

  it('takes two calls a second in each account and region', async () => {
    under.clock.advance(5000);
    const trail = await clientIn();
    const elsewhere = await clientIn(prod, 'us-east-1');
    await trail.lookupEvents({ MaxResults: 1 });
    await trail.lookupEvents({ MaxResults: 1 });

    const third = await failure(trail.lookupEvents({ MaxResults: 1 }));
    await elsewhere.lookupEvents({ MaxResults: 1 });
    under.clock.advance(500);
    await trail.lookupEvents({ MaxResults: 1 });

    expect(third.name).toBe('ThrottlingException');
  });

  it('fails in the region that a fault names, and nowhere else', async () => {
    under.clock.advance(5000);
    const region = 'us-east-1';
    under.faults.add({ target: 'aws', kind: '5xx', account: prod, region, rate: 1 });

    const here = await failure((await clientIn(prod, region)).lookupEvents({ MaxResults: 1 }));
    const staged = await (await clientIn(staging, region)).lookupEvents({ MaxResults: 1 });
    const home = await (await clientIn()).lookupEvents({ MaxResults: 1 });
    under.faults.clear();

    expect(here.name).toBe('InternalFailure');
    expect([staged.Events?.length, home.Events?.length]).toEqual([1, 1]);
  });

  it('follows a role chain across accounts by the keys that it issued', async () => {
    const [release] = await lookUp(await clientIn(), by('ResourceName', 'i-0abcdef1234567890'));
    const key = release?.AccessKeyId ?? '';

    const inProd = await lookUp(await clientIn(), by('ResourceName', key));
    const inTooling = await lookUp(await clientIn(staging), by('ResourceName', key));
    const caller = recordIn(inTooling[0]).userIdentity;
    const [signIn] = await lookUp(await clientIn(staging), by('ResourceName', caller.accessKeyId));

    expect(recordIn(inProd[0])).toMatchObject({
      userIdentity: { type: 'AWSAccount', accountId: staging },
      responseElements: { credentials: { accessKeyId: key } },
      sharedEventID: recordIn(inTooling[0]).sharedEventID,
    });
    expect(caller.arn).toBe(`arn:aws:sts::${staging}:assumed-role/ci-deploy/GitHubActions`);
    expect(recordIn(signIn)).toMatchObject({
      eventName: 'AssumeRoleWithWebIdentity',
      userIdentity: { userName: 'repo:example-org/infra:ref:refs/heads/main' },
    });
  });

  it('has global records and sign-ins where AWS writes them', async () => {
    const failed = await lookUp(await clientIn(prod, 'us-east-1'), {
      ...by('EventName', 'ConsoleLogin'),
    });
    const federated = await lookUp(await clientIn(), by('EventName', 'ConsoleLogin'));
    const roots = await lookUp(await clientIn(staging, 'us-east-1'), by('Username', 'root'));
    const trailDeletion = await lookUp(await clientIn(prod, 'us-east-1'), {
      ...by('EventName', 'DeleteTrail'),
    });

    expect(failed.map(recordIn)).toEqual(
      Array.from({ length: 4 }, () =>
        expect.objectContaining({
          errorMessage: 'Failed authentication',
          responseElements: { ConsoleLogin: 'Failure' },
        }),
      ),
    );
    expect(recordIn(failed[0])).not.toHaveProperty('errorCode');
    expect(federated.map(({ Username }) => Username)).toEqual(['alice@example.com']);
    expect(recordIn(roots[0]).additionalEventData.MFAUsed).toBe('No');
    expect(trailDeletion[0]?.EventTime).toEqual(new Date('2026-11-22T15:40:00Z'));
    expect(recordIn(trailDeletion[0])).toMatchObject({ errorCode: 'AccessDenied' });
  });

  it('takes new records', async () => {
    const trail = await clientIn();
    under.aws.trail.record({
      account: prod,
      region: 'eu-west-1',
      actor: awsService('backup.amazonaws.com'),
      source: 'backup',
      name: 'BackupJobCompleted',
      from: 'backup.amazonaws.com',
      agent: 'backup.amazonaws.com',
    });
    under.clock.advance(1000);

    const found = await trail.lookupEvents({ MaxResults: 1 });
    under.aws.trail.reset();
    const forgotten = await trail.lookupEvents(by('EventName', 'BackupJobCompleted'));

    expect(found.Events?.[0]?.EventName).toBe('BackupJobCompleted');
    expect(forgotten.Events).toEqual([]);
  });
});

describe('a trail', () => {
  it('is on until somebody stops it', async () => {
    const under = await startOrganisation();
    const client = new CloudTrail(await under.inAccount(prod));
    const { trailList = [] } = await client.describeTrails({});
    const own = trailList.find(({ IsOrganizationTrail }) => IsOrganizationTrail === false);
    const Name = own?.TrailARN ?? '';
    const before = await client.getTrailStatus({ Name });

    for (const deed of trailStopped(under.clock.now())) under.aws.trail.record(deed);
    const after = await client.getTrailStatus({ Name });
    const selectors = await client.getEventSelectors({ TrailName: Name });
    const elsewhere = new CloudTrail(await under.inAccount(staging));
    const hidden = await failure(elsewhere.getTrailStatus({ Name }));
    const { trailList: seenThere } = await elsewhere.describeTrails({});
    await under.aws.stop();

    expect(trailList.map((trail) => [trail.Name, trail.HomeRegion])).toEqual([
      ['organization', 'eu-west-1'],
      ['management-events', 'us-east-1'],
    ]);
    expect([before.IsLogging, after.IsLogging]).toEqual([true, false]);
    expect(selectors.EventSelectors).toMatchObject([{ IncludeManagementEvents: true }]);
    expect(hidden.name).toBe('TrailNotFoundException');
    expect(seenThere?.map(({ IsOrganizationTrail }) => IsOrganizationTrail)).toEqual([true]);
  });
});

describe('a record', () => {
  it('cannot be looked up before its time', async () => {
    const under = await startOrganisation({ trailLatencyMs: 5 * minute });
    const trail = new CloudTrail(await under.inAccount(prod));
    under.aws.trail.record({
      account: prod,
      region: 'eu-west-1',
      actor: awsService('backup.amazonaws.com'),
      source: 'backup',
      name: 'BackupJobCompleted',
      from: 'backup.amazonaws.com',
      agent: 'backup.amazonaws.com',
    });
    const input = {
      LookupAttributes: [
        { AttributeKey: 'EventName' as const, AttributeValue: 'BackupJobCompleted' },
      ],
    };

    const early = await trail.lookupEvents(input);
    under.clock.advance(5 * minute);
    const late = await trail.lookupEvents(input);
    await under.aws.stop();

    expect([early.Events?.length, late.Events?.length]).toEqual([0, 1]);
  });
});

describe('the large organisation', () => {
  let under: OrganisationUnderTest;
  beforeAll(async () => {
    under = await startOrganisation({ organisation: 'large' });
  });
  afterAll(() => under.aws.stop());

  const idOf = (name: string) =>
    under.organisation.accounts.find((account) => account.name === name)?.id ?? '';

  it('has 40 accounts with 17 regions', () => {
    const { accounts } = under.organisation;

    expect(new Set(accounts.map(({ id }) => id)).size).toBe(40);
    expect(new Set(accounts.map(({ name }) => name)).size).toBe(40);
    expect(accounts.every(({ regions }) => regions.length >= 17)).toBe(true);
  });

  it('lost a bucket yesterday, at the second try', async () => {
    const dataLake = new CloudTrail(await under.inAccount(idOf('data-lake'), 'ap-southeast-2'));

    const { Events: [deleted, tried] = [] } = await dataLake.lookupEvents({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'DeleteBucket' }],
    });

    expect(deleted).toMatchObject({
      Username: 'carol@example.com',
      EventTime: new Date('2026-11-22T09:12:00Z'),
    });
    expect(recordIn(tried).errorCode).toBe('BucketNotEmpty');
  });

  it('deletes that bucket alone', async () => {
    const all = under.aws.trail.everywhere().filter(({ name }) => name === 'DeleteBucket');

    expect(all).toHaveLength(2);
    expect(new Set(all.map(({ account }) => account))).toEqual(new Set([idOf('data-lake')]));
  });

  it('refuses Event history in one account, and a region that is not enabled in another', async () => {
    const acquired = new CloudTrail(await under.inAccount(idOf('acquired-1')));
    const disabled = new CloudTrail(await under.inAccount(idOf('acquired-2'), 'eu-south-1'));

    const denied = await failure(acquired.lookupEvents({}));
    const unknown = await failure(disabled.lookupEvents({}));

    expect(denied.name).toBe('AccessDeniedException');
    expect(denied.message).toContain('is not authorized to perform: cloudtrail:LookupEvents');
    expect(unknown.name).toBe('UnrecognizedClientException');
  });
});
