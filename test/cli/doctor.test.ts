import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { report } from '../../src/cli/doctor/report.ts';
import { clockCheck } from '../../src/cli/doctor/slack.ts';
import { run } from '../../src/cli/doctor.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createCallLog } from '../../src/sandbox/calls.ts';
import { createChanges } from '../../src/sandbox/changes.ts';
import { createFaults, type Faults } from '../../src/sandbox/faults.ts';
import { type FakeSlack, startSlack } from '../../src/sandbox/slack/server.ts';
import type { SlackInspector } from '../../src/slack/inspect.ts';
import { type Answer, type FakeAws, roleAnswer, startFakeAws } from '../aws/fake-aws.ts';

const topic = 'arn:aws:sns:eu-west-1:111122223333:security-alarms';
const queueArn = 'arn:aws:sqs:eu-west-1:111122223333:alarms';
const deadArn = `${queueArn}-dead`;

let folder = '';
let aws: FakeAws;
let slack: FakeSlack;
let faults: Faults;

const attributes = (given: Readonly<Record<string, string>>): Answer => ({
  value: { Attributes: given },
});

const pinned = JSON.stringify({
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Condition: { ArnEquals: { 'aws:SourceArn': topic } },
    },
  ],
});

/** An AWS in which nothing is wrong. */
const makeWell = (): void => {
  aws.on('GetCallerIdentity', ({ accessKey }) => ({
    value: {
      Account: accessKey === 'OWN' ? '111122223333' : '444455556666',
      Arn: 'arn:aws:sts::111122223333:assumed-role/trailwarden/i-1',
    },
  }));
  aws.on('AssumeRole', () => roleAnswer('ROLE'));
  aws.on('DescribeAlarms', () => ({ value: { MetricAlarms: [] } }));
  aws.on('GetTopicAttributes', () => attributes({ SignatureVersion: '2' }));
  aws.on('ListSubscriptionsByTopic', () => ({
    value: {
      Subscriptions: [{ SubscriptionArn: `${topic}:1`, Protocol: 'sqs', Endpoint: queueArn }],
    },
  }));
  aws.on('GetSubscriptionAttributes', () =>
    attributes({ RedrivePolicy: `{"deadLetterTargetArn":"${deadArn}"}` }),
  );
  aws.on('GetQueueUrl', () => ({ value: { QueueUrl: `${aws.url}/111122223333/alarms-dead` } }));
  aws.on('GetQueueAttributes', ({ input }) =>
    attributes(
      String(input['QueueUrl']).endsWith('-dead')
        ? { QueueArn: deadArn, ApproximateNumberOfMessages: '0', MessageRetentionPeriod: '1209600' }
        : {
            QueueArn: queueArn,
            ApproximateNumberOfMessages: '3',
            Policy: pinned,
            RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadArn, maxReceiveCount: 100 }),
          },
    ),
  );
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailwarden-'));
  faults = createFaults(() => 0);
  aws = await startFakeAws();
  slack = await startSlack({
    clock: systemClock,
    calls: createCallLog(),
    faults,
    changes: createChanges(),
    mode: 'socket',
    paces: true,
    requestUrl: () => undefined,
  });
  vi.stubEnv('SLACK_API_URL', slack.apiUrl);
  vi.stubEnv('SLACK_BOT_TOKEN', slack.context.app.botToken);
  vi.stubEnv('SLACK_APP_TOKEN', slack.context.app.appToken);
  vi.stubEnv('TRAILWARDEN_CONFIG', join(folder, 'trailwarden.yaml'));
  makeWell();
});

afterEach(async () => {
  await slack.stop();
  await aws.stop();
  await rm(folder, { recursive: true });
});

const byQueue = (): string =>
  `queues: [{ url: '${aws.url}/111122223333/alarms', region: eu-west-1 }]`;
const byHttps = 'http: { publicUrl: https://alarms.example.com }';

const configure = (way: string, more = ''): Promise<void> =>
  writeFile(
    join(folder, 'trailwarden.yaml'),
    `
slack: { fallbackChannel: sec-alerts }
topics: ['${topic}']
store: { path: '${join(folder, 'none.db')}' }
${way}
${more}
`,
  );

/** Runs doctor; its lines and its exit code. */
const doctor = async (...args: string[]): Promise<{ code: number; text: string }> => {
  const lines: string[] = [];
  const catchLine = (line: string | Uint8Array): boolean => {
    lines.push(String(line));
    return true;
  };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(catchLine);
  const error = vi.spyOn(process.stderr, 'write').mockImplementation(catchLine);
  try {
    return { code: await run(args), text: lines.join('') };
  } finally {
    out.mockRestore();
    error.mockRestore();
  }
};

