import { describe, expect, it } from 'vitest';
import type { LogReader } from '../../../src/aws/trail-types.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { TrailLogGroup } from '../../../src/core/settings.ts';
import { textAt } from '../../../src/core/values.ts';
import { accounts, ask, body, headline, said } from './ask.ts';
import { call, deletedGroup, deniedTrail, iamUser, prod, staging } from './records.ts';
import { fakeTrail, minute, now, type Recorded } from './trail.ts';

const home = accounts[0];
const group: TrailLogGroup = {
  logGroup: 'trail',
  account: home?.id ?? ('' as never),
  region: home?.regions[0] ?? ('' as never),
  covers: undefined,
};

interface LogCalls {
  readonly patterns: (string | undefined)[];
  readonly queries: string[];
  readonly stopped: string[];
}

/** A log that lets everything through, as a pattern that is too wide would: one record a page. */
const fakeLog = (
  events: readonly Recorded[],
  options: {
    readonly fail?: AppError;
    readonly storedBytes?: number;
    readonly retentionDays?: number;
  } = {},
): { readonly reader: LogReader; readonly calls: LogCalls } => {
  const calls: LogCalls = { patterns: [], queries: [], stopped: [] };
  const lines = events
    .map(({ record }) => ({
      stream: 's',
      at: Date.parse(textAt(record, 'eventTime') ?? '') + minute,
      message: JSON.stringify(record),
    }))
    .toSorted((a, b) => b.at - a.at);
  return {
    calls,
    reader: {
      filter: async (_, { pattern, from, to, token }) => {
        calls.patterns.push(pattern);
        if (options.fail !== undefined) throw options.fail;
        await Promise.resolve();
        const found = lines.filter(({ at }) => at >= from && at <= to);
        const start = Number(token ?? 0);
        const next = start + 1 < found.length ? String(start + 1) : undefined;
        return { events: found.slice(start, start + 1), next };
      },
      startQuery: (_, { query }) => {
        calls.queries.push(query);
        return Promise.resolve('query-1');
      },
      queryResults: () =>
        Promise.resolve({
          status: 'complete',
          rows: [
            ...lines.map(({ message }) => ({ '@message': message })),
            { '@message': 'no JSON' },
          ],
          bytesScanned: 2_000_000_000,
        }),
      stopQuery: (_, id) => {
        calls.stopped.push(id);
        return Promise.resolve();
      },
      logGroup: () =>
        Promise.resolve({
          storedBytes: options.storedBytes ?? 90_000_000_000,
          retentionDays: options.retentionDays,
        }),
    },
  };
};

const everything = [deletedGroup, deniedTrail];

