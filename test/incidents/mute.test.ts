import { describe, expect, it } from 'vitest';
import type { TrailLogGroup } from '../../src/core/settings.ts';
import { makeRule } from '../core/access-make.ts';
import { alertOf } from './alerts.ts';
import { alarmOf, callAlertOf, eventOf } from './fake-evidence.ts';
import { plainText } from './plain.ts';
import { createPresser, type Told, valueOf } from './press.ts';
import { createRig, type Rig, toChannel } from './rig.ts';
import { createScene } from './scene.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

type Presser = ReturnType<typeof createPresser>;

const fired = async (rig: Rig, options = {}) => {
  await rig.send(alertOf('ALARM', rig.clock.now(), options));
  await rig.clock.pass(2 * second);
  return rig.slack.roots('sec').at(-1)!;
};

const turn = async (rig: Rig, ...states: readonly string[]) => {
  for (const state of states) {
    await rig.send(alertOf(state, rig.clock.now()));
    await rig.clock.pass(minute);
  }
};

const wish = { for: '1h', what: 'alarm', reason: 'planned work' };

const mute = async (
  { press, send }: Presser,
  value: string,
  values: Record<string, string> = wish,
  user = 'U0ALICE',
): Promise<Told> => {
  const { form } = await press(user, 'mute', value);
  return send(user, form, values);
};

const optionsOf = ({ form }: Told, id: string) =>
  form?.form.fields.flatMap((field) =>
    field.id === id && field.kind === 'choice' ? field.options : [],
  ) ?? [];

const mutes = ({ store, clock }: Rig) => store.transaction((tx) => tx.mutes.active(clock.now()));

const audit = ({ store }: Rig) => store.transaction((tx) => tx.audit.latest(10));

const actsOf = ({ store }: Rig, id: string) => store.transaction((tx) => tx.acts.of(id));

