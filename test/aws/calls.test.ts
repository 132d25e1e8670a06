import { describe, expect, it } from 'vitest';
import { createTrailReader } from '../../src/aws/cloudtrail.ts';
import type { Where } from '../../src/aws/cloudwatch-types.ts';
import { createIamReader } from '../../src/aws/iam.ts';
import type { RegionId } from '../../src/core/ids.ts';
import { here, other, reading, region, there, useAws } from './rig.ts';

const rig = useAws();
const wanted = { attribute: undefined, from: 0, to: 1000, token: undefined };
const lookup = (where: Where = here, ms = 10_000) =>
  createTrailReader(rig.clients).lookup(where, wanted, reading(ms));

const lookupTimes = (): number[] =>
  rig.aws.calls.filter(({ action }) => action === 'LookupEvents').map(({ at }) => at);

/** The most calls that came within any second. */
const mostWithin = (times: readonly number[], ms: number): number =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + ms).length));

describe('too many calls', () => {
  it('are tried again until AWS answers', async () => {
    let calls = 0;
    rig.aws.on('LookupEvents', () => {
      calls += 1;
      return calls < 3 ? { error: 'ThrottlingException' } : { value: { Events: [] } };
    });

    await expect(lookup()).resolves.toEqual({ records: [], next: undefined });
    expect(calls).toBe(3);
  });

  it('slow that account and region down, and no other', async () => {
    let calls = 0;
    rig.aws.on('LookupEvents', ({ region: at }) => {
      calls += 1;
      return calls === 1 && at === region
        ? { error: 'ThrottlingException' }
        : { value: { Events: [] } };
    });
    await lookup();
    const elsewhere = { account: undefined, region: 'us-east-1' as RegionId };
    const started = performance.now();

    await Promise.all([lookup(elsewhere), lookup(elsewhere)]);
    const fast = performance.now() - started;
    await Promise.all([lookup(), lookup()]);

    expect(fast).toBeLessThan(500);
    expect(performance.now() - started).toBeGreaterThan(1000);
  });

  it('come out as such only when the time is over', async () => {
    rig.aws.on('LookupEvents', () => ({ error: 'ThrottlingException' }));
    const started = performance.now();

    await expect(lookup(here, 1500)).rejects.toMatchObject({
      kind: 'rate-limit',
      code: 'aws_throttled',
      message: expect.stringContaining('cloudtrail:LookupEvents in eu-west-1'),
    });
    expect(performance.now() - started).toBeGreaterThanOrEqual(1490);
    expect(lookupTimes().length).toBeGreaterThanOrEqual(2);
  });

  it('never make more than two LookupEvents a second of one account and region', async () => {
    let calls = 0;
    rig.aws.on('LookupEvents', () => {
      calls += 1;
      return calls % 3 === 0 ? { error: 'ThrottlingException' } : { value: { Events: [] } };
    });

    await Promise.allSettled(Array.from({ length: 8 }, () => lookup(here, 4000)));

    expect(mostWithin(lookupTimes(), 950)).toBeLessThanOrEqual(2);
    expect(lookupTimes().length).toBeGreaterThanOrEqual(4);
  });
});

describe('a call that fails for a moment', () => {
  it('is tried again, three times in all', async () => {
    let calls = 0;
    rig.aws.on('GetAccountSummary', () => {
      calls += 1;
      return calls < 3
        ? { error: 'ServiceUnavailable', status: 503 }
        : { value: { SummaryMap: { Users: 7 } } };
    });

    await expect(createIamReader(rig.clients).summary(here, reading())).resolves.toEqual({
      Users: 7,
    });

    rig.aws.on('GetAccountSummary', () => ({ error: 'ServiceUnavailable', status: 503 }));
    await expect(createIamReader(rig.clients).summary(here, reading())).rejects.toMatchObject({
      code: 'aws_unavailable',
    });
    expect(rig.aws.calls).toHaveLength(6);
  });

  it('is not tried again when it is refused', async () => {
    rig.aws.on('LookupEvents', () => ({ error: 'AccessDeniedException' }));

    await expect(lookup()).rejects.toMatchObject({ code: 'aws_access_denied' });
    expect(rig.aws.calls).toHaveLength(1);
  });
});

describe('a deadline', () => {
  it('frees the socket at once and says that it was ours', async () => {
    rig.aws.on('LookupEvents', () => 'hang');
    const started = performance.now();

    await expect(lookup(here, 200)).rejects.toMatchObject({
      code: 'aws_timeout',
      message:
        'cloudtrail:LookupEvents in eu-west-1: AWS had not answered when our own deadline cut the call off.',
    });

    expect(performance.now() - started).toBeLessThan(1000);
    await expect.poll(rig.aws.sockets, { timeout: 500 }).toBe(0);
  });

  it('ends the wait for the role too', async () => {
    rig.aws.on('AssumeRole', () => 'hang');
    const started = performance.now();

    await expect(lookup(there, 200)).rejects.toMatchObject({ code: 'aws_timeout' });
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('ends the wait for the budget, and the calls behind it are not lost', async () => {
    rig.aws.on('LookupEvents', () => ({ value: { Events: [] } }));
    await Promise.all([lookup(), lookup()]);

    const late = lookup(here, 100);
    const next = lookup(here, 5000);

    await expect(late).rejects.toMatchObject({ code: 'aws_timeout' });
    await expect(next).resolves.toBeDefined();
  });
});

describe('calls in flight', () => {
  it('are a hundred at most, whatever the accounts and regions', async () => {
    let inFlight = 0;
    let most = 0;
    rig.aws.on('LookupEvents', () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      setTimeout(() => {
        inFlight -= 1;
      }, 50);
      return { value: { Events: [] }, afterMs: 50 };
    });
    const places = Array.from({ length: 250 }, (_, index) => ({
      account: undefined,
      region: `eu-west-${index}` as RegionId,
    }));

    await Promise.all(places.map((where) => lookup(where)));

    expect(most).toBeGreaterThan(50);
    expect(most).toBeLessThanOrEqual(100);
    expect(rig.aws.sockets()).toBeLessThanOrEqual(100);
  });

  it('share one role, however many ask at once', async () => {
    rig.aws.on('LookupEvents', () => ({ value: { Events: [] } }));
    const places = Array.from({ length: 17 }, (_, index) => ({
      account: other,
      region: `eu-west-${index}` as RegionId,
    }));

    await Promise.all(places.map((where) => lookup(where)));

    expect(rig.aws.calls.filter(({ action }) => action === 'AssumeRole')).toHaveLength(1);
  });
});