describe('doctor when all is well', () => {
  it('says so, a line for each thing, and exits 0', async () => {
    await configure(
      byQueue(),
      `accounts: [{ id: '444455556666', name: prod, role: 'arn:aws:iam::444455556666:role/R', regions: [us-east-1] }]
routes: [{ channel: 'sec-{account.name}' }]
access: { admins: [U0ADMIN], rules: [{ channels: sec-prod, commands: all, accounts: prod }] }`,
    );

    const { code, text } = await doctor();

    expect(text).not.toMatch(/^ {2}[!✗]/m);
    expect(code).toBe(0);
    for (const line of [
      '✓ The settings are right: 1 topic, 1 queue, 1 account, 1 route, 1 access rule.',
      '✓ The bot token works: @trailwarden in Example Org.',
      '✓ The token has every scope it needs.',
      '✓ The app-level token may open a socket.',
      "✓ This machine's clock agrees with Slack's.",
      '✓ #sec-alerts (the fallback channel): the bot is in it.',
      '✓ #sec-prod (route 1): the bot is in it.',
      '✓ The AWS credentials work: assumed-role/trailwarden/i-1 in 111122223333.',
      '✓ The role in prod (444455556666) can be assumed.',
      '✓ security-alarms in eu-west-1 is there and signs with SHA-256.',
      `✓ security-alarms in eu-west-1 sends to ${queueArn}.`,
      '✓ Queue alarms in eu-west-1 can be read; 3 messages wait, 0 are being read.',
      '✓ Queue alarms in eu-west-1: only named topics may send to it.',
      '✓ Queue alarms in eu-west-1: its dead-letter queue is empty.',
      '✓ The alarms of our own account, eu-west-1 can be read: 0.',
      '✓ The alarms of prod, us-east-1 can be read: 0.',
      '✓ There is no store yet; the first start makes it.',
    ])
      expect(text).toContain(line);
  });
});

describe('doctor on a unit of the organisation', () => {
  const unit = `accounts:
  - { id: '444455556666', name: prod, role: 'arn:aws:iam::444455556666:role/R' }
  - { unit: ou-abcd-12345678, role: 'arn:aws:iam::{account.id}:role/TrailwardenReader' }`;

  const inUnit = (...ids: readonly string[]): void => {
    aws.on('ListOrganizationalUnitsForParent', () => ({ value: { OrganizationalUnits: [] } }));
    aws.on('ListAccountsForParent', () => ({
      value: { Accounts: ids.map((Id) => ({ Id, Name: `name of ${Id}`, Status: 'ACTIVE' })) },
    }));
  };

  it('tries the role in each of its accounts that is not listed by itself', async () => {
    await configure(byQueue(), unit);
    inUnit('444455556666', '777788889999');

    const { code, text } = await doctor();

    expect(text).toContain('1 account, 1 unit,');
    expect(text).toContain('✓ ou-abcd-12345678: the role works in 1 account.');
    expect(code).toBe(0);
  });

  it('names the accounts without it, and what to do', async () => {
    await configure(byQueue(), unit);
    inUnit('777788889999', '888899990000');
    aws.on('AssumeRole', ({ input }) =>
      String(input['RoleArn']).includes('777788889999')
        ? { error: 'AccessDenied' }
        : roleAnswer('ROLE'),
    );

    const { code, text } = await doctor();

    expect(text).toMatch(
      /✗ ou-abcd-12345678: the role works in 1 of 2 accounts, not in name of 777788889999 \(777788889999\): .*\n.*→ .*must trust/,
    );
    expect(code).toBe(1);
  });

  it('says what right is missing to list them', async () => {
    await configure(byQueue(), unit);
    aws.on('ListAccountsForParent', () => ({ error: 'AccessDeniedException' }));

    const { text } = await doctor();

    expect(text).toMatch(
      /✗ The accounts of ou-abcd-12345678: organizations:ListAccountsForParent in .*\n.*→ /,
    );
  });
});

describe('doctor on who may ask', () => {
  it('says that nobody may while there is no rule, which is no mistake', async () => {
    await configure(byQueue());

    const { code, text } = await doctor();

    expect(code).toBe(0);
    expect(text).toContain('! No access rule is set, so nobody may ask anything');
    expect(text).toContain('docs/how-to/give-access.md');
  });

  it('says that a refused person has nobody to ask while there is no admin', async () => {
    await configure(
      byQueue(),
      'access: { rules: [{ members: everyone, commands: whodid, accounts: all }] }',
    );

    const { code, text } = await doctor();

    expect(code).toBe(0);
    expect(text).toContain('! No admin is named');
    expect(text).not.toContain('No access rule is set');
  });
});