describe('muting an alarm', () => {
  it('says until when, by whom and why: privately, on the message, in the thread, in the audit log', async () => {
    const rig = await createRig();
    const presser = createPresser(rig);
    const root = await fired(rig);
    const value = valueOf(root, 'mute');

    const told = await mute(presser, value);
    await rig.clock.pass(5 * second);

    expect(told.text).toContain('MUTED You muted the alarm LoginFailures until 11:00.');
    expect(rig.slack.text(root)).toContain('Muted: until 11:00 by U0ALICE (planned work)');
    expect(valueOf(root, 'mute')).toBe('');
    expect(valueOf(root, 'unmute')).not.toBe('');
    expect(rig.slack.thread(root).map(rig.slack.text)).toEqual([
      '10:00 muted by U0ALICE until 11:00: planned work',
    ]);
    expect(await actsOf(rig, value)).toMatchObject([
      { kind: 'muted', by: 'U0ALICE', detail: { untrusted: 'planned work' } },
    ]);
    expect(await audit(rig)).toMatchObject([
      {
        what: 'mute',
        outcome: 'allowed',
        accounts: ['111122223333'],
        detail: expect.stringContaining('1h, alarm, planned work'),
      },
    ]);
  });

  it('holds back what fires meanwhile, counts it, and shows at the end what still fires, once', async () => {
    const rig = await createRig();
    const presser = createPresser(rig);
    const root = await fired(rig);
    await mute(presser, valueOf(root, 'mute'));
    await rig.clock.pass(minute);
    await turn(rig, 'OK', 'ALARM', 'OK', 'ALARM');
    const held = (await mutes(rig))[0]?.held;
    const during = rig.slack.thread(root).filter(({ broadcast }) => broadcast);

    await rig.clock.pass(hour);

    expect(held).toBe(2);
    expect(during).toEqual([]);
    expect(rig.slack.roots('sec')).toHaveLength(1);
    expect(rig.slack.text(root)).not.toContain('Muted');
    expect(rig.slack.thread(root).map(rig.slack.text).at(-1)).toBe(
      '11:00 the mute is over; it held back 2 firings',
    );
    expect(valueOf(root, 'mute')).not.toBe('');
  });

  it('keeps new incidents of it from the channel until then', async () => {
    const rig = await createRig();
    const presser = createPresser(rig);
    const root = await fired(rig);
    await mute(presser, valueOf(root, 'mute'), { ...wish, for: '8h' });
    await turn(rig, 'OK');
    await rig.clock.pass(hour);

    await turn(rig, 'ALARM');
    const during = rig.slack.roots('sec').length;
    await rig.clock.pass(8 * hour);

    expect(during).toBe(1);
    expect(rig.slack.roots('sec')).toHaveLength(2);
    expect(rig.slack.text(rig.slack.roots('sec')[1]!)).toContain('LoginFailures went to ALARM');
    await rig.clock.pass(8 * hour);
    expect(rig.slack.roots('sec')).toHaveLength(2);
  });

  it('does not show at the end what is over by then, and hides no other alarm', async () => {
    const rig = await createRig();
    const presser = createPresser(rig);
    const root = await fired(rig);
    await mute(presser, valueOf(root, 'mute'));
    await turn(rig, 'OK');
    await rig.clock.pass(40 * minute);
    await turn(rig, 'ALARM', 'OK');
    await fired(rig, { name: 'Other' });

    await rig.clock.pass(hour);

    expect(rig.slack.roots('sec').map(rig.slack.text)).toEqual([
      expect.stringContaining('LoginFailures'),
      expect.stringContaining('Other went to ALARM'),
    ]);
  });

  it('until morning is eight on the clock of whoever mutes, told as a time', async () => {
    const rig = await createRig();
    // 1 March 2026 is a Sunday, in Auckland it is 23:00.
    const presser = createPresser(rig, undefined, { zone: 'Pacific/Auckland' });
    const root = await fired(rig);

    const opened = await presser.press('U0ALICE', 'mute', valueOf(root, 'mute'));
    await presser.send('U0ALICE', opened.form, { ...wish, for: 'morning' });
    const [kept] = await mutes(rig);

    expect(optionsOf(opened, 'for').map(({ label }) => label)).toEqual([
      '1 hour: Mon 2 Mar, 00:00 Pacific/Auckland',
      '8 hours: Mon 2 Mar, 07:00 Pacific/Auckland',
      'Until morning: Mon 2 Mar, 08:00 Pacific/Auckland',
      '7 days: Sun 8 Mar, 23:00 Pacific/Auckland',
    ]);
    expect(new Date(kept?.until ?? 0).toISOString()).toBe('2026-03-01T19:00:00.000Z');
  });

  it('tells the second of two who was first, at the button and at the form', async () => {
    const rig = await createRig();
    const presser = createPresser(rig);
    const root = await fired(rig);
    const value = valueOf(root, 'mute');
    const { form } = await presser.press('U0BOB', 'mute', value);
    await mute(presser, value);

    const late = await presser.send('U0BOB', form, wish);
    const again = await presser.press('U0BOB', 'mute', value);

    expect(late.text).toContain('It is muted already, by U0ALICE until 11:00: planned work');
    expect(again.form).toBeUndefined();
    expect(again.text).toBe(late.text);
    expect(await mutes(rig)).toHaveLength(1);
  });

  it('is ended by hand, and what still fires comes at once', async () => {
    const rig = await createRig();
    const presser = createPresser(rig);
    const root = await fired(rig);
    await mute(presser, valueOf(root, 'mute'), { ...wish, for: '7d' });
    await turn(rig, 'OK');
    await rig.clock.pass(hour);
    await turn(rig, 'ALARM');
    const value = (await mutes(rig))[0]!.id;

    const told = await presser.press('U0BOB', 'unmute', value);
    const again = await presser.press('U0ALICE', 'unmute', value);
    await rig.clock.pass(10 * second);

    expect(told.text).toContain('UNMUTED You ended the mute of the alarm LoginFailures.');
    expect(again.text).toContain('U0BOB ended this mute already.');
    expect(rig.slack.roots('sec')).toHaveLength(2);
    expect(rig.slack.thread(root).map(rig.slack.text).at(-1)).toContain('mute ended by U0BOB');
    expect(await mutes(rig)).toEqual([]);
  });

  it('is not offered for what is over', async () => {
    const rig = await createRig();
    const presser = createPresser(rig);
    const root = await fired(rig);
    const value = valueOf(root, 'mute');
    await turn(rig, 'OK');

    const told = await presser.press('U0ALICE', 'mute', value);

    expect(valueOf(root, 'mute')).toBe('');
    expect(told.form).toBeUndefined();
    expect(told.text).toContain('LoginFailures is over since 10:00: there is nothing to mute.');
  });
});

