import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors.ts';
import { untrusted } from '../../../src/core/text.ts';
import { detections } from '../../../src/detections/index.ts';
import { createActivitySection } from '../../../src/digest/sections/activity/activity.ts';
import type { ActivityDetail } from '../../../src/digest/sections/activity/tell-activity.ts';
import { activityQuery } from '../../../src/digest/sections/activity/trail-log.ts';
import { readQuery } from '../../../src/sandbox/aws/logs/insights.ts';
import { machineWords, now, prod, regionId, staging } from '../../commands/helpers.ts';
import { eventOf } from '../../incidents/fake-evidence.ts';
import { openTestStore } from '../../incidents/rig.ts';
import { testClock } from '../../store/make.ts';
import {
  begin,
  cellsOf,
  inLog,
  other,
  partOf,
  place,
  received,
  third,
  toldWords,
  type World,
} from './activity-rig.ts';
import { linesOf, runOf, toldOf, unreadOf } from './rig.ts';
import {
  byOther,
  byRoot,
  createFakeLogs,
  denied,
  type FakeGroup,
  failedSignIn,
  groupOf,
  refused,
  rowOf,
  signIn,
} from './trail-rig.ts';

const enable = (value: string) => ({ 'requestParameters.enable': value });

const status = (value: string) => ({ 'requestParameters.status': value });

const failure = (code: string): AppError =>
  new AppError('Logs Insights is out of order.', { kind: 'upstream', code });