describe('doctor when something is wrong', () => {
  it('says every problem of the settings and exits 1', async () => {
    await writeFile(join(folder, 'trailwarden.yaml'), 'slack: { fallbackChanel: a }\n');

    const { code, text } = await doctor();

    expect(code).toBe(1);
    expect(text).toMatch(/✗ .*slack\.fallbackChannel is missing/);
    expect(text).toMatch(/✗ .*topics is empty/);
    expect(text).toContain('3 things are not right.');
  });

  it('names for each channel what keeps the bot from writing there', async () => {
    await configure(
      byQueue(),
      `routes: [{ channel: incident-room }, { channel: no-such }, { channel: sec-old }, { channel: sec-partner }]
digests: [{ channel: no-digest }]`,
    );

    const { code, text } = await doctor();

    expect(code).toBe(1);
    expect(text).toContain('✗ #incident-room (route 1): the bot is not in it.');
    expect(text).toContain('→ Write "/invite @Trailwarden" in #incident-room.');
    expect(text).toContain('✗ #no-such (route 2): the bot sees no such channel.');
    expect(text).toContain('✗ #no-digest (the digest weekly): the bot sees no such channel.');
    expect(text).toContain('✗ #sec-old (route 3) is archived.');
    expect(text).toContain('! #sec-partner (route 4) is shared with another organisation');
  });

  it('names a bad token, and looks at everything else all the same', async () => {
    vi.stubEnv('SLACK_BOT_TOKEN', 'xoxb-wrong');
    await configure(byQueue());

    const { code, text } = await doctor();

    expect(code).toBe(1);
    expect(text).toContain('✗ The bot token: Slack answers invalid_auth.');
    expect(text).toContain('SLACK_BOT_TOKEN');
    expect(text).toContain('✓ The app-level token may open a socket.');
    expect(text).toContain('✓ The AWS credentials work');
  });

  it('names the missing permission of each call, one failure hiding no other', async () => {
    aws.on('GetTopicAttributes', () => ({ error: 'AuthorizationError', status: 403 }));
    aws.on('DescribeAlarms', () => ({ error: 'AccessDenied', status: 403 }));
    await configure(byQueue());

    const { code, text } = await doctor();

    expect(code).toBe(1);
    expect(text).toMatch(
      /✗ security-alarms in eu-west-1: .*the permission sns:GetTopicAttributes is missing/,
    );
    expect(text).toContain('"Action":"sns:GetTopicAttributes"');
    expect(text).toMatch(/✗ The alarms of .*cloudwatch:DescribeAlarms is missing/);
    expect(text).toContain(`✓ security-alarms in eu-west-1 sends to ${queueArn}.`);
  });

  it('tells topics of one name in several accounts apart', async () => {
    const other = topic.replace('111122223333', '444455556666');
    aws.on('GetTopicAttributes', () => attributes({ TopicArn: topic }));
    await configure(byHttps, `accounts: [{ id: '444455556666', name: prod, regions: [] }]`);
    const path = join(folder, 'trailwarden.yaml');
    const settings = await readFile(path, 'utf8');
    await writeFile(path, settings.replace(`['${topic}']`, `['${topic}', '${other}']`));

    const { text } = await doctor();

    expect(text).toContain('security-alarms of 111122223333 in eu-west-1');
    expect(text).toContain('security-alarms of prod in eu-west-1');
  });

  it('warns of SHA-1, short retries and a missing dead-letter queue, with the commands to run', async () => {
    const endpoint = 'https://alarms.example.com/sns';
    aws.on('GetTopicAttributes', () => attributes({ TopicArn: topic }));
    aws.on('ListSubscriptionsByTopic', () => ({
      value: {
        Subscriptions: [{ SubscriptionArn: `${topic}:1`, Protocol: 'https', Endpoint: endpoint }],
      },
    }));
    aws.on('GetSubscriptionAttributes', () => attributes({ Protocol: 'https' }));
    await configure(byHttps);

    const { code, text } = await doctor();

    expect(code).toBe(0);
    expect(text).toContain('! security-alarms in eu-west-1 is there, but signs with SHA-1.');
    expect(text).toContain(
      '--attribute-name SignatureVersion --attribute-value 2 --region eu-west-1',
    );
    expect(text).toContain('! security-alarms in eu-west-1: SNS gives up after about 60 s');
    expect(text).toContain('"numRetries":62');
    expect(text).toContain('the subscription has no dead-letter queue');
  });

  it('finds raw delivery, a filter, an open queue and what waits among the dead letters', async () => {
    aws.on('GetSubscriptionAttributes', () =>
      attributes({ RawMessageDelivery: 'true', FilterPolicy: '{"a":["b"]}', RedrivePolicy: '{}' }),
    );
    aws.on('GetQueueAttributes', ({ input }) =>
      attributes(
        String(input['QueueUrl']).endsWith('-dead')
          ? {
              QueueArn: deadArn,
              ApproximateNumberOfMessages: '7',
              MessageRetentionPeriod: '345600',
            }
          : {
              QueueArn: queueArn,
              Policy: '{"Statement":{"Effect":"Allow","Principal":"*","Action":"SQS:SendMessage"}}',
              RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadArn, maxReceiveCount: 5 }),
            },
      ),
    );
    await configure(byQueue());

    const { code, text } = await doctor();

    expect(code).toBe(1);
    expect(text).toContain('✗ security-alarms in eu-west-1: raw message delivery is on');
    expect(text).toContain(
      '! security-alarms in eu-west-1: a filter policy keeps some messages back.',
    );
    expect(text).toContain(
      '! Queue alarms in eu-west-1: its policy lets any topic of anybody send to it.',
    );
    expect(text).toContain(
      '! Queue alarms in eu-west-1: 7 messages wait in its dead-letter queue.',
    );
    expect(text).toContain('its dead-letter queue forgets after 4 days');
  });
});

