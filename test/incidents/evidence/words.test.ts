import { describe, expect, it } from 'vitest';
import type { TrailRecord } from '../../../src/aws/trail-types.ts';
import type { CardPart } from '../../../src/core/card.ts';
import type { Evidence, EvidenceEvent } from '../../../src/core/evidence.ts';
import { evidenceEventOf } from '../../../src/core/evidence-event.ts';
import { isUntrusted, textOf, untrusted } from '../../../src/core/text.ts';
import { evidenceHeadline, newsLine } from '../../../src/incidents/evidence/headline.ts';
import { evidenceOfMessage, newsOf } from '../../../src/incidents/evidence/merge.ts';
import { evidenceParts } from '../../../src/incidents/evidence/parts.ts';
import { renderBlocks } from '../../../src/slack/render/blocks.ts';
import { sizeOfBlocks } from '../../../src/slack/render/elements.ts';
import { alice, central, firedAt, member, record, userOf } from './world.ts';

const event = (id: string, more: TrailRecord = {}): EvidenceEvent =>
  evidenceEventOf(record(id, more), []);

const evidence = (events: readonly EvidenceEvent[], more: Partial<Evidence> = {}): Evidence => ({
  ...evidenceOfMessage('incident-1', events, firedAt),
  ...more,
});

const headline = (events: readonly EvidenceEvent[], more: Partial<Evidence> = {}): string =>
  textOf(evidenceHeadline(evidence(events, more)));

const said = (parts: readonly CardPart[]): string =>
  parts
    .map((part) => {
      if (part.kind === 'text' || part.kind === 'note') return textOf(part.text);
      if (part.kind === 'list') return part.items.map(textOf).join('\n');
      if (part.kind === 'facts')
        return part.facts.map(({ label, value }) => `${label}: ${textOf(value)}`).join('\n');
      if (part.kind === 'table')
        return part.rows
          .map((row) =>
            row.map((cell) => ('number' in cell ? cell.shown : textOf(cell))).join(' | '),
          )
          .join('\n');
      return part.kind;
    })
    .join('\n');

describe('evidenceHeadline', () => {
  it('tells one call in one sentence', () => {
    expect(headline([event('a', alice)])).toBe(
      'alice@example.com (role Admin) deleted security group sg-0abc from 203.0.113.7 with the console, MFA',
    );
  });

  it.each([
    [
      {
        eventSource: 'cloudtrail.amazonaws.com',
        eventName: 'StopLogging',
        requestParameters: { name: 'main' },
      },
      'IAM user alice stopped the logging of trail main from 203.0.113.7 with AWS CLI',
    ],
    [
      { errorCode: 'Client.UnauthorizedOperation' },
      'IAM user alice was denied DeleteSecurityGroup on sg-0abc from 203.0.113.7 with AWS CLI',
    ],
    [
      { errorCode: 'DependencyViolation' },
      'IAM user alice tried DeleteSecurityGroup on sg-0abc, which failed from 203.0.113.7 with AWS CLI',
    ],
    [
      {
        eventSource: 'iam.amazonaws.com',
        eventName: 'AttachRolePolicy',
        requestParameters: {
          policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
          roleName: 'deploy',
        },
      },
      'IAM user alice called AttachRolePolicy on AdministratorAccess and deploy from 203.0.113.7 with AWS CLI',
    ],
    [
      {
        eventSource: 'signin.amazonaws.com',
        eventName: 'ConsoleLogin',
        errorMessage: 'Failed authentication',
        responseElements: { ConsoleLogin: 'Failure' },
        additionalEventData: { MFAUsed: 'No' },
        requestParameters: null,
      },
      'IAM user alice failed to sign in to the console from 203.0.113.7',
    ],
    [
      { sourceIPAddress: 'cloudformation.amazonaws.com' },
      'IAM user alice through cloudformation.amazonaws.com deleted security group sg-0abc',
    ],
  ])('tells what was done %#', (more, sentence) => {
    expect(headline([event('a', more)])).toBe(sentence);
  });

  it('tells several calls of one caller, with the newest', () => {
    const events = [event('a'), event('b', { eventName: 'CreateSecurityGroup' })];

    expect(headline(events, { count: 300, isCountAtLeast: true })).toBe(
      'IAM user alice made at least 300 calls (DeleteSecurityGroup, CreateSecurityGroup), the newest: deleted security group sg-0abc from 203.0.113.7 with AWS CLI',
    );
  });

  it('tells how many people made them, and in how many accounts', () => {
    const events = [
      event('a'),
      event('b', userOf('bob')),
      event('c', { ...userOf('carol'), recipientAccountId: central }),
    ];

    expect(headline(events)).toBe(
      '3 calls by 3 people in 2 accounts: IAM user alice deleted security group sg-0abc from 203.0.113.7 with AWS CLI; IAM user bob deleted security group sg-0abc from 203.0.113.7 with AWS CLI; and 1 more',
    );
  });

  it('is empty where there is nothing', () => {
    expect(evidenceHeadline(evidence([]))).toEqual([]);
  });

  it('boxes what is foreign', () => {
    const hostile = event('a', {
      requestParameters: { groupId: `sg-<!channel>\n*bold* ${'x'.repeat(500)}` },
      ...userOf('<@U0EXAMPLE> password=hunter2'),
    });

    const text = evidenceHeadline(evidence([hostile]));

    const ours = text.filter((piece) => typeof piece === 'string').join('');
    expect(ours).not.toMatch(/[<@*]|hunter2/);
    expect(text.filter(isUntrusted)).not.toEqual([]);
    expect(textOf(text)).not.toMatch(/\n|hunter2/);
    expect(textOf(text).length).toBeLessThan(300);
  });
});