describe('the log groups that the section on activity asks', () => {
  it('asks one question for all accounts of an organisation', async () => {
    const rows = [
      denied({ calls: '3' }),
      denied({ recipientAccountId: staging.id, calls: '5' }),
      denied({ recipientAccountId: '999900001111', calls: '70' }),
    ];
    const { reader, calls } = await begin({ groups: { org: { rows } } });

    const parts = await Promise.all([place, other, third].map(reader.account));

    expect(calls).toEqual(['logGroup org', 'startQuery org', 'queryResults org']);
    expect(parts.map(({ figures }) => figures?.['denied'])).toEqual([3, 5, 0]);
  });

  it('asks where the log group is, about the period and as long as records may be late', async () => {
    const { period } = runOf();
    const ended = { from: period.from - 86_400_000, to: period.to - 86_400_000 };
    const groups = { org: {} };
    const trailLogs = [groupOf('org', { region: regionId('us-east-1') })];
    const { reader, asked } = await begin({ groups, trailLogs }, { period: ended });

    await reader.account(place);

    expect(asked).toMatchObject([
      { region: 'us-east-1', from: ended.from, to: ended.to + 30 * 60_000, limit: 10_000 },
    ]);
  });

  it('asks about no time that is still to come', async () => {
    const { reader, asked } = await begin({ groups: { org: {} } });

    await reader.account(place);

    expect(asked[0]?.to).toBe(now);
  });

  it('asks no log group about an account that it does not cover', async () => {
    const groups = { a: { rows: [denied()] }, b: { rows: [denied({ calls: '7' })] } };
    const trailLogs = [
      groupOf('a', { covers: [staging.id] }),
      groupOf('b', { covers: [prod.id, staging.id] }),
    ];
    const { reader, calls } = await begin({ groups, trailLogs });

    const part = await reader.account(place);

    expect(part.figures?.['denied']).toBe(7);
    expect(calls.filter((call) => call.endsWith(' a'))).toEqual([]);
  });

  it('counts once what stands in two log groups', async () => {
    const rows = [denied({ calls: '4' })];
    const { reader, calls } = await begin({ groups: { org: { rows }, own: { rows } } });

    const part = await reader.account(place);

    expect(part.figures?.['denied']).toBe(4);
    expect(calls.filter((call) => call.endsWith(' own'))).toEqual([]);
  });

  it.each([
    ['is not to be asked', { fails: { startQuery: refused('logs:StartQuery') } }],
    ['is not to be described', { fails: { logGroup: refused('logs:DescribeLogGroups') } }],
    ['does not give its answer', { fails: { queryResults: failure('aws_internal') } }],
    ['fails, is cancelled or takes too long', { states: ['running', 'failed'] }],
    ['costs too much', { size: { storedBytes: 9e12, retentionDays: 7 } }],
  ] satisfies readonly [string, FakeGroup][])(
    'takes the next one that covers the account where the first %s',
    async (_, first) => {
      const groups = { first, second: { rows: [denied({ calls: '6' })] } };

      const part = await partOf({ groups });

      expect(part.figures?.['denied']).toBe(6);
      expect(part.unread).toEqual([]);
    },
  );

  it('asks one that fails once, however many accounts it covers', async () => {
    const groups = { org: { fails: { startQuery: refused('logs:StartQuery') } } };
    const { reader, calls } = await begin({ groups });

    await Promise.all([place, other, third].map(reader.account));

    expect(calls).toEqual(['logGroup org', 'startQuery org']);
  });

  it('does not take an error of ours for one of AWS', async () => {
    const { logs } = createFakeLogs({ org: {} });
    const store = await openTestStore(testClock());
    const section = createActivitySection({
      logs: { ...logs, startQuery: () => Promise.reject(new TypeError('ours')) },
      whereOf: (account, region) => ({ account, region }),
      clock: testClock(),
      trailLogs: () => [groupOf('org')],
      store,
    });

    await expect(section.begin(runOf()).account(place)).rejects.toThrow('ours');
  });

  it.each([
    ['keeps as long as the period', { storedBytes: 1.1e12, retentionDays: 7 }, '1,100', '5.5'],
    ['is read in part', { storedBytes: 9e12, retentionDays: 30 }, '2,100', '10.5'],
  ])('does not ask one that %s and says what it would cost', async (_, size, gb, dollars) => {
    const { reader, calls } = await begin({ groups: { org: { size } } });

    const part = await reader.account(place);

    expect(calls).toEqual(['logGroup org']);
    expect(unreadOf(part)).toEqual([
      `sign-ins: org: Logs Insights would read about ${gb} GB for about $${dollars}, so it was not asked. List a log group that keeps less in trailLogs.`,
    ]);
  });

  it.each([
    ['a size at the limit', { storedBytes: 1e12, retentionDays: 7 }],
    ['much that is older than the period', { storedBytes: 4e12, retentionDays: 30 }],
    ['an end that is not known', { storedBytes: 9e12, retentionDays: undefined }],
    ['no size at all', undefined],
  ])('asks one that has %s', async (_, size) => {
    const part = await partOf({ groups: { org: size === undefined ? {} : { size } } });

    expect(part.unread).toEqual([]);
  });

  it('waits until the query is done', async () => {
    const groups: World['groups'] = {
      org: { states: ['running', 'running', 'complete'], rows: [denied()] },
    };
    const { reader, calls } = await begin({ groups });

    const part = await reader.account(place);

    expect(part.figures?.['denied']).toBe(1);
    expect(calls.filter((call) => call === 'queryResults org')).toHaveLength(3);
    expect(calls).not.toContain('stopQuery org');
  });

  it('stops the query when it is time, as it costs money', async () => {
    const controller = new AbortController();
    const { reader, calls } = await begin(
      {
        groups: { org: { states: ['running'] } },
        clock: { sleep: async () => controller.abort() },
      },
      { signal: controller.signal },
    );

    await expect(reader.account(place)).rejects.toThrow(/abort/i);

    expect(calls).toContain('stopQuery org');
  });

  it('stops the query too where it is just being asked whether it is done', async () => {
    const groups: World['groups'] = { org: { isSlow: true } };
    const { reader, calls } = await begin({ groups }, { signal: AbortSignal.timeout(20) });

    const part = await reader.account(place);

    expect(calls).toContain('stopQuery org');
    expect(part.figures).toEqual({});
    expect(part.unread).toHaveLength(1);
  });
});