describe('a form that is not what was offered', () => {
  it.each([
    ['no reason', { ...wish, reason: ' x ' }, 'reason'],
    ['no time', { what: 'alarm', reason: 'planned' }, 'for'],
    ['a time of its own', { ...wish, for: '365d' }, 'for'],
    ['a property of every object', { ...wish, for: 'constructor' }, 'for'],
    ['a detection that is none', { ...wish, what: 'detection' }, 'what'],
  ])('mutes nothing: %s', async (_, values, field) => {
    const rig = await createRig();
    const presser = createPresser(rig);
    const value = valueOf(await fired(rig), 'mute');
    const { form } = await presser.press('U0ALICE', 'mute', value);

    const checked = await presser.send('U0ALICE', form, values);
    const forced = await presser.send('U0ALICE', form, values, { isUnchecked: true });

    expect(Object.keys(checked.errors ?? {})).toEqual([field]);
    expect(forced.text).toMatch(/^NOTE Not muted: /);
    expect(await mutes(rig)).toEqual([]);
  });

  it('of somebody without the right is refused when it is sent, whatever they were shown', async () => {
    const rig = await createRig();
    const value = valueOf(await fired(rig), 'mute');
    const { form } = await createPresser(rig).press('U0ALICE', 'mute', value);
    const strict = createPresser(rig, [
      makeRule({ members: { users: ['U0BOB'], groups: [] } }),
      makeRule({ commands: ['acknowledge', 'resolve', 'whodid'] }),
    ]);

    const told = await strict.send('U0ALICE', form, wish);
    const outside = await createPresser(rig).send('U0EXT', form, wish);
    const guest = await createPresser(rig).send('U0GUEST', form, wish);

    expect(told.text).toMatch(/^REFUSED mute: no rule lets you mute here on prod\./);
    expect(outside.text).toContain('only people of this workspace are let in');
    expect(guest.text).toContain('guests have to be named in a rule');
    expect(await mutes(rig)).toEqual([]);
    expect(await audit(rig)).toMatchObject(
      ['U0GUEST', 'U0EXT', 'U0ALICE'].map((user) => ({
        who: `/T0HOME/${user}`,
        what: 'mute',
        outcome: 'refused',
      })),
    );
  });

  it('is judged by the incident that it names, not by the one it was opened for', async () => {
    const rig = await createRig();
    const presser = createPresser(rig, [makeRule({ accounts: ['prod'] })]);
    const mine = valueOf(await fired(rig), 'mute');
    const other = valueOf(await fired(rig, { name: 'Theirs', account: '444455556666' }), 'mute');
    const { form } = await presser.press('U0ALICE', 'mute', mine);

    const tampered = await presser.send('U0ALICE', { ...form!, state: other }, wish);
    const gone = await presser.send('U0ALICE', { ...form!, state: 'no such incident' }, wish);

    expect(tampered.text).toMatch(/^REFUSED mute: .* on staging\./);
    expect(gone.text).toContain('This incident is not kept any more.');
    expect(await mutes(rig)).toEqual([]);
  });
});

