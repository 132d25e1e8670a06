import { describe, expect, it } from 'vitest';
import type { TrailReader, TrailRecord } from '../../../src/aws/trail-types.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { EvidenceEvent } from '../../../src/core/evidence.ts';
import { accessKeyHash, evidenceEventOf } from '../../../src/core/evidence-event.ts';
import type { AccountId, RegionId } from '../../../src/core/ids.ts';
import { createOriginReader, plainSubject } from '../../../src/incidents/evidence/origin.ts';

const key = 'ASIAIOSFODNN7EXAMPLE';
const when = Date.UTC(2026, 2, 6, 20);

const event: EvidenceEvent = evidenceEventOf(
  {
    eventID: 'e1',
    eventName: 'CreateSecurityGroup',
    eventSource: 'ec2.amazonaws.com',
    eventTime: new Date(when).toISOString(),
    awsRegion: 'eu-west-1',
    recipientAccountId: '111122223333',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:infra-main',
      accessKeyId: key,
      sessionContext: { sessionIssuer: { type: 'Role', userName: 'deploy' } },
    },
  },
  ['security-group-change'],
);

const issued = (accessKeyId: string, subject: string): TrailRecord => ({
  eventName: 'AssumeRoleWithWebIdentity',
  userIdentity: { type: 'WebIdentityUser', userName: subject },
  responseElements: { credentials: { accessKeyId }, subjectFromWebIdentityToken: subject },
});

const whereOf = (account: AccountId, region: RegionId) => ({ account, region });

const readerOf = (pages: readonly (readonly TrailRecord[])[]) => {
  const asked: { region: string; from: number; to: number }[] = [];
  const lookup: TrailReader['lookup'] = async ({ region }, { from, to, token }) => {
    asked.push({ region, from, to });
    const page = Number(token ?? 0);
    const next = page + 1 < pages.length ? String(page + 1) : undefined;
    return { records: region === 'us-east-1' ? (pages[page] ?? []) : [], next };
  };
  return { asked, reader: createOriginReader({ trail: { lookup }, whereOf, clock: systemClock }) };
};

const { signal } = new AbortController();

describe('who began a session', () => {
  it('is found by the key that it was given, on whatever page and in the global region', async () => {
    const { reader, asked } = readerOf([
      [issued('ASIAI44QH8DHBEXAMPLE', 'repo:acme/other:ref:refs/heads/main')],
      [issued(key, 'repo:acme/infra:ref:refs/heads/main')],
    ]);

    expect(event.accessKeyHash).toBe(accessKeyHash(key));
    expect(await reader.subjectOf(event, signal)).toBe('acme/infra@main');
    expect(asked.map(({ region }) => region)).toContain('eu-west-1');
    expect(asked.every(({ from, to }) => to === when && from === when - 12 * 3_600_000)).toBe(true);
  });

  it('is not known where no record tells, and not asked for ever', async () => {
    const others = Array.from({ length: 99 }, () => [issued('ASIAI44QH8DHBEXAMPLE', 'x')]);
    const { reader, asked } = readerOf(others);

    expect(await reader.subjectOf(event, signal)).toBeUndefined();
    expect(asked).toHaveLength(10);
    expect(await reader.subjectOf({ ...event, id: 'e2' }, signal)).toBeUndefined();
    expect(asked).toHaveLength(10);
  });

  it('is not known where AWS does not answer, or no key was used', async () => {
    const refused = new AppError('No.', { kind: 'upstream', code: 'aws_throttled' });
    const lookup = () => Promise.reject(refused);
    const reader = createOriginReader({ trail: { lookup }, whereOf, clock: systemClock });
    const { accessKeyHash: _, ...keyless } = event;

    expect(await reader.subjectOf(event, signal)).toBeUndefined();
    expect(await reader.subjectOf(keyless, signal)).toBeUndefined();
  });
});

describe('plainSubject', () => {
  it.each([
    ['repo:acme/infra:ref:refs/heads/main', 'acme/infra@main'],
    ['repo:acme/infra:ref:refs/tags/v1.2', 'acme/infra@v1.2'],
    ['repo:acme/infra:environment:production', 'acme/infra (environment production)'],
    ['repo:acme/infra:pull_request', 'acme/infra (pull request)'],
    ['project_path:acme/infra:ref_type:branch:ref:main', 'acme/infra@main'],
    ['system:serviceaccount:ci:runner', 'system:serviceaccount:ci:runner'],
    ['repo::ref:refs/heads/', 'repo::ref:refs/heads/'],
  ])('calls %s %s', (subject, name) => {
    expect(plainSubject(subject)).toBe(name);
  });
});
