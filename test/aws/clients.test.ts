import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AwsClients, createAwsClients } from '../../src/aws/clients.ts';
import { createAlarmReader } from '../../src/aws/cloudwatch.ts';
import { createSts } from '../../src/aws/sts.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { AccountId, RegionId } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Account } from '../../src/core/settings.ts';
import { type FakeAws, roleAnswer, startFakeAws } from './fake-aws.ts';

const own = '111122223333' as AccountId;
const other = '444455556666' as AccountId;
const region = 'eu-west-1' as RegionId;
const here = { account: undefined, region };
const there = { account: other, region };
const signal = (): AbortSignal => AbortSignal.timeout(5000);

const account = (id: AccountId, role?: string, externalId?: string): Account => ({
  id,
  name: 'prod',
  role,
  externalId,
  regions: [],
  groups: [],
});
const reader = `arn:aws:iam::${other}:role/TrailwardenReader`;

let aws: FakeAws;
let clients: AwsClients;
let accounts: Account[];
let told: { key: string; endsInMs: number }[];

beforeEach(async () => {
  aws = await startFakeAws();
  accounts = [account(own), account(other, reader, 'shared-word')];
  told = [];
  clients = createAwsClients({
    accounts: () => accounts,
    clock: systemClock,
    log: silentLog,
    issued: (key, expiresAt) => {
      told.push({ key, endsInMs: expiresAt - Date.now() });
      return Promise.resolve();
    },
  });
  aws.on('GetCallerIdentity', ({ accessKey }) => ({
    value: {
      Account: accessKey === 'OWN' ? own : other,
      Arn: `arn:aws:sts::${own}:assumed-role/x/y`,
    },
  }));
  aws.on('AssumeRole', () => roleAnswer('ROLE'));
  aws.on('DescribeAlarms', () => ({ value: { MetricAlarms: [] } }));
});

afterEach(async () => {
  await clients.stop();
  await aws.stop();
});

const count = (action: string): number => aws.calls.filter((call) => call.action === action).length;

describe('credentials', () => {
  it('calls as itself where no account is named', async () => {
    await createAlarmReader(clients).describeAlarms(here, signal());

    expect(aws.calls).toMatchObject([{ action: 'DescribeAlarms', accessKey: 'OWN', region }]);
  });

  it("tells of its own key and of each role's, once, with when they end", async () => {
    const alarms = createAlarmReader(clients);
    const elsewhere = { account: undefined, region: 'us-east-1' as RegionId };

    await alarms.describeAlarms(here, signal());
    await alarms.describeAlarms(elsewhere, signal());
    await alarms.describeAlarms(there, signal());
    await alarms.describeAlarms(there, signal());

    expect(told).toEqual([
      { key: 'OWN', endsInMs: expect.closeTo(24 * 3_600_000, -5) },
      { key: 'ROLE', endsInMs: expect.closeTo(3_600_000, -5) },
    ]);
  });

  it('assumes the role of an account with its external id, once for all its clients', async () => {
    const alarms = createAlarmReader(clients);
    const elsewhere = { account: other, region: 'us-east-1' as RegionId };

    await Promise.all([
      alarms.describeAlarms(there, signal()),
      alarms.describeAlarms(elsewhere, signal()),
      createSts(clients).identity(there, signal()),
    ]);

    expect(aws.calls.filter(({ action }) => action === 'AssumeRole')).toMatchObject([
      {
        accessKey: 'OWN',
        input: { RoleArn: reader, RoleSessionName: 'trailwarden', ExternalId: 'shared-word' },
      },
    ]);
    expect(aws.calls.filter(({ action }) => action !== 'AssumeRole')).toMatchObject([
      { accessKey: 'ROLE' },
      { accessKey: 'ROLE' },
      { accessKey: 'ROLE' },
    ]);
  });

  it('asks for the role again five minutes before its credentials expire', async () => {
    aws.on('AssumeRole', () => roleAnswer('SHORT', 4 * 60_000));
    const alarms = createAlarmReader(clients);

    await alarms.describeAlarms(there, signal());
    await alarms.describeAlarms(there, signal());

    expect(count('AssumeRole')).toBeGreaterThanOrEqual(2);
  });

  it('asks for the role again when the settings name another', async () => {
    const alarms = createAlarmReader(clients);
    await alarms.describeAlarms(there, signal());
    accounts = [account(other, `${reader}2`)];

    await alarms.describeAlarms(there, signal());

    const roles = aws.calls.filter(({ action }) => action === 'AssumeRole');
    expect(roles.map(({ input }) => input['RoleArn'])).toEqual([reader, `${reader}2`]);
  });

  it('does not keep a role that could not be assumed', async () => {
    aws.on('AssumeRole', () => ({
      error: 'AccessDenied',
      message: `User: arn:aws:sts::${own}:assumed-role/bot/i-1 is not authorized to perform: sts:AssumeRole on resource: ${reader}`,
      status: 403,
    }));
    const alarms = createAlarmReader(clients);

    await expect(alarms.describeAlarms(there, signal())).rejects.toMatchObject({
      kind: 'access',
      code: 'aws_assume_role_denied',
      message: `sts:AssumeRole in ${other}, us-east-1: the role may not be assumed, or does not exist (AWS tells no difference).`,
      hint: expect.stringContaining('must exist and must trust'),
    });
    aws.on('AssumeRole', () => roleAnswer('ROLE'));
    await expect(alarms.describeAlarms(there, signal())).resolves.toEqual([]);
  });

  it('reads an account without a role only if it is its own', async () => {
    const alarms = createAlarmReader(clients);
    accounts = [account(own), account(other)];

    await expect(alarms.describeAlarms({ account: own, region }, signal())).resolves.toEqual([]);
    await expect(alarms.describeAlarms(there, signal())).rejects.toMatchObject({
      kind: 'config',
      code: 'aws_no_role',
      hint: expect.stringContaining('Add role:'),
    });
    expect(count('DescribeAlarms')).toBe(1);
  });
});

describe('a call', () => {
  it('ends with its signal when AWS does not answer, and closes its connection', async () => {
    aws.on('DescribeAlarms', () => 'hang');
    const started = Date.now();

    const call = createAlarmReader(clients).describeAlarms(here, AbortSignal.timeout(200));

    await expect(call).rejects.toMatchObject({ code: 'aws_timeout', retryable: true });
    expect(Date.now() - started).toBeLessThan(2000);
  });

  it('says that AWS cannot be reached when nothing listens there', async () => {
    await aws.goAway();

    await expect(createSts(clients).identity(here, signal())).rejects.toMatchObject({
      code: 'aws_unreachable',
      message:
        'sts:GetCallerIdentity in eu-west-1: AWS cannot be reached in eu-west-1 (ECONNREFUSED).',
      retryable: true,
    });
  });
});
