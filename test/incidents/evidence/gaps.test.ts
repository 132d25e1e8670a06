import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors.ts';
import type { Evidence } from '../../../src/core/evidence.ts';
import { textOf } from '../../../src/core/text.ts';
import {
  alarm,
  central,
  createWorld,
  denied,
  filter,
  firedAt,
  gapKinds,
  gone,
  ids,
  ireland,
  line,
  member,
  metric,
  minute,
  record,
  throttled,
} from './world.ts';

const logGroup = 'CloudTrail/logs';

const said = ({ gaps }: Evidence): string =>
  gaps.map(({ text, cure }) => `${textOf(text)} ${textOf(cure ?? [])}`).join('\n');

const twentyEarlier = (id: string) =>
  record(id, { eventTime: new Date(firedAt - 20 * minute).toISOString() });

describe('why there is no evidence', () => {
  it('no filter feeds the metric: names it and where it was looked for', async () => {
    const world = createWorld({
      filters: {},
      trailLogs: [{ logGroup: 'org', account: central, region: ireland, covers: undefined }],
    });

    const evidence = await world.read();

    expect(gapKinds(evidence)).toEqual(['no-filter']);
    expect(said(evidence)).toBe(
      'No metric filter feeds the metric SecurityGroupEventCount of the namespace CloudTrailMetrics (looked for in 111122223333, eu-west-1, then in 444455556666, eu-west-1). ' +
        'If it was deleted, make it again. If its log group is in another account, name that log group in the settings under trailLogs.',
    );
    // The template calls a metric so: it says which calls to look for in Event history.
    expect(evidence).toMatchObject({ source: 'event-history', count: 0 });
  });

  it('no right to read the log group: gives the line of the policy', async () => {
    const world = createWorld({ fails: { filter: denied('logs:FilterLogEvents') } });

    const evidence = await world.read();

    expect(gapKinds(evidence)).toEqual(['denied']);
    expect(said(evidence)).toBe(
      'No right to read the log group CloudTrail/logs of 111122223333 in eu-west-1: the permission logs:FilterLogEvents is missing. ' +
        'Add {"Effect":"Allow","Action":"logs:FilterLogEvents","Resource":"arn:aws:logs:eu-west-1:111122223333:log-group:CloudTrail/logs"} to the policy of the bot\'s role in that account.',
    );
  });

  it('a role that cannot be assumed keeps its own cure', async () => {
    const assume = new AppError(
      'sts:AssumeRole in 111122223333, eu-west-1: the role is not ours.',
      {
        kind: 'access',
        code: 'aws_assume_role_denied',
        hint: 'It must trust the bot.',
      },
    );
    const world = createWorld({ fails: { metricFilters: assume, lookup: assume } });

    const evidence = await world.read();

    expect(said(evidence)).toContain(
      'No right to read the metric filters of 111122223333 in eu-west-1: the role is not ours. It must trust the bot.',
    );
    expect(gapKinds(evidence)).not.toContain('no-filter');
  });

  it('the log group is gone', async () => {
    const world = createWorld({ fails: { filter: gone } });

    const evidence = await world.read();

    expect(gapKinds(evidence)).toEqual(['log-group-gone']);
    expect(said(evidence)).toContain(
      'There is no longer the log group CloudTrail/logs of 111122223333',
    );
  });

  it('nothing in the window that was asked', async () => {
    const evidence = await createWorld({ logs: { [logGroup]: [] } }).read();

    expect(gapKinds(evidence)).toEqual(['nothing-found']);
    expect(said(evidence)).toContain(
      'Nothing in CloudTrail/logs matches between 2026-03-01T10:00:00.000Z and 2026-03-01T10:05:32.000Z.',
    );
    expect(evidence).toMatchObject({ source: 'logs', count: 0 });
  });

  it('too many calls: says that it is tried again, and keeps what was read', async () => {
    const events = [line(record('a')), line(record('b'), firedAt - 3 * minute)];
    const world = createWorld({ pageSize: 1, logs: { [logGroup]: events } });
    const { filter: pages } = world.deps.logs;
    let asked = 0;
    Object.assign(world.deps.logs, {
      filter: (...args: Parameters<typeof pages>) => {
        asked += 1;
        return asked > 1 ? Promise.reject(throttled) : pages(...args);
      },
    });

    const evidence = await world.read();

    expect(gapKinds(evidence)).toEqual(['cut']);
    expect(said(evidence)).toContain('It is tried again by itself.');
    expect(evidence).toMatchObject({ source: 'logs', count: 1, isCountAtLeast: true });
  });

  it('too many calls from the start leave nothing that could be taken for an answer', async () => {
    const evidence = await createWorld({ fails: { filter: throttled } }).read();

    expect(evidence).toMatchObject({ source: undefined, count: 0 });
    expect(gapKinds(evidence)).toEqual(['cut']);
  });

  it('lines that are no records are counted, with the newest of them', async () => {
    const app = { stream: 's', at: firedAt - minute, message: 'ERROR password=hunter2 <@U1>' };
    const world = createWorld({
      filters: { [`${member} Errors`]: [filter({ pattern: 'ERROR', logGroup: 'app' })] },
      logs: { app: [app, { ...app, at: app.at - 1, message: 'ERROR older' }] },
      values: [{ at: firedAt, value: 2 }],
    });

    const evidence = await world.read({ alert: alarm({ metrics: [metric('Errors')] }) });

    expect(gapKinds(evidence)).toEqual(['unreadable']);
    expect(said(evidence)).toContain(
      '2 lines that match are no records of CloudTrail. The newest: ERROR password=[redacted] <@U1>',
    );
    expect(evidence.chart?.title).toBe('Errors');
  });

  it('the account has no role, and the own credentials are of another one', async () => {
    const world = createWorld({ roles: [], logs: { [logGroup]: [line(record('wrong'))] } });
    const stranger = { ...alarm(), account: central };

    const evidence = await world.read({ alert: stranger });

    expect(gapKinds(evidence)).toEqual(['denied']);
    expect(said(evidence)).toContain('The settings name no role for the account 444455556666');
    expect(evidence.count).toBe(0);
    expect(world.calls('metricFilters')).toEqual([]);
  });

  it('the own account needs no role', async () => {
    const world = createWorld({ roles: [], logs: { [logGroup]: [line(record('own'))] } });

    expect(ids(await world.read())).toEqual(['own']);
  });

  it('the message tells no account', async () => {
    const { account: _, ...placeless } = alarm();

    expect(gapKinds(await createWorld().read({ alert: placeless }))).toEqual(['no-filter']);
  });

  it('a composite alarm whose children may not be asked', async () => {
    const world = createWorld({ fails: { childrenOf: denied('cloudwatch:DescribeAlarms') } });

    const evidence = await world.read({ alert: alarm({ kind: 'composite', metrics: [] }) });

    expect(gapKinds(evidence)).toEqual(['denied']);
    expect(said(evidence)).toContain('"Action":"cloudwatch:DescribeAlarms"');
  });

  it.each(['metric', 'composite'] as const)('a %s alarm that names no metric', async (kind) => {
    const evidence = await createWorld().read({ alert: alarm({ kind, metrics: [] }) });

    expect(gapKinds(evidence)).toEqual(['no-filter']);
  });

  it('never rejects for what AWS says, and does for what nobody foresaw', async () => {
    const broken = new AppError('it broke.', { kind: 'upstream', code: 'aws_unavailable' });
    const all = ['named', 'metricFilters', 'filter', 'lookup', 'values', 'childrenOf'];
    const fails = Object.fromEntries(all.map((call) => [call, broken]));

    const evidence = await createWorld({ fails }).read();

    expect(gapKinds(evidence)).not.toEqual([]);
    await expect(createWorld({ fails: { filter: new TypeError('x') } }).read()).rejects.toThrow(
      TypeError,
    );
  });
});

