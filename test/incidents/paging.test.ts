import { describe, expect, it } from 'vitest';
import type { Alert, Destination } from '../../src/core/alert.ts';
import type { TopicArn } from '../../src/core/ids.ts';
import type { PagePlan } from '../../src/core/settings.ts';
import { createPublish, publishWork } from '../../src/incidents/paging/publish.ts';
import { alertOf } from './alerts.ts';
import { alarmOf, callAlertOf, eventOf } from './fake-evidence.ts';
import { createPresser, valueOf } from './press.ts';
import { createRig, type Rig, toChannel } from './rig.ts';
import { createScene } from './scene.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const alice = { users: ['U0ALICE'], groups: [] };
const leads = { users: [], groups: ['S0LEADS'] };
const topic = 'arn:aws:sns:eu-west-1:111122223333:pager' as TopicArn;

const plan: PagePlan = {
  mention: alice,
  remindAfterMs: 15 * minute,
  escalate: { afterMs: 15 * minute, mention: leads, channel: 'leads', topic: undefined },
};

const paging =
  (page: PagePlan, channels: readonly string[] = ['sec']) =>
  (alert: Alert): readonly Destination[] =>
    toChannel(...channels)(alert).map((one) => ({ ...one, page }));

const calls = ({ slack }: Rig, channel = 'sec'): readonly string[] =>
  slack
    .roots(channel)
    .flatMap((root) => slack.thread(root))
    .filter(({ broadcast }) => broadcast)
    .map(slack.text);

const detected = (state: string, at: number): Alert => ({
  ...alertOf(state, at),
  detection: 'security-group-change',
});