describe('newsLine', () => {
  it('tells what is new by the call that shows it', () => {
    const first = evidence([event('a')]);
    const merged = evidence([event('b', userOf('mallory')), event('a')]);

    expect(textOf(newsLine(newsOf(first, merged), merged) ?? [])).toBe(
      '1 new actor: IAM user mallory deleted security group sg-0abc from 203.0.113.7 with AWS CLI',
    );
  });

  it('is nothing where nothing is new', () => {
    const first = evidence([event('a')]);

    expect(newsLine(newsOf(first, first), first)).toBeUndefined();
  });
});

const partsOf = (found: Evidence) =>
  evidenceParts(found, (id) => (id === '111122223333' ? 'prod' : undefined));

describe('evidenceParts', () => {
  it('shows who, what, when, which and where, and how many more there are', () => {
    const events = [
      event('a', alice),
      event('b', { eventName: 'CreateSecurityGroup' }),
      event('c', { requestParameters: { groupId: 'sg-1' } }),
      event('d', { requestParameters: { groupId: 'sg-2' } }),
      event('e', { requestParameters: { groupId: 'sg-3' } }),
    ];

    const text = said(partsOf(evidence(events, { count: 12 })));

    expect(text).toContain(
      'alice@example.com (role Admin) | EC2 DeleteSecurityGroup | 2026-03-01T10:01:30.000Z | sg-0abc | prod eu-west-1, 203.0.113.7, console, MFA',
    );
    expect(text).toContain(
      'EC2 DeleteSecurityGroup × 3 | 2026-03-01T10:01:30.000Z | sg-1, sg-2 and 1 more',
    );
    expect(text).toContain('+7 more');
  });

  it('shows five rows at most', () => {
    const events = Array.from({ length: 9 }, (_, index) =>
      event(`${index}`, userOf(`user${index}`)),
    );

    const parts = partsOf(evidence(events));

    expect(parts.find(({ kind }) => kind === 'table')).toMatchObject({ rows: { length: 5 } });
    expect(said(parts)).toContain('+4 more');
  });

  it('names the human behind a role, and how far that can be relied on', () => {
    const text = said(partsOf(evidence([event('a', alice)])));

    expect(text).toContain(
      'Behind the role: AWSReservedSSO_Admin_0a1b2c3d4e5f6a7b: alice@example.com (Identity Center session, certain)',
    );
  });

  it('says what happens for the first time; that it was not checked only in small print', () => {
    const first = { ...event('a'), normality: 'first-time' } as const;
    const unknown = { ...event('b'), normality: 'not-checked' } as const;

    const parts = partsOf(evidence([first, unknown]));

    expect(said(parts.filter(({ kind }) => kind === 'text'))).toBe(
      ' First time in 90 days that IAM user alice calls DeleteSecurityGroup from this network and in this region.',
    );
    expect(said(parts.filter(({ kind }) => kind === 'note'))).toContain(
      'Whether this is usual: not checked.',
    );
    expect(said(partsOf(evidence([event('a')])))).not.toMatch(/usual|First time/);
  });

  it('shows a chart and what changed here', () => {
    const chart = {
      title: 'CPU',
      unit: 'Percent',
      threshold: 80,
      points: [{ at: firedAt, value: 97 }],
    };
    const changes = [
      event('a', { eventName: 'RebootInstances', requestParameters: { instanceId: 'i-0abc' } }),
    ];

    const parts = partsOf(evidence([], { chart, changes }));

    expect(parts).toContainEqual({ kind: 'chart', ...chart, title: untrusted('CPU') });
    expect(said(parts)).toContain('What changed here in the hour before:');
    expect(said(parts)).toContain('IAM user alice rebooted instance i-0abc from 203.0.113.7');
    expect(said(partsOf(evidence([], { changes: [] })))).toContain(
      'What changed here: nothing in the hour before',
    );
    expect(said(partsOf(evidence([])))).toBe('');
  });

  it('says why there is no evidence, with the cure', () => {
    const gaps = [
      { kind: 'denied', text: ['No right to read it.'], cure: ['Add a line.'] },
    ] as const;

    expect(said(partsOf(evidence([], { gaps })))).toBe(' No right to read it. Add a line.');
  });

  it('says where events stand that are shown in another incident', () => {
    const elsewhere = [
      { incidentId: 'other', name: untrusted('Security group change'), account: member, count: 2 },
    ];

    expect(said(partsOf(evidence([event('a')], { elsewhere })))).toContain(
      '2 events of these are shown in Security group change (prod)',
    );
  });

  it('stays well below what a message takes, whatever is in it', () => {
    const long = '<!channel> '.repeat(2000);
    const events = Array.from({ length: 20 }, (_, index) => ({
      ...event(`${index}`, {
        ...userOf(`${index}${long}`),
        eventName: `Call${index}${'X'.repeat(300)}`,
        sourceIPAddress: long,
        requestParameters: { groupId: `${long}${index}` },
      }),
      normality: 'first-time' as const,
    }));
    const gaps = Array.from({ length: 9 }, (_, index) => ({
      kind: 'denied' as const,
      text: [untrusted(`${index} ${long}`)],
      cure: [untrusted(long)],
    }));
    const asked = Array.from({ length: 12 }, () => [untrusted(long)]);

    const parts = partsOf(
      evidence(events, { changes: events, gaps, asked, cliLine: long, count: 1e6 }),
    );

    const card = { headline: ['x'], parts };
    expect(sizeOfBlocks(renderBlocks(card, { linkHosts: [] }))).toBeLessThan(7500);
  });
});