describe('Event history in place of the log', () => {
  it('is asked for every name of the pattern, twenty minutes back, and filtered by the pattern', async () => {
    const world = createWorld({
      fails: { filter: denied('logs:FilterLogEvents') },
      history: {
        [`${member} eu-west-1`]: [
          twentyEarlier('early'),
          record('other service', { eventSource: 'example.amazonaws.com' }),
          record('foreign', { recipientAccountId: central }),
        ],
        [`${member} us-east-1`]: [record('global', { eventName: 'CreateSecurityGroup' })],
      },
    });

    const evidence = await world.read();

    expect(evidence).toMatchObject({ source: 'event-history', count: 2, from: firedAt - 330_000 });
    expect(ids(evidence)).toEqual(['global', 'early']);
    expect(gapKinds(evidence)).toEqual(['denied']);
    expect(
      world
        .calls('lookup')
        .filter(({ region }) => region === 'eu-west-1')
        .map(({ wanted }) => wanted),
    ).toMatchObject([
      { attribute: { key: 'EventName', value: 'DeleteSecurityGroup' } },
      { attribute: { key: 'EventName', value: 'CreateSecurityGroup' } },
    ]);
  });

  it('reads five pages a name at most', async () => {
    const many = Array.from({ length: 400 }, (_, index) => record(`event ${index}`));
    const world = createWorld({
      fails: { filter: gone },
      history: { [`${member} eu-west-1`]: many },
    });

    const evidence = await world.read();

    expect(evidence).toMatchObject({ count: 250, isCountAtLeast: true });
  });

  it('finds the root user by its name', async () => {
    const root = { userIdentity: { type: 'Root', accountId: member } };
    const world = createWorld({
      fails: { filter: gone },
      filters: {
        [`${member} SecurityGroupEventCount`]: [
          filter({
            pattern:
              '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
          }),
        ],
      },
      history: { [`${member} us-east-1`]: [record('root', root)] },
    });

    expect(ids(await world.read())).toEqual(['root']);
  });

  it('finds sign-ins by their event name, and only those that the pattern means', async () => {
    const login = { eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' };
    const failed = { ...login, errorMessage: 'Failed authentication' };
    const world = createWorld({
      fails: { filter: gone },
      filters: {
        [`${member} SecurityGroupEventCount`]: [
          filter({
            pattern:
              '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
          }),
        ],
      },
      history: { [`${member} us-east-1`]: [record('ok', login), record('failed', failed)] },
    });

    expect(ids(await world.read())).toEqual(['failed']);
  });

  it('cannot be asked for denied calls, and says so', async () => {
    const world = createWorld({
      fails: { filter: gone },
      filters: {
        [`${member} SecurityGroupEventCount`]: [
          filter({
            pattern:
              '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
          }),
        ],
      },
    });

    const evidence = await world.read();

    expect(said(evidence)).toContain(
      'Event history cannot be searched for denied or failed calls of any name, so it was not asked.',
    );
    expect(world.calls('lookup')).toEqual([]);
  });

  it('serves where no filter is found and the message names the detection', async () => {
    const world = createWorld({
      filters: {},
      history: { [`${member} eu-west-1`]: [record('wanted')] },
    });

    const evidence = await world.read({
      alert: alarm({}, { detection: 'security-group-change' }),
    });

    expect(ids(evidence)).toEqual(['wanted']);
    expect(evidence).toMatchObject({ source: 'event-history', detection: 'security-group-change' });
    expect(gapKinds(evidence)).toEqual(['no-filter']);
  });

  it('may be closed too', async () => {
    const world = createWorld({
      fails: { filter: gone, lookup: denied('cloudtrail:LookupEvents') },
    });

    const evidence = await world.read();

    expect(gapKinds(evidence)).toEqual(['log-group-gone', 'denied', 'denied']);
    expect(evidence).toMatchObject({ source: undefined, count: 0 });
  });
});