describe('what the section on activity does not know', () => {
  it('is not measured where there is no log group, with the cure, and never nought', async () => {
    const part = await partOf({});

    expect(unreadOf(part)).toEqual([
      'sign-ins: No log group of a trail is listed for it: add it to trailLogs in the settings.',
    ]);
    expect(part.figures).toEqual({});
    expect(part.findings).toEqual([]);
  });

  it('is not measured where none could be read, with the permission that is missing', async () => {
    const part = await partOf({
      groups: { org: { fails: { startQuery: refused('logs:StartQuery') } } },
    });

    expect(unreadOf(part)).toEqual([
      'sign-ins: org: the permission logs:StartQuery is missing. Add {"Effect":"Allow","Action":"logs:StartQuery","Resource":"*"} to the policy of the role.',
    ]);
    expect(part.figures).toEqual({});
  });

  it('is at least what reached the bot, beside what is not measured', async () => {
    const cells = await cellsOf({
      prepare: (store) =>
        received(store, {
          detection: 'denied-call',
          events: [eventOf({ id: 'e-1', when: now - 3_600_000, call: 'RunInstances' })],
        }),
    });

    expect(cells).toEqual([
      'prod',
      'not measured',
      'not measured',
      'not measured',
      '≥ 1',
      'not measured',
      'not measured',
    ]);
  });

  it('is a measured nought where a log group has nothing of it', async () => {
    const part = await partOf(inLog());
    const words = await toldWords(inLog(), place);

    expect(words).toContain('Where it was measured, none of what is counted here happened.');
    expect(part.figures).toEqual({
      root: 0,
      'failed-sign-ins': 0,
      'sign-ins-without-mfa': 0,
      denied: 0,
      guards: 0,
    });
    expect(part.unread).toEqual([]);
  });

  it('may be more than an answer holds', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      denied({ eventName: `Describe${index}` }),
    );

    const [, root, , , deniedCalls] = await cellsOf(inLog(...many));
    const part = await partOf(inLog(...many));

    expect([root, deniedCalls]).toEqual(['≥ 0', '≥ 10,000']);
    expect(unreadOf(part)).toEqual([
      'sign-ins: Its log group tells of more than an answer of Logs Insights holds, so the rarest is missing: list a log group for fewer accounts in trailLogs.',
    ]);
  });

  it('is all there, one row below that', async () => {
    const many = Array.from({ length: 9_999 }, (_, index) => denied({ eventName: `D${index}` }));

    const part = await partOf(inLog(...many));

    expect(part.unread).toEqual([]);
    expect(part.detail.measures.denied?.isAtLeast).toBe(false);
    expect(part.detail.measures.denied?.doers).toHaveLength(5);
  });

  it('says where its numbers are from, and of how many accounts it knows little', async () => {
    const groups = { org: { bytesScanned: 1_240_000 }, lone: { bytesScanned: 500_000 } };
    const trailLogs = [
      groupOf('org', { covers: [prod.id] }),
      groupOf('lone', { covers: [staging.id] }),
    ];

    const all = await toldWords({ groups, trailLogs }, place, other);
    const some = await toldWords({ groups, trailLogs }, place, other, third);

    expect(all).toMatch(
      /in `?org`? \(1\.2 MB looked through\), `?lone`? \(0\.5 MB looked through\)/,
    );
    expect(all).not.toContain('not measured');
    expect(some).toContain('Of 1 account, and for what is first seen');
    expect(all).not.toMatch(machineWords);
  });

  it('says nothing of its own where nothing could be read at all', async () => {
    const { section } = await begin();

    expect(section.tell([toldOf<ActivityDetail>(place, undefined)], runOf().period)).toEqual([]);
  });
});

