import { describe, expect, it } from 'vitest';
import type { EvidenceEvent } from '../../../src/core/evidence.ts';
import { evidenceEventOf } from '../../../src/core/evidence-event.ts';
import { untrusted } from '../../../src/core/text.ts';
import { now, prod, staging } from '../../commands/helpers.ts';
import { eventOf } from '../../incidents/fake-evidence.ts';
import {
  begin,
  cellsOf,
  fromBot,
  inLog,
  other,
  partOf,
  place,
  type World,
} from './activity-rig.ts';
import { denied } from './trail-rig.ts';

const at = now - 3_600_000;

const deniedEvent = (): EvidenceEvent => eventOf({ id: 'e-1', when: at, call: 'RunInstances' });

const rootEvent = (): EvidenceEvent =>
  evidenceEventOf(
    {
      eventID: 'e-root',
      eventName: 'ConsoleLogin',
      eventSource: 'signin.amazonaws.com',
      eventTime: new Date(at).toISOString(),
      recipientAccountId: prod.id,
      userIdentity: { type: 'Root', accountId: prod.id, arn: `arn:aws:iam::${prod.id}:root` },
      responseElements: { ConsoleLogin: 'Success' },
    },
    ['root-use'],
  );

const failedRootEvent = (): EvidenceEvent =>
  evidenceEventOf(
    {
      eventID: 'e-failed',
      eventName: 'ConsoleLogin',
      eventSource: 'signin.amazonaws.com',
      eventTime: new Date(at).toISOString(),
      recipientAccountId: prod.id,
      userIdentity: { type: 'Root', accountId: prod.id, arn: `arn:aws:iam::${prod.id}:root` },
      errorMessage: 'Failed authentication',
      responseElements: { ConsoleLogin: 'Failure' },
    },
    ['root-use', 'console-sign-in-failure'],
  );

const stopLogging = (id: string, errorCode?: string): EvidenceEvent =>
  evidenceEventOf(
    {
      eventID: id,
      eventName: 'StopLogging',
      eventSource: 'cloudtrail.amazonaws.com',
      eventTime: new Date(at).toISOString(),
      recipientAccountId: prod.id,
      userIdentity: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${prod.id}:assumed-role/ops/mallory`,
        principalId: 'AROAEXAMPLE:mallory',
      },
      ...(errorCode !== undefined && { errorCode }),
    },
    ['cloudtrail-switched-off'],
  );

const doersOf = async (world: World, measure: 'root' | 'denied' | 'guards' | 'first-time') =>
  (await partOf(world)).detail.measures[measure]?.doers.map(({ who, what, count }) => [
    who,
    what,
    count,
  ]);

describe('what the section on activity knows from what reached the bot', () => {
  it('tells who did it as a log group would', async () => {
    const root = fromBot({ detection: 'root-use', events: [rootEvent()] });
    const stopped = fromBot({ detection: 'cloudtrail-switched-off', events: [stopLogging('e-1')] });
    const refusedCalls = fromBot({
      detection: 'denied-call',
      events: [deniedEvent()],
      count: 40,
    });

    expect(await doersOf(root, 'root')).toEqual([[['root'], ['console sign-in'], 1]]);
    expect(await doersOf(stopped, 'guards')).toEqual([
      [
        ['role ', untrusted('ops'), ' (session ', untrusted('mallory'), ')'],
        [untrusted('cloudtrail:StopLogging')],
        1,
      ],
    ]);
    expect(await doersOf(refusedCalls, 'denied')).toEqual([
      [['user ', untrusted('alice')], [untrusted('ec2:RunInstances')], 40],
    ]);
  });

  it('counts no change to what guards that was refused', async () => {
    const failed = stopLogging('e-2', 'AccessDenied');
    const detection = 'cloudtrail-switched-off';

    const none = await partOf(fromBot({ detection, events: [failed] }));
    const one = await partOf(fromBot({ detection, events: [failed, stopLogging('e-1')] }));

    expect(none.figures).toEqual({});
    expect(one.figures).toEqual({ guards: 1 });
  });

  it('holds a sign-in as root that failed for one that failed', async () => {
    const failed = failedRootEvent();

    const one = await partOf(fromBot({ detection: 'root-use', events: [failed] }));
    const both = await partOf(fromBot({ detection: 'root-use', events: [failed, rootEvent()] }));

    expect(one.figures).toEqual({ 'failed-sign-ins': 1 });
    expect(both.figures).toEqual({ root: 1 });
  });

  it('counts an alarm that nobody could look into, but none that never fired', async () => {
    const some = await partOf(fromBot({ detection: 'root-use' }));
    const none = await partOf(fromBot({ detection: 'root-use', firings: 0 }));

    expect(some.figures).toEqual({ root: 1 });
    expect(none.figures).toEqual({});
  });

  it('counts once what an alarm and an event tell both', async () => {
    const part = await partOf(
      fromBot(
        { detection: 'root-use', events: [rootEvent()] },
        { detection: 'root-use', elsewhere: true },
      ),
    );

    expect(part.figures).toEqual({ root: 1 });
  });

  it('tells who was seen for the first time, with a log group or without', async () => {
    const first = { ...deniedEvent(), normality: 'first-time' as const };
    const events = [
      first,
      { ...eventOf({ id: 'e-2', when: at, by: 'bob' }), normality: 'seen' as const },
      eventOf({ id: 'e-3', when: at, by: 'carol' }),
    ];
    const world = fromBot({ detection: 'security-group-change', events });

    const alone = await doersOf(world, 'first-time');
    const withLog = await doersOf({ ...world, groups: { org: {} } }, 'first-time');

    expect(alone).toEqual([[['user ', untrusted('alice')], [untrusted('ec2:RunInstances')], 1]]);
    expect(withLog).toEqual(alone);
  });

  it('gives an event to the account that it is of, whoever has the alarm', async () => {
    const event = { ...eventOf({ id: 'e-9', when: at, account: staging.id }) };
    const events = [{ ...event, normality: 'first-time' as const }];
    const { reader } = await begin(fromBot({ detection: 'security-group-change', events }));

    const [ofProd, ofStaging] = [await reader.account(place), await reader.account(other)];

    expect([ofProd.figures, ofStaging.figures]).toEqual([{}, { 'first-time': 1 }]);
  });

  it('lets the log group tell, where there is one, as it knows more', async () => {
    const world = fromBot({ detection: 'denied-call', events: [deniedEvent()], count: 3 });

    const cells = await cellsOf({ ...world, ...inLog(denied({ calls: '50' })) });

    expect(cells[4]).toBe('50');
  });

  it('finds nothing to be open from what reached the bot alone: it could never be called fixed', async () => {
    const part = await partOf(fromBot({ detection: 'root-use', events: [rootEvent()] }));

    expect(part.findings).toEqual([]);
    expect(part.unread).toHaveLength(1);
  });
});