describe('muting a detection', () => {
  const guard = 'cloudtrail-switched-off';
  const byCall = async (rig: Rig, id: string, options = {}) => {
    const event = eventOf({ id, when: rig.clock.now(), ...options });
    await rig.send(callAlertOf(event, `Change ${id}`));
    await rig.clock.pass(2 * second);
    return rig.slack.roots('sec').at(-1)!;
  };

  it('is for the account and the actor that the evidence names', async () => {
    const rig = await createRig();
    const presser = createPresser(rig);
    const root = await byCall(rig, 'e1');
    const opened = await presser.press('U0ALICE', 'mute', valueOf(root, 'mute'));
    await presser.send('U0ALICE', opened.form, { ...wish, what: 'detection' });

    await byCall(rig, 'e2');
    const held = (await mutes(rig))[0]?.held;
    await byCall(rig, 'e3', { by: 'mallory' });
    await byCall(rig, 'e4', { account: '444455556666' });

    expect(optionsOf(opened, 'what').map(({ label }) => label)).toEqual([
      'This alarm',
      'This detection',
    ]);
    expect(opened.form?.form.fields[1]?.hint).toBe(
      'The detection is security-group-change by arn:aws:iam::111122223333:user/alice in 111122223333.',
    );
    expect(held).toBe(1);
    expect(rig.slack.roots('sec').map(({ card }) => plainText(card).split('\n')[0])).toEqual([
      expect.stringContaining('Change e1'),
      expect.stringContaining('Change e3'),
      expect.stringContaining('Change e4'),
    ]);
  });

  it('shows an alarm that somebody else trips: its evidence decides, not that of before', async () => {
    const scene = await createScene();
    const presser = createPresser(scene);
    const { clock, fake } = scene;
    fake.add(eventOf({ id: 'e1', when: clock.now() - minute }));
    await scene.send(alarmOf('ALARM', clock.now()));
    await clock.pass(5 * second);
    const root = scene.slack.roots('sec')[0]!;
    await mute(presser, valueOf(root, 'mute'), { ...wish, for: '8h', what: 'detection' });
    await clock.pass(hour);
    await scene.send(alarmOf('OK', clock.now()));
    await clock.pass(minute);
    const before = scene.slack.text(root);

    fake.add(eventOf({ id: 'e2', by: 'mallory', when: clock.now() - second }));
    await scene.send(alarmOf('ALARM', clock.now()));
    await clock.pass(minute);

    const loud = scene.slack.thread(root).filter(({ broadcast }) => broadcast);
    expect(before).toContain('Muted: until 18:00');
    expect(before).toContain('alarm OK since 11:00, still open');
    expect(loud.map(scene.slack.text).join('\n')).toContain('mallory');
    expect(scene.slack.text(root)).not.toContain('Muted: until');
  });

  it('that guards the guards is for an hour at most, whatever a form says', async () => {
    const rig = await createRig();
    const presser = createPresser(rig);
    const root = await byCall(rig, 'e1', { call: 'StopLogging', detection: guard });
    const opened = await presser.press('U0ALICE', 'mute', valueOf(root, 'mute'));

    const forged = await presser.send('U0ALICE', opened.form, { ...wish, for: '7d' });
    const forced = await presser.send(
      'U0ALICE',
      opened.form,
      { ...wish, for: '7d' },
      { isUnchecked: true },
    );
    const none = await mutes(rig);
    await presser.send('U0ALICE', opened.form, wish);

    expect(optionsOf(opened, 'for').map(({ value }) => value)).toEqual(['1h']);
    expect(forged.errors).toEqual({
      for: 'What watches the guards themselves is muted for 1 hour at most.',
    });
    expect(forced.text).toContain('Not muted: What watches the guards themselves');
    expect(none).toEqual([]);
    expect(await mutes(rig)).toMatchObject([{ until: rig.clock.now() + hour }]);
  });

  it('holds no longer than an hour either where it turns out only later to guard the guards', async () => {
    const scene = await createScene();
    const presser = createPresser(scene);
    const { clock, fake } = scene;
    await scene.send(alarmOf('ALARM', clock.now()));
    await clock.pass(500);
    const root = scene.slack.roots('sec')[0]!;
    const { form } = await presser.press('U0ALICE', 'mute', valueOf(root, 'mute'));
    await presser.send('U0ALICE', form, { ...wish, for: '7d' });
    fake.add(eventOf({ id: 'e1', when: clock.now(), call: 'StopLogging', detection: guard }));
    await clock.pass(20 * minute);
    const during = scene.slack.text(root);

    await clock.pass(hour);

    expect(during).toContain('Muted: until 11:00');
    expect(scene.slack.text(root)).not.toContain('Muted: until');
    expect(valueOf(root, 'mute')).not.toBe('');
  });
});

