import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRecord } from '../../src/core/values.ts';

const alarm = {
  AlarmName: 'CPU <!channel>',
  AWSAccountId: '111122223333',
  NewStateValue: 'ALARM',
  OldStateValue: 'OK',
  StateChangeTime: '2026-03-06T20:00:26.893+0000',
  Region: 'EU (Ireland)',
};

const record = {
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateUser',
  eventTime: '2026-03-06T20:00:00Z',
  awsRegion: 'us-east-1',
  eventID: 'e-1',
  userIdentity: { type: 'Root', accountId: '111122223333' },
};

const watched = {
  ...record,
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  requestParameters: { name: 'organization' },
  userIdentity: { type: 'IAMUser', userName: 'alice', accountId: '111122223333' },
};

let folder = '';

const replay = async (
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> => {
  const main = resolve(import.meta.dirname, '../../src/start.js');
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [main, 'replay', ...args],
      {
        env: { PATH: process.env['PATH'], ...env },
      },
    );
    return { code: 0, out: stdout, err: stderr };
  } catch (thrown) {
    if (!isRecord(thrown)) throw thrown;
    return {
      code: Number(thrown['code']),
      out: String(thrown['stdout']),
      err: String(thrown['stderr']),
    };
  }
};

describe('replay', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trailwarden-replay-'));
    await writeFile(join(folder, 'alarm.json'), JSON.stringify(alarm));
    await writeFile(
      join(folder, 'records.jsonl'),
      `${JSON.stringify(record)}\n\n${JSON.stringify(watched)}\n`,
    );
    await writeFile(join(folder, 'other.txt'), 'not looked at');
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('prints a line of JSON an alert, for every file below a folder', async () => {
    const { code, out } = await replay([folder]);
    const lines: unknown[] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

    expect(code).toBe(0);
    expect(lines).toMatchObject([
      {
        file: join(folder, 'alarm.json'),
        source: 'cloudwatch-alarm',
        key: 'alarm/111122223333/eu-west-1/CPU <!channel>',
        state: 'ALARM',
        severity: 'high',
        title: 'CPU <!channel>',
        account: '111122223333',
        region: 'eu-west-1',
        text: expect.not.stringContaining('<!channel>'),
        blocks: expect.any(Array),
      },
      {
        source: 'cloudtrail-event',
        detection: null,
        who: 'root of 111122223333',
        what: 'IAM CreateUser',
      },
      {
        source: 'cloudtrail-event',
        key: 'cloudtrail/111122223333/us-east-1/cloudtrail-switched-off/organization',
        state: 'EVENT',
        severity: 'critical',
        title: 'CloudTrail switched off',
        detection: 'cloudtrail-switched-off',
        who: 'IAM user alice',
        what: 'cloudtrail StopLogging',
      },
    ]);
    expect(lines[0]).not.toHaveProperty('detection');
  });

  it('prints what a person would read', async () => {
    const { out } = await replay(['--text', join(folder, 'alarm.json')]);

    expect(out).toContain('went to ALARM in 111122223333, eu-west-1');
    expect(out).toContain('2026-03-06 20:00 UTC');
  });

  it('says where it would go by the settings, or what is wrong with those', async () => {
    const settings = join(folder, 'trailwarden.yaml');
    await writeFile(
      settings,
      `slack: { fallbackChannel: alerts }
topics: ['arn:aws:sns:eu-west-1:111122223333:security']
accounts: [{ id: '111122223333', name: prod }]
routes: [{ when: { account: prod }, channel: sec-prod, severity: critical }]
`,
    );
    const env = { TRAILWARDEN_CONFIG: settings };
    const file = join(folder, 'alarm.json');

    const [routed, wrong] = await Promise.all([
      replay(['--route', file], env),
      replay(['--route', '--text', file], { TRAILWARDEN_CONFIG: join(folder, 'absent.yaml') }),
    ]);

    expect(JSON.parse(routed.out)).toMatchObject({
      route: [
        {
          channel: 'sec-prod',
          severity: 'critical',
          account: 'prod',
          why: 'route 1: account prod',
        },
      ],
    });
    expect(wrong).toMatchObject({
      code: 0,
      out: expect.stringContaining('the settings are wrong'),
    });
  });

  it('goes on after a file that cannot be read, and ends with 1', async () => {
    const { code, out, err } = await replay([
      join(folder, 'absent.json'),
      join(folder, 'alarm.json'),
    ]);

    expect(code).toBe(1);
    expect(err).toContain('absent.json cannot be read');
    expect(out.trim().split('\n')).toHaveLength(1);
  });

  it('explains itself when nothing is given', async () => {
    expect(await replay([])).toMatchObject({ code: 64, err: expect.stringContaining('Usage') });
    expect(await replay(['--unknown'])).toMatchObject({ code: 64 });
  });
});