describe('whodid with the log group of a trail', () => {
  it('asks the log first and names it, and Event history not at all', async () => {
    const trail = fakeTrail(everything);
    const log = fakeLog(everything);

    const answer = await ask(trail, 'sg-0abc1234 since 2h in all', {
      trailLogs: [group],
      deps: { logs: log.reader },
    });

    expect(headline(answer)).toContain('alice@example.com deleted sg-0abc1234');
    expect(body(answer)).toContain('Read: the log group trail (2 pages)');
    expect(log.calls.patterns[0]).toBe('"sg-0abc1234"');
    expect(trail.calls).toEqual([]);
  });

  it('reads what the log does not cover from Event history', async () => {
    const trail = fakeTrail(everything);
    const log = fakeLog([]);

    const answer = await ask(trail, 'sg-0abc1234 since 2h in all', {
      trailLogs: [{ ...group, covers: accounts.slice(1).map(({ id }) => id) }],
      deps: { logs: log.reader },
    });

    expect(headline(answer)).toContain('alice@example.com deleted');
    expect(new Set(trail.calls.map(({ where }) => where.account))).toEqual(new Set([prod]));
    expect(body(answer)).toContain(
      'Read: the log group trail (1 page), then Event history of 1 account',
    );
  });

  it('takes Event history where the log cannot be read, and says why', async () => {
    const fail = new AppError('logs:FilterLogEvents in eu-west-1: the permission is missing.', {
      kind: 'access',
      code: 'aws_access_denied',
    });

    const answer = await ask(fakeTrail(everything), 'sg-0abc1234 since 2h in all', {
      trailLogs: [group],
      deps: { logs: fakeLog([], { fail }).reader },
    });

    expect(headline(answer)).toContain('alice@example.com deleted');
    expect(answer.isPartial).toBe(false);
    expect(body(answer)).toContain('the log group trail not, because');
  });

  it('tells only of the accounts that were asked about', async () => {
    const there = call({ name: 'StopInstances', account: staging, identity: iamUser('bob') });

    const answer = await ask(fakeTrail([]), 'StopInstances since 2h in prod', {
      trailLogs: [group],
      deps: { logs: fakeLog([there]).reader },
    });

    expect(headline(answer)).toBe('Nothing found: no such call is recorded');
    expect(JSON.stringify(answer)).not.toContain('bob');
  });

  it('keeps foreign words inside the quotes of a pattern', async () => {
    const log = fakeLog([]);

    await ask(fakeTrail([]), `'x" || $.a = "y' since 2h in all`, {
      trailLogs: [group],
      deps: { logs: log.reader },
    });
    await ask(fakeTrail([]), `'x" | delete \\' since 20d in all`, {
      trailLogs: [group],
      deps: { logs: log.reader },
    });

    expect(log.calls.patterns[0]).toBe(String.raw`"x\" || $.a = \"y"`);
    expect(log.calls.queries[0]).toContain(String.raw`@message like "x\" | delete \\"`);
  });

  it('asks Logs Insights for long windows, saying first what it may cost', async () => {
    const log = fakeLog(everything, { retentionDays: 90 });
    const progress: string[] = [];

    const answer = await ask(fakeTrail([]), 'StopLogging since 3d in all', {
      trailLogs: [group],
      deps: { logs: log.reader },
      progress: (text) => progress.push(said(text)),
    });

    expect(progress[0]).toBe('Logs Insights reads trail: about 3 GB, about $0.015 …');
    expect(log.calls.queries).toEqual([
      'fields @timestamp, @message | filter eventName = "StopLogging" | sort @timestamp desc | limit 1000',
    ]);
    expect(headline(answer)).toContain('IAM user bob was denied StopLogging');
    expect(body(answer)).toContain('the log group trail with Logs Insights, 2 GB scanned');
  });

  it('does not spend more than a few dollars by a question in passing', async () => {
    const log = fakeLog(everything, { storedBytes: 900_000_000_000_000, retentionDays: 90 });

    const answer = await ask(fakeTrail(everything), 'StopLogging since 3d in all', {
      trailLogs: [group],
      deps: { logs: log.reader },
    });

    expect(log.calls.queries).toEqual([]);
    expect(headline(answer)).toContain('IAM user bob was denied StopLogging');
    expect(body(answer)).toContain('Logs Insights would read about 30,000 GB for about $150');
  });

  it('takes Event history where the log does not go back as far', async () => {
    const log = fakeLog([], { retentionDays: 30 });

    const answer = await ask(fakeTrail(everything), 'sg-0abc1234 in all', {
      trailLogs: [group],
      deps: { logs: log.reader },
    });

    expect(headline(answer)).toContain('alice@example.com deleted');
    expect(body(answer)).toContain('it keeps 30 days, Event history 90');
  });

  it('stops a query whose answer nobody waits for', async () => {
    const log = fakeLog(everything, { retentionDays: 90 });
    const queryResults = () =>
      Promise.resolve({ status: 'running' as const, rows: [], bytesScanned: 0 });

    const answer = await ask(fakeTrail(everything), 'StopLogging since 3d in all', {
      trailLogs: [group],
      deps: { logs: { ...log.reader, queryResults } },
      signal: AbortSignal.timeout(50),
    });

    expect(log.calls.stopped).toEqual(['query-1']);
    expect(answer.isPartial).toBe(true);
    expect(headline(answer)).toContain('Nothing could be read');
  });

  it('stops where enough is surely the newest', async () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      call({ name: 'StopInstances', ago: minute + index * 1000, identity: iamUser('bob') }),
    );
    const log = fakeLog(many);

    const answer = await ask(fakeTrail([]), 'StopInstances since 2h in all', {
      trailLogs: [group],
      deps: { logs: log.reader },
    });

    expect(answer.csv?.rows).toHaveLength(100);
    expect(answer.csv?.rows[0]?.[0]).toBe(new Date(now - minute).toISOString());
    expect(log.calls.patterns.length).toBeLessThan(200);
    expect(answer.older).toMatchObject({ until: now - minute - 99_000 });
  });
});