describe('the clock', () => {
  it.each([
    [-200_000, "✗ This machine's clock is 200 s ahead of Slack's."],
    [3_600_000, "✗ This machine's clock is 3600 s behind Slack's."],
  ])('is wrong when it is %d ms off', async (offset, line) => {
    const lines: string[] = [];
    const never = new Promise<never>(() => {});
    const inspector: SlackInspector = {
      identity: () => never,
      socket: () => never,
      channels: () => never,
      clockOffset: () => Promise.resolve(offset),
    };

    await report(
      [{ title: 'Slack', checks: [clockCheck(inspector)] }],
      (each) => lines.push(each),
      1000,
    );

    expect(lines).toContain(`  ${line}`);
  });
});

describe('doctor --fix', () => {
  const notSubscribed = (): void =>
    aws.on('ListSubscriptionsByTopic', () => ({ value: { Subscriptions: [] } }));

  it('leaves everything as it is without it, and says what to do', async () => {
    notSubscribed();
    await configure(byHttps);

    const { code, text } = await doctor();

    expect(code).toBe(1);
    expect(text).toContain('✗ security-alarms in eu-west-1 does not send to the bot.');
    expect(text).toContain('npm run doctor -- --fix');
    expect(aws.calls.map(({ action }) => action)).not.toContain('Subscribe');
  });

  it('subscribes the endpoint', async () => {
    notSubscribed();
    aws.on('Subscribe', () => ({ value: { SubscriptionArn: 'pending confirmation' } }));
    await configure(byHttps);

    const { code, text } = await doctor('--fix');

    expect(code).toBe(0);
    expect(text).toContain('SNS now asks https://alarms.example.com/sns to confirm');
    expect(aws.calls.find(({ action }) => action === 'Subscribe')?.input).toMatchObject({
      TopicArn: topic,
      Protocol: 'https',
      Endpoint: 'https://alarms.example.com/sns',
    });
  });

  it('subscribes the queue rather than the endpoint', async () => {
    notSubscribed();
    aws.on('Subscribe', () => ({ value: { SubscriptionArn: `${topic}:2` } }));
    await configure(`${byQueue()}\n${byHttps}`);

    const { text } = await doctor('--fix');

    expect(text).toContain(`security-alarms in eu-west-1 now sends to ${queueArn}.`);
  });

  it('does not subscribe a second time', async () => {
    await configure(byQueue());

    await doctor('--fix');

    expect(aws.calls.map(({ action }) => action)).not.toContain('Subscribe');
  });
});

describe('doctor --test', () => {
  it('posts a message that is marked as a test', async () => {
    await configure(byQueue());

    const { code, text } = await doctor('--test', 'sec-prod');

    expect(code).toBe(0);
    expect(text).toContain('✓ The test message to sec-prod stands there.');
    const channel = slack.store.findChannel('sec-prod');
    const posted = JSON.stringify(slack.store.timeline(channel?.id ?? '').all());
    expect(posted).toContain('Test message: Trailwarden can write here.');
  });

  it('says why it could not', async () => {
    await configure(byQueue());

    const { code, text } = await doctor('--test', 'incident-room');

    expect(code).toBe(1);
    expect(text).toMatch(/✗ The test message to incident-room: Slack answers not_in_channel/);
    expect(text).toContain('/invite @Trailwarden');
  });
});

it('explains itself when it is called with something unknown', async () => {
  const { code, text } = await doctor('--fixx');

  expect(code).toBe(64);
  expect(text).toContain('Usage: npm run doctor');
});
