import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAlarmLookup } from '../../../src/aws/alarm-lookup.ts';
import { type AwsClients, createAwsClients } from '../../../src/aws/clients.ts';
import { createTrailReader } from '../../../src/aws/cloudtrail.ts';
import { createLogReader } from '../../../src/aws/logs.ts';
import { createMetricFilterReader } from '../../../src/aws/metric-filters.ts';
import type { Alert } from '../../../src/core/alert.ts';
import { systemClock } from '../../../src/core/clock.ts';
import type { Evidence } from '../../../src/core/evidence.ts';
import { silentLog } from '../../../src/core/log.ts';
import type { Notification } from '../../../src/core/notification.ts';
import { textOf } from '../../../src/core/text.ts';
import { evidenceHeadline } from '../../../src/incidents/evidence/headline.ts';
import { createEvidenceReader } from '../../../src/incidents/evidence/read.ts';
import { cloudwatchAlarm } from '../../../src/notifiers/cloudwatch-alarm.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start.ts';
import { accountOf, gapKinds, regionOf } from './world.ts';

const prod = '111122223333';
const staging = '444455556666';
const security = '777788889999';

describe('evidence from the sample organisation, by the real clients', () => {
  let sandbox: Sandbox;
  let clients: AwsClients;
  beforeAll(async () => {
    sandbox = await startSandbox({ organisation: 'small', spawnBot: false, snsDelayScale: 0.001 });
    const { own, accounts } = sandbox.aws.organisation;
    vi.stubEnv('AWS_ENDPOINT_URL', sandbox.aws.url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', own.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', own.secretAccessKey);
    const listed = accounts.map(({ id, name, role, externalId }) => ({
      id: accountOf(id),
      name,
      role,
      externalId,
      regions: [],
      groups: [],
    }));
    clients = createAwsClients({ accounts: () => listed, clock: systemClock, log: silentLog });
  }, 60_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await clients.stop();
    await sandbox.stop();
  });

  const happen = async (what: string): Promise<void> => {
    const answer = await fetch(`${sandbox.url}/_sandbox/happen`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ what }),
    });
    expect(answer.status).toBe(200);
  };

  const alarms = () => createAlarmLookup(clients);

  /** The firing of an alarm, as EventBridge would tell it. */
  const firingOf = async (name: string, account = prod, region = 'eu-west-1'): Promise<Alert> => {
    const where = clients.whereOf(account, regionOf(region));
    const reading = { urgency: 'people', signal: AbortSignal.timeout(5000) } as const;
    const [state] = await alarms().named(where, [name], reading);
    if (state === undefined) throw new Error(`there is no alarm ${name}`);
    const { arn, stateAt, configuration } = state;
    const body = {
      'detail-type': 'CloudWatch Alarm State Change',
      account,
      region,
      resources: [arn],
      detail: {
        alarmName: name,
        state: {
          value: 'ALARM',
          reason: state.reason,
          reasonData: state.reasonData,
          timestamp: new Date(stateAt).toISOString(),
        },
        configuration,
      },
    };
    const [alert] = cloudwatchAlarm.toAlerts({ body, sentAt: stateAt } as Notification);
    if (alert === undefined) throw new Error('no alert');
    return alert;
  };

  const look = async (alert: Alert): Promise<Evidence> => {
    const reader = createEvidenceReader({
      alarms: alarms(),
      filters: createMetricFilterReader(clients),
      logs: createLogReader(clients),
      trail: createTrailReader(clients),
      whereOf: clients.whereOf,
      trailLogs: () => [
        {
          logGroup: 'aws-cloudtrail-logs-organization',
          account: accountOf(security),
          region: regionOf('eu-west-1'),
          covers: undefined,
        },
      ],
    });
    const request = { alert, incidentId: 'i', firedAt: alert.at, previous: undefined };
    return reader.read({ ...request, now: Date.now() + 2000 }, AbortSignal.timeout(20_000));
  };

  const afterHappening = async (what: string, ...of: Parameters<typeof firingOf>) => {
    await happen(what);
    return look(await firingOf(...of));
  };

  it.each([
    [
      'security-group-deleted',
      ['CloudTrailSecurityGroupChanges'],
      'security-group-change',
      'alice@example.com (role AdministratorAccess) deleted security group sg-0abc1230def456789 from 198.51.100.7 with the console, MFA',
    ],
    [
      'somebody-denied',
      ['CloudTrailAuthorizationFailures'],
      'denied-call',
      'IAM user bob made 14 calls (GetSecretValue), the newest: was denied GetSecretValue on prod/orders/database from 203.0.113.50 with AWS CLI',
    ],
    [
      'sign-in-failures',
      ['CloudTrailConsoleSignInFailures', staging],
      'console-sign-in-failure',
      'somebody with an unknown user name made 5 calls (ConsoleLogin), the newest: failed to sign in to the console from 203.0.113.201',
    ],
    [
      'trail-stopped',
      ['CloudTrailChanges'],
      'cloudtrail-change',
      'frank@example.com (role PowerUserAccess) stopped the logging of trail management-events from 198.51.100.101 with the console, MFA',
    ],
    [
      'log-alarm',
      ['root signs in', security],
      'root-use',
      'root of 777788889999 signed in to the console from 203.0.113.7',
    ],
    [
      'root-use',
      ['CloudTrailRootUse', prod, 'us-east-1'],
      'root-use',
      'root of 111122223333 signed in to the console from 203.0.113.7',
    ],
  ] as const)('tells of %s who tripped the alarm', async (what, of, detection, sentence) => {
    const [alarm, account, region] = of;
    const evidence = await afterHappening(what, alarm, account, region);

    expect(textOf(evidenceHeadline(evidence))).toBe(sentence);
    expect(evidence).toMatchObject({ detection, source: 'logs', gaps: [] });
  });

  it('counts what two filters of one metric let through once', async () => {
    const evidence = await afterHappening('iam-policy-changed', 'CloudTrailIAMPolicyChanges');

    expect(evidence).toMatchObject({ count: 1, filters: { length: 2 } });
  });

  it.each([
    ['cpu-high', 'web-1 CPU above 80 %', 'CPUUtilization of i-0abcdef1234567890'],
    [
      'error-rate-high',
      'shop error rate',
      'HTTPCode_Target_5XX_Count of app/shop/50dc6c495c0c9188',
    ],
    ['anomaly', 'shop requests out of the usual', 'RequestCount of app/shop/50dc6c495c0c9188'],
    ['contributor', 'any queue is too old', 'ApproximateAgeOfOldestMessage of orders'],
  ])('draws the metric of %s', async (what, alarm, title) => {
    const evidence = await afterHappening(what, alarm);

    expect(evidence.chart?.title).toBe(title);
    expect(evidence.chart?.points.length).toBeGreaterThan(5);
    expect(evidence).toMatchObject({ count: 0, gaps: [], changes: expect.any(Array) });
  });

  it.each([
    ['CloudTrailVpcChanges', ['no-filter']],
    ['CloudTrailNetworkAclChanges', ['log-group-gone']],
    ['CloudTrailGatewayChanges', ['denied']],
    ['CloudTrailConsoleSignInFailures', ['nothing-found']],
  ])('says of %s why there is no evidence', async (alarm, kinds) => {
    const evidence = await look(await firingOf(alarm));

    expect(gapKinds(evidence)).toEqual(kinds);
    expect(evidence.count).toBe(0);
  });
});