describe('a route that calls people', () => {
  it('does so ten seconds after the message, in a reply that the channel sees', async () => {
    const rig = await createRig({ destinations: paging(plan) });
    await rig.send(alertOf('ALARM', rig.clock.now()));
    await rig.clock.pass(8 * second);
    const early = calls(rig);

    await rig.clock.pass(5 * second);

    expect(rig.slack.roots('sec')).toHaveLength(1);
    expect(early).toEqual([]);
    expect(calls(rig)).toEqual([expect.stringMatching(/^U0ALICE LoginFailures went to ALARM/)]);
  });

  it('says who it was as soon as the evidence is there', async () => {
    const scene = await createScene({ destinations: paging(plan) });
    scene.fake.add(eventOf({ id: 'e1', when: scene.clock.now() - minute }));

    await scene.send(alarmOf('ALARM', scene.clock.now()));
    await scene.clock.pass(5 * second);

    expect(calls(scene)).toEqual([
      expect.stringMatching(/^U0ALICE IAM user alice deleted security group sg-0abc/),
    ]);
  });

  it('says who it was where another incident holds the events', async () => {
    const only = (alert: Alert): readonly Destination[] =>
      alert.alarm === undefined ? toChannel('sec')(alert) : paging(plan, ['alarms'])(alert);
    const scene = await createScene({ destinations: only });
    const event = eventOf({ id: 'e1', when: scene.clock.now() - minute });
    scene.fake.add(event);
    await scene.send(callAlertOf(event, 'Change'));
    await scene.clock.pass(5 * second);

    await scene.send(alarmOf('ALARM', scene.clock.now()));
    await scene.clock.pass(5 * second);

    expect(calls(scene, 'alarms')).toEqual([
      expect.stringMatching(/^U0ALICE IAM user alice deleted security group sg-0abc/),
    ]);
  });

  it('calls at once about an event that brings its evidence', async () => {
    const rig = await createRig({ destinations: paging(plan) });

    await rig.send(callAlertOf(eventOf({ id: 'e1', when: rig.clock.now() }), 'Change'));
    await rig.clock.pass(5 * second);

    expect(calls(rig)).toEqual([expect.stringMatching(/^U0ALICE IAM user alice deleted/)]);
  });

  it('reminds once and then escalates to others and to a second channel, although the alarm is OK', async () => {
    const rig = await createRig({ destinations: paging(plan) });
    await rig.send(detected('ALARM', rig.clock.now()));
    await rig.clock.pass(5 * minute);
    await rig.send(detected('OK', rig.clock.now()));

    await rig.clock.pass(11 * minute);
    const reminded = calls(rig);
    await rig.clock.pass(15 * minute);
    const escalated = calls(rig);
    await rig.clock.pass(5 * hour);

    expect(reminded).toEqual([
      expect.stringMatching(/^U0ALICE LoginFailures/),
      expect.stringMatching(/^U0ALICE nobody has acknowledged this for 15 minutes: LoginFailures/),
    ]);
    expect(escalated.at(-1)).toMatch(
      /^S0LEADS nobody has acknowledged this for 30 minutes: LoginFailures/,
    );
    expect(rig.slack.roots('leads').map(rig.slack.text)).toEqual([
      expect.stringMatching(/nobody has acknowledged this for 30 minutes: LoginFailures/),
    ]);
    expect(calls(rig)).toEqual(escalated);
    expect(rig.slack.thread(rig.slack.roots('sec')[0]!).map(rig.slack.text)).toContain(
      '10:30 escalated to #leads',
    );
    const root = rig.slack.roots('sec')[0]!;
    const acts = await rig.store.transaction((tx) => tx.acts.of(valueOf(root)));
    expect(acts.map(({ kind, detail }) => [kind, detail?.untrusted])).toEqual([
      ['paged', 'U0ALICE'],
      ['reminded', 'U0ALICE'],
      ['escalated', 'S0LEADS, #leads'],
    ]);
  });

  it('escalates also what fires anew every few minutes', async () => {
    const rig = await createRig({ destinations: paging(plan) });
    for (let minutes = 0; minutes < 36; minutes += 6) {
      await rig.send(detected('ALARM', rig.clock.now()));
      await rig.clock.pass(3 * minute);
      await rig.send(detected('OK', rig.clock.now()));
      await rig.clock.pass(3 * minute);
    }

    const called = calls(rig).filter((text) => /^(?:U0ALICE|S0LEADS)/.test(text));
    expect(called).toEqual([
      expect.stringMatching(/^U0ALICE LoginFailures/),
      expect.stringMatching(/^U0ALICE nobody has acknowledged/),
      expect.stringMatching(/^S0LEADS nobody has acknowledged/),
    ]);
  });

  it.each([
    ['acknowledges', 'acknowledge', undefined],
    ['resolves', 'resolve', { reason: 'false alarm' }],
    ['mutes', 'mute', { for: '8h', what: 'alarm', reason: 'planned' }],
  ])('calls nobody any more once somebody %s it', async (_, action, values) => {
    const rig = await createRig({ destinations: paging(plan) });
    const { press, send } = createPresser(rig);
    await rig.send(detected('ALARM', rig.clock.now()));
    await rig.clock.pass(minute);
    const root = rig.slack.roots('sec')[0]!;

    const { form } = await press('U0BOB', action, valueOf(root, action));
    if (values !== undefined) await send('U0BOB', form, values);
    await rig.clock.pass(2 * hour);

    expect(calls(rig)).toHaveLength(1);
    expect(rig.slack.roots('leads')).toEqual([]);
  });

  it('calls nobody about what is over before the call, and anew when it fires again', async () => {
    const rig = await createRig({ destinations: paging(plan) });
    await rig.send(alertOf('ALARM', rig.clock.now()));
    await rig.clock.pass(3 * second);
    await rig.send(alertOf('OK', rig.clock.now()));
    await rig.clock.pass(minute);
    const before = calls(rig).filter((text) => text.startsWith('U0ALICE'));

    await rig.send(alertOf('ALARM', rig.clock.now()));
    await rig.clock.pass(minute);

    expect(before).toEqual([]);
    expect(calls(rig).filter((text) => text.startsWith('U0ALICE'))).toHaveLength(1);
  });

  it('calls nobody about what is muted, and when the mute is over and it still fires', async () => {
    const rig = await createRig({ destinations: paging(plan) });
    const { press, send } = createPresser(rig);
    await rig.send(alertOf('ALARM', rig.clock.now()));
    await rig.clock.pass(2 * second);
    const value = valueOf(rig.slack.roots('sec')[0]!, 'mute');
    const { form } = await press('U0BOB', 'mute', value);
    await send('U0BOB', form, { for: '1h', what: 'alarm', reason: 'planned' });
    await rig.clock.pass(50 * minute);
    const during = calls(rig);

    await rig.clock.pass(11 * minute);

    expect(during).toEqual([]);
    expect(calls(rig)).toEqual([expect.stringMatching(/^U0ALICE LoginFailures/)]);
  });

  it('calls in each of its channels by that one’s own plan', async () => {
    const rig = await createRig({
      destinations: (alert) => [
        ...paging(plan, ['sec'])(alert),
        ...paging({ ...plan, mention: leads }, ['ops'])(alert),
        ...toChannel('quiet')(alert),
      ],
    });

    await rig.send(alertOf('ALARM', rig.clock.now()));
    await rig.clock.pass(minute);

    expect(calls(rig, 'sec')).toEqual([expect.stringMatching(/^U0ALICE /)]);
    expect(calls(rig, 'ops')).toEqual([expect.stringMatching(/^S0LEADS /)]);
    expect(calls(rig, 'quiet')).toEqual([]);
  });

  it('calls once for a storm of 200, and once for each step after it', async () => {
    const rig = await createRig({ destinations: paging(plan) });
    await rig.send(
      ...Array.from({ length: 200 }, (_, index) =>
        alertOf('ALARM', rig.clock.now(), { name: `A${index}` }),
      ),
    );

    await rig.clock.pass(10 * minute);
    const called = calls(rig);
    await rig.clock.pass(10 * minute);

    expect(called).toEqual([expect.stringMatching(/^U0ALICE 200 alarms in #sec since/)]);
    expect(calls(rig).length).toBeLessThanOrEqual(8);
  });
});

describe('an SNS topic that is escalated to', () => {
  const onTopic = { ...plan, escalate: { ...plan.escalate!, mention: undefined, topic } };

  /** Does what the errands would, in the order in which it is due. */
  const published = async ({ store, clock }: Rig) => {
    const told: { topic: string; subject: string; message: unknown }[] = [];
    const publish = createPublish({
      store,
      accountName: () => 'prod',
      publish: async (to, { subject, message }) => {
        told.push({ topic: to, subject, message: JSON.parse(message) });
      },
    });
    const due = await store.transaction((tx) => tx.due.take(clock.now(), 10, [publishWork]));
    for (const { id, payload } of due) {
      await publish(String(payload), new AbortController().signal);
      await store.transaction((tx) => tx.due.remove(id));
    }
    return told;
  };

  it('is told that it was triggered, acknowledged and resolved, always of the same incident', async () => {
    const rig = await createRig({ destinations: paging(onTopic) });
    const { press, send, acknowledge } = createPresser(rig);
    await rig.send(detected('ALARM', rig.clock.now()));
    await rig.clock.pass(31 * minute);
    const root = rig.slack.roots('sec')[0]!;
    const value = valueOf(root);
    const triggered = await published(rig);
    await acknowledge('U0BOB', value);
    await rig.clock.pass(minute);
    const acknowledged = await published(rig);
    const { form } = await press('U0BOB', 'resolve', value);
    await send('U0BOB', form, { reason: 'done' });
    await rig.clock.pass(minute);
    const resolved = await published(rig);

    expect(triggered).toMatchObject([
      {
        topic,
        subject: expect.stringMatching(/^triggered: LoginFailures went to ALARM/),
        message: {
          incident: value,
          status: 'triggered',
          headline: expect.stringContaining('LoginFailures went to ALARM'),
          severity: 'high',
          account: '111122223333',
          accountName: 'prod',
          region: 'eu-west-1',
          link: `https://slack.com/archives/CSEC/p${root.ts.replace('.', '')}`,
        },
      },
    ]);
    expect(acknowledged).toMatchObject([
      { message: { incident: value, status: 'acknowledged', acknowledgedBy: 'U0BOB' } },
    ]);
    expect(resolved).toMatchObject([{ message: { incident: value, status: 'resolved' } }]);
  });

  it('is told when an ordinary alarm is over, and nothing of what was never escalated', async () => {
    const rig = await createRig({ destinations: paging(onTopic) });
    await rig.send(alertOf('ALARM', rig.clock.now()));
    await rig.clock.pass(31 * minute);
    await rig.send(alertOf('ALARM', rig.clock.now(), { name: 'Short' }));
    await rig.clock.pass(minute);

    await rig.send(alertOf('OK', rig.clock.now()));
    await rig.send(alertOf('OK', rig.clock.now(), { name: 'Short' }));
    await rig.clock.pass(minute);

    expect((await published(rig)).map(({ subject }) => subject.split(' ', 2).join(' '))).toEqual([
      'triggered: LoginFailures',
      'resolved: LoginFailures',
    ]);
  });
});
