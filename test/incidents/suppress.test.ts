import { describe, expect, it } from 'vitest';
import type { EvidenceEvent } from '../../src/core/evidence.ts';
import { evidenceEventOf } from '../../src/core/evidence-event.ts';
import type { Suppression } from '../../src/core/settings.ts';
import { suppressedBy, suppressionOf, suppressionProblems } from '../../src/incidents/suppress.ts';
import { makeAccount } from '../core/access-make.ts';
import { callAlertOf } from './fake-evidence.ts';
import { createScene } from './scene.ts';

const role = 'arn:aws:iam::111122223333:role/ci/deploy';
const now = Date.UTC(2026, 2, 6, 20);
const accounts = [makeAccount('111122223333', 'prod', ['critical'])];

const suppression = (change: Partial<Suppression> = {}): Suppression => ({
  reason: 'terraform runs each night',
  until: now + 1,
  actors: [role],
  detections: undefined,
  accounts: undefined,
  userAgent: undefined,
  address: undefined,
  session: undefined,
  ...change,
});

interface Called {
  readonly role?: string;
  readonly session?: string;
  readonly address?: string;
  readonly agent?: string;
  readonly sourceIdentity?: string;
  readonly detections?: readonly string[];
  readonly at?: number;
}

const called = (options: Called = {}): EvidenceEvent => {
  const { role: arn = role, session = 'nightly', address = '192.0.2.7' } = options;
  return evidenceEventOf(
    {
      eventID: 'e1',
      eventName: 'CreateSecurityGroup',
      eventSource: 'ec2.amazonaws.com',
      eventTime: new Date(options.at ?? now).toISOString(),
      awsRegion: 'eu-west-1',
      recipientAccountId: '111122223333',
      sourceIPAddress: address,
      userAgent: options.agent ?? 'Terraform/1.9',
      userIdentity: {
        type: 'AssumedRole',
        principalId: `AROAEXAMPLE:${session}`,
        arn: `arn:aws:sts::111122223333:assumed-role/deploy/${session}`,
        accountId: '111122223333',
        accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
        sessionContext: {
          sessionIssuer: { type: 'Role', userName: 'deploy', arn },
          ...(options.sourceIdentity !== undefined && { sourceIdentity: options.sourceIdentity }),
        },
      },
    },
    options.detections ?? ['security-group-change'],
  );
};

const isSuppressed = (event: EvidenceEvent, change: Partial<Suppression> = {}): boolean => {
  const suppress = [suppression(change)];
  const alert = callAlertOf(event, 'Security group change');
  return (
    suppressionOf(
      { ...alert, ...(event.trail.account && { account: event.trail.account }) },
      { suppress, accounts },
      now,
    ) !== undefined
  );
};

describe('a suppression', () => {
  it('covers the calls of the role it names', () => {
    expect(isSuppressed(called())).toBe(true);
  });

  it.each([
    ['a role of the same name in another account', called({ role: role.replace('1111', '9999') })],
    ['a role of the same name under another path', called({ role: role.replace('/ci/', '/') })],
    ['a role whose name begins like it', called({ role: `${role}-admin` })],
    ['a role that is written differently', called({ role: role.toUpperCase() })],
    [
      'a session that is named like the role',
      called({ role: 'arn:aws:iam::111122223333:role/x', session: role }),
    ],
    ['what guards the account', called({ detections: ['cloudtrail-switched-off'] })],
    [
      'what is also of what guards the account',
      called({ detections: ['security-group-change', 'alarm-deleted-or-disabled'] }),
    ],
    ['a detection that the catalogue does not know any more', called({ detections: ['gone'] })],
    ['an event that is no detection', called({ detections: [] })],
  ])('does not cover %s', (_, event) => {
    expect(isSuppressed(event)).toBe(false);
  });

  it('is over at its end', () => {
    expect(isSuppressed(called(), { until: now })).toBe(false);
  });

  it('that is over is told', () => {
    const until = Date.UTC(2026, 2, 7);
    const one = suppression({ until });

    expect(suppressionProblems([one], until - 1)).toEqual([]);
    expect(suppressionProblems([one, suppression({ until: until + 1 })], until)).toEqual([
      'The suppression "terraform runs each night" ended with 2026-03-06, and its events are told again: remove it, or give it a later until.',
    ]);
  });

  it('is narrowed by detection and account', () => {
    expect(isSuppressed(called(), { detections: ['security-group-change'] })).toBe(true);
    expect(isSuppressed(called(), { detections: ['iam-policy-change'] })).toBe(false);
    expect(isSuppressed(called(), { accounts: ['critical'] })).toBe(true);
    expect(isSuppressed(called(), { accounts: ['111122223333'] })).toBe(true);
    expect(isSuppressed(called(), { accounts: ['staging'] })).toBe(false);
  });

  it.each([
    ['192.0.2.0/24', '192.0.2.0', true],
    ['192.0.2.0/24', '192.0.2.255', true],
    ['192.0.2.0/24', '192.0.3.0', false],
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.70', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['0.0.0.0/0', 'cloudformation.amazonaws.com', false],
    ['0.0.0.0/0', '2001:db8::1', false],
  ])('from %s covers a call from %s: %s', (block, address, expected) => {
    expect(isSuppressed(called({ address }), { address: block })).toBe(expected);
  });

  it('takes a user agent whole, and * for any characters', () => {
    expect(isSuppressed(called({ agent: 'Terraform/1.9' }), { userAgent: 'Terraform/*' })).toBe(
      true,
    );
    expect(
      isSuppressed(called({ agent: 'evil Terraform/1.9' }), { userAgent: 'Terraform/*' }),
    ).toBe(false);
    expect(isSuppressed(called({ agent: 'Terraform/1.9' }), { userAgent: 'Terraform' })).toBe(
      false,
    );
  });

  it('takes the session by its own name, not by what somebody else vouches for', () => {
    expect(isSuppressed(called({ session: 'nightly-7' }), { session: 'nightly-*' })).toBe(true);
    expect(isSuppressed(called({ session: 'x' }), { session: 'nightly-*' })).toBe(false);
    expect(
      isSuppressed(called({ session: 'x', sourceIdentity: 'nightly-7' }), { session: 'x' }),
    ).toBe(false);
  });
});

describe('what is suppressed', () => {
  it('is counted and not told', async () => {
    const one = suppression({ until: Number.MAX_SAFE_INTEGER });
    const scene = await createScene({ suppress: [one] });
    const { clock, send, store, counted } = scene;

    await send(callAlertOf(called({ at: clock.now() }), 'Security group change'));
    await clock.pass(5_000);

    expect(scene.rootTexts()).toEqual([]);
    expect(await scene.incidents()).toEqual([]);
    expect(await store.transaction((tx) => suppressedBy(tx, one))).toBe(1);
    expect(counted['trailwarden_events_held_back_total suppressed']).toBe(1);
  });
});