describe('muting what watches several accounts', () => {
  const own = alertOf('ALARM', 0);
  const trailLogs: readonly TrailLogGroup[] = [
    { logGroup: 'organisation', account: own.account!, region: own.region!, covers: undefined },
  ];

  const umbrella = async () => {
    const scene = await createScene({ trailLogs, destinations: toChannel('sec') });
    const { clock, fake } = scene;
    fake.add(eventOf({ id: 'e1', when: clock.now() - minute }));
    fake.add(eventOf({ id: 'e2', when: clock.now() - minute, account: '444455556666' }));
    await scene.send(alarmOf('ALARM', clock.now()));
    await clock.pass(5 * second);
    return { scene, root: scene.slack.roots('sec')[0]! };
  };

  it('says how many it blinds and holds only once a second admin has agreed', async () => {
    const { scene, root } = await umbrella();
    const presser = createPresser(scene, undefined, { admins: ['U0ADMIN', 'U0ALICE'] });
    const opened = await presser.press('U0ALICE', 'mute', valueOf(root, 'mute'));
    const asked = await presser.send('U0ALICE', opened.form, wish);
    await scene.clock.pass(5 * second);
    const waiting = scene.slack.text(root);
    const value = valueOf(root, 'mute-second');

    const self = await presser.press('U0ALICE', 'mute-second', value);
    const nobody = await presser.press('U0BOB', 'mute-second', value);
    const agreed = await presser.press('U0ADMIN', 'mute-second', value);
    const again = await presser.press('U0ADMIN', 'mute-second', value);
    await scene.clock.pass(5 * second);

    expect(plainText({ headline: opened.form?.form.intro ?? [], parts: [] })).toContain(
      'muting it blinds 2 accounts, so a second admin has to agree before it holds',
    );
    expect(asked.text).toContain('This blinds 2 accounts');
    expect(waiting).toContain('Not muted yet: until 11:00 by U0ALICE (planned work)');
    expect(self.text).toContain('You asked for this mute yourself: another admin has to agree.');
    expect(nobody.text).toMatch(/^REFUSED mute: only admins may\./);
    expect(agreed.text).toContain('MUTED You agreed');
    expect(again.text).toContain('you agreed already.');
    expect(scene.slack.text(root)).toContain('Muted: until 11:00 by U0ALICE and U0ADMIN');
    expect(scene.slack.thread(root).map(scene.slack.text).join('\n')).toContain(
      'U0ADMIN agreed: muted until 11:00',
    );
    expect(await audit(scene)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ what: 'mute-second', outcome: 'refused', who: '/T0HOME/U0BOB' }),
        expect.objectContaining({
          what: 'mute-second',
          outcome: 'allowed',
          reason: 'mute: an admin',
        }),
      ]),
    );
  });

  it('takes two also where only its evidence tells, after it was muted', async () => {
    const scene = await createScene({ readingMs: 5 * second });
    const presser = createPresser(scene);
    const { clock, fake } = scene;
    fake.add(eventOf({ id: 'e1', when: clock.now() - minute, account: '444455556666' }));
    await scene.send(alarmOf('ALARM', clock.now()));
    await clock.pass(2 * second);
    const root = scene.slack.roots('sec')[0]!;
    const told = await mute(presser, valueOf(root, 'mute'));
    await clock.pass(20 * second);

    const agreed = await presser.press('U0ADMIN', 'mute-second', valueOf(root, 'mute-second'));
    await clock.pass(5 * second);

    expect(told.text).toContain('MUTED You muted');
    expect(agreed.text).toContain('MUTED You agreed');
    expect(scene.slack.text(root)).toContain('Muted: until 11:00 by U0ALICE and U0ADMIN');
  });

  it('mutes nothing before, and a time that is over is no time to agree to', async () => {
    const { scene, root } = await umbrella();
    const presser = createPresser(scene);
    await mute(presser, valueOf(root, 'mute'));
    await scene.clock.pass(minute);
    const value = valueOf(root, 'mute-second');
    await scene.send(alarmOf('OK', scene.clock.now()));
    await scene.clock.pass(minute);

    await scene.send(alarmOf('ALARM', scene.clock.now()));
    await scene.clock.pass(minute);
    const loud = scene.slack.thread(root).filter(({ broadcast }) => broadcast);
    await scene.clock.pass(hour);
    const late = await presser.press('U0ADMIN', 'mute-second', value);

    expect(loud.map(scene.slack.text).join('\n')).toContain('went to ALARM');
    expect(late.text).toContain('This mute is over: there is nothing to agree to.');
    expect(scene.slack.text(root)).not.toContain('Not muted yet');
  });
});