describe('what the section on activity counts', () => {
  it('finds root in use, and says what it did', async () => {
    const part = await partOf(
      inLog(
        byRoot({ eventSource: 's3.amazonaws.com', eventName: 'PutBucketPolicy', calls: '2' }),
        byRoot({ eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', calls: '3' }),
      ),
    );

    expect(part.figures?.['root']).toBe(5);
    expect(linesOf(part)).toEqual([
      'fail root-in-use: root did iam:CreateUser, s3:PutBucketPolicy',
    ]);
    expect(part.kinds['root-in-use']?.urgency).toBeGreaterThan(80);
  });

  it('holds a sign-in as root that failed for one that failed, not for use of root', async () => {
    const part = await partOf(
      inLog(
        byRoot({
          eventSource: 'signin.amazonaws.com',
          eventName: 'ConsoleLogin',
          eventType: 'AwsConsoleSignIn',
          'responseElements.ConsoleLogin': 'Failure',
          'additionalEventData.MFAUsed': 'No',
        }),
      ),
    );

    expect(part.figures).toMatchObject({ root: 0, 'failed-sign-ins': 1 });
    expect(part.findings).toEqual([]);
  });

  it('does not hold for root what a service does on its behalf', async () => {
    const part = await partOf(
      inLog(
        byRoot({ 'userIdentity.invokedBy': 'support.amazonaws.com' }),
        byRoot({ eventType: 'AwsServiceEvent' }),
        rowOf({ 'userIdentity.userName': 'root' }),
      ),
    );

    expect(part.figures?.['root']).toBe(0);
    expect(part.findings).toEqual([]);
  });

  it('counts failed sign-ins without the name that was typed, which may be a password', async () => {
    const world = inLog(failedSignIn({ calls: '12' }), signIn({ 'userIdentity.userName': 'bob' }));

    const part = await partOf(world);
    const words = await toldWords(world, place);

    expect(part.figures?.['failed-sign-ins']).toBe(12);
    expect(words).toContain('a name that is no user’s in prod: console sign-in × 12');
    expect(`${words} ${JSON.stringify(part)}`).not.toContain('HIDDEN_DUE');
  });

  it('has a finding for everybody who signs in without MFA, however many, with stable ids', async () => {
    const names = ['alice', 'bob', 'carol', 'dan', 'erin', 'frank', 'grace'];
    const signIns = (calls: string) =>
      names.map((name) =>
        signIn({
          'userIdentity.arn': `arn:aws:iam::${prod.id}:user/people/${name}`,
          'userIdentity.userName': name,
          calls,
        }),
      );

    const part = await partOf(inLog(...signIns('1')));
    const later = await partOf(inLog(...signIns('30').toReversed()));

    expect(linesOf(part)).toEqual(
      names.map(
        (name) =>
          `fail signs-in-without-mfa/user ${name}: user ${name} signs in to the console with a password alone`,
      ),
    );
    expect(later.findings.map(({ id }) => id).toSorted()).toEqual(
      part.findings.map(({ id }) => id),
    );
  });

  it('finds root without MFA, but nobody with it, who failed, or who comes by a role', async () => {
    const part = await partOf(
      inLog(
        byRoot({
          eventSource: 'signin.amazonaws.com',
          eventName: 'ConsoleLogin',
          eventType: 'AwsConsoleSignIn',
          'responseElements.ConsoleLogin': 'Success',
          'additionalEventData.MFAUsed': 'No',
        }),
        signIn({ 'additionalEventData.MFAUsed': 'Yes' }),
        signIn({ 'responseElements.ConsoleLogin': 'Failure' }),
        signIn({ 'userIdentity.type': 'AssumedRole' }),
      ),
    );

    expect(linesOf(part)).toEqual([
      'fail root-in-use: root did console sign-in',
      'fail signs-in-without-mfa/root: root signs in to the console with a password alone',
    ]);
  });

  it('counts denied calls by who made them', async () => {
    const role = {
      'userIdentity.type': 'AssumedRole',
      'userIdentity.arn': `arn:aws:sts::${prod.id}:assumed-role/deploy/ci-42`,
    };
    const foreignAccount = {
      'userIdentity.type': 'AWSAccount',
      'userIdentity.accountId': '999900001111',
    };
    const service = {
      'userIdentity.type': 'AWSService',
      'userIdentity.invokedBy': 'config.amazonaws.com',
    };
    const s3 = {
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      errorCode: 'AccessDenied',
    };
    const part = await partOf(
      inLog(
        byOther(denied(), { ...role, calls: '9' }),
        // The same, but for what is not told.
        byOther(denied({ errorCode: 'AccessDenied' }), { ...role, calls: '1' }),
        byOther(denied(s3), { ...foreignAccount, calls: '4' }),
        byOther(denied(s3), { ...service, calls: '3' }),
        denied({ calls: '2' }),
        rowOf({ errorCode: 'ThrottlingException', calls: '500' }),
      ),
    );

    const doers = part.detail.measures.denied?.doers ?? [];
    expect(part.figures?.['denied']).toBe(19);
    expect(doers.map(({ who, what, count }) => [who, what, count])).toEqual([
      [
        ['role ', untrusted('deploy'), ' (session ', untrusted('ci-42'), ')'],
        [untrusted('ec2:DescribeInstances')],
        10,
      ],
      [['account ', untrusted('999900001111')], [untrusted('s3:GetObject')], 4],
      [[untrusted('config.amazonaws.com')], [untrusted('s3:GetObject')], 3],
      [['user ', untrusted('alice')], [untrusted('ec2:DescribeInstances')], 2],
    ]);
    expect(part.findings).toEqual([]);
  });

  it('counts all sessions of a role as one, but everybody of Identity Center', async () => {
    const assumed = (role: string, session: string) =>
      byOther(denied(), {
        'userIdentity.type': 'AssumedRole',
        'userIdentity.arn': `arn:aws:sts::${prod.id}:assumed-role/${role}/${session}`,
      });
    const sso = 'AWSReservedSSO_Admin_0123456789abcdef';
    const part = await partOf(
      inLog(
        ...['task-1', 'task-2', 'task-2', 'task-3'].map((name) => assumed('orders', name)),
        assumed(sso, 'dave@example.com'),
        assumed(sso, 'erin@example.com'),
        assumed(sso, 'erin@example.com'),
      ),
    );

    const doers = part.detail.measures.denied?.doers ?? [];
    expect(doers.map(({ who, count }) => [who, count])).toEqual([
      [['role ', untrusted('orders'), ' (3 sessions)'], 4],
      [[untrusted('erin@example.com'), ' (role ', untrusted(sso), ')'], 2],
      [[untrusted('dave@example.com'), ' (role ', untrusted(sso), ')'], 1],
    ]);
  });

  it.each([
    ['a trail that was stopped', 'cloudtrail', 'StopLogging', {}, 1],
    ['one that was not', 'cloudtrail', 'StopLogging', { errorCode: 'AccessDenied' }, 0],
    ['an unknown trail', 'cloudtrail', 'DeleteTrail', { errorCode: 'TrailNotFoundException' }, 0],
    ['a detector that was disabled', 'guardduty', 'UpdateDetector', enable('0'), 1],
    ['one that was, in words', 'guardduty', 'UpdateDetector', enable('false'), 1],
    ['one that was enabled', 'guardduty', 'UpdateDetector', enable('1'), 0],
    ['one that was, in words', 'guardduty', 'UpdateDetector', enable('true'), 0],
    ['one of which something else changed', 'guardduty', 'UpdateDetector', {}, 0],
    ['Macie that was paused', 'macie2', 'UpdateMacieSession', status('PAUSED'), 1],
    ['Macie that goes on', 'macie2', 'UpdateMacieSession', status('ENABLED'), 0],
    ['a call of that name by another service', 'ses', 'DeleteTrail', {}, 0],
  ])('of changes to what guards, counts %s: %s %s', async (_, service, eventName, more, count) => {
    const row = rowOf({ eventSource: `${service}.amazonaws.com`, eventName, ...more });

    const part = await partOf(inLog(row));

    expect(part.figures?.['guards']).toBe(count);
    expect(part.findings).toEqual([]);
  });

  it('sets the figures of the last digest beside those of this one', async () => {
    const figures = { root: 0, denied: 4, guards: 1_200 };
    const snapshot = { ...toldOf<ActivityDetail>(place, undefined).snapshot, figures };
    const cells = await cellsOf(inLog(denied({ calls: '12' })), {
      previous: async (section, subject) =>
        section === 'activity' && subject === prod.id ? snapshot : undefined,
    });

    expect(cells).toEqual(['prod', '0 (0)', '0', '0', '12 (4)', '0 (1,200)', 'not measured']);
  });

  it('names the gravest accounts first, twelve of them', async () => {
    const places = Array.from({ length: 14 }, (_, index) => {
      const id = `1111222233${String(index + 10)}` as typeof prod.id;
      return { account: { ...prod, id, name: `account-${index}` }, regions: [] };
    });
    const rows = places.map(({ account: { id } }, index) =>
      index === 13
        ? byRoot({ recipientAccountId: id })
        : denied({ recipientAccountId: id, calls: `${90 - index}` }),
    );

    const words = await toldWords(inLog(...rows), ...places);

    expect(words.indexOf('account-13 | 1')).toBeLessThan(words.indexOf('account-0 | 0'));
    expect(words).not.toContain('account-12 |');
    expect(words).toContain('And 2 more accounts.');
  });

  it('lets no name become markup, and tells no secret', async () => {
    const world = inLog(
      denied({
        'userIdentity.arn': `arn:aws:sts::${prod.id}:assumed-role/<!channel>/*x* <https://example.com|y>`,
        'userIdentity.userName': '<!here>',
        eventName: '<!everyone>',
      }),
      signIn({ 'userIdentity.userName': 'AKIAIOSFODNN7EXAMPLE', 'userIdentity.arn': 'nonsense' }),
      rowOf({ eventName: '__proto__', errorCode: 'AccessDenied', calls: 'many' }),
    );

    const words = await toldWords(world, place);
    const part = await partOf(world);

    for (const bad of ['<!channel>', '<!here>', '<!everyone>', '<https'])
      expect(words).not.toContain(bad);
    expect(words + JSON.stringify(part)).not.toContain('AKIAIOSFODNN7EXAMPLE');
    expect(words).not.toMatch(machineWords);
  });
});

describe('the question to Logs Insights', () => {
  it('is one that Logs Insights takes, of at most 10,000 characters', () => {
    expect(() => readQuery(activityQuery)).not.toThrow();
    expect(activityQuery.length).toBeLessThan(10_000);
    // Any other character in a field's name would need backticks.
    const [, fields = ''] = / by ([^|]+) \|/.exec(activityQuery) ?? [];
    expect(fields).toMatch(/^[A-Za-z.]+(?:, [A-Za-z.]+)*$/);
  });

  it('asks for every call that guards what guards', () => {
    const guards = detections.filter(({ guardsTheGuards }) => guardsTheGuards);
    const names = guards.flatMap(({ events }) => events.flatMap(({ names: each = [] }) => each));

    expect(names.length).toBeGreaterThan(30);
    expect(names.filter((name) => !activityQuery.includes(`"${name}"`))).toEqual([]);
  });
});
