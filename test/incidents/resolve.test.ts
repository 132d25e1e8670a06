import { describe, expect, it } from 'vitest';
import type { Alert, Destination } from '../../src/core/alert.ts';
import { makeRule } from '../core/access-make.ts';
import { alertOf } from './alerts.ts';
import { callAlertOf, eventOf } from './fake-evidence.ts';
import { plainText } from './plain.ts';
import { createPresser, valueOf } from './press.ts';
import { createRig, type Rig, toChannel } from './rig.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const detected = (state: string, at: number): Alert => ({
  ...alertOf(state, at),
  detection: 'security-group-change',
});

const fired = async (rig: Rig, alert = alertOf('ALARM', rig.clock.now())) => {
  await rig.send(alert);
  await rig.clock.pass(2 * second);
  return rig.slack.roots('sec').at(-1)!;
};

const closing =
  (afterMs: number) =>
  (alert: Alert): readonly Destination[] =>
    toChannel('sec')(alert).map((one) => ({ ...one, autoResolveMs: afterMs }));

const incident = ({ store }: Rig, id: string) => store.transaction((tx) => tx.incidents.get(id));

describe('resolving an incident', () => {
  it('closes what the catalogue knows, with a reason, before everybody', async () => {
    const rig = await createRig();
    const { press, send } = createPresser(rig);
    const root = await fired(rig, detected('ALARM', rig.clock.now()));
    const value = valueOf(root, 'resolve');
    await rig.send(detected('OK', rig.clock.now()));
    await rig.clock.pass(minute);
    const stillOpen = valueOf(root, 'resolve');

    const { form } = await press('U0ALICE', 'resolve', value);
    const told = await send('U0ALICE', form, { reason: 'planned: ticket 123' });
    await rig.clock.pass(5 * second);

    expect(stillOpen).toBe(value);
    expect(told.text).toContain('RESOLVED You resolved LoginFailures.');
    expect(rig.slack.text(root)).toMatch(/^RESOLVED/);
    expect(rig.slack.text(root)).toContain('by U0ALICE 10:01: planned: ticket 123');
    expect(['acknowledge', 'mute', 'resolve'].map((action) => valueOf(root, action))).toEqual([
      '',
      '',
      '',
    ]);
    expect(rig.slack.thread(root).map(rig.slack.text).at(-1)).toContain(
      'resolved by U0ALICE: planned: ticket 123',
    );
    expect(await incident(rig, value)).toMatchObject({
      phase: 'resolved',
      closed: { by: 'U0ALICE', reason: { untrusted: 'planned: ticket 123' } },
    });
    expect(await rig.store.transaction((tx) => tx.acts.of(value))).toMatchObject([
      { kind: 'resolved', by: 'U0ALICE', detail: { untrusted: 'planned: ticket 123' } },
    ]);
  });

  it('says of an alarm that is not OK that it may come back, and it does', async () => {
    const rig = await createRig();
    const { press, send } = createPresser(rig);
    const root = await fired(rig);
    const value = valueOf(root, 'resolve');
    const { form } = await press('U0ALICE', 'resolve', value);
    await send('U0ALICE', form, { reason: 'known' });
    await rig.clock.pass(minute);

    await rig.send(alertOf('OK', rig.clock.now()));
    await rig.clock.pass(minute);
    await rig.send(alertOf('ALARM', rig.clock.now()));
    await rig.clock.pass(minute);

    expect(plainText({ headline: form?.form.intro ?? [], parts: [] })).toContain(
      'Its alarm is not OK: it is opened again when it fires anew.',
    );
    expect(rig.slack.roots('sec')).toHaveLength(1);
    expect(rig.slack.text(root)).not.toMatch(/^RESOLVED/);
    expect(valueOf(root, 'resolve')).toBe(value);
  });

  it('needs a reason, and tells the second of two what the first said', async () => {
    const rig = await createRig();
    const { press, send } = createPresser(rig);
    const value = valueOf(await fired(rig), 'resolve');
    const { form } = await press('U0ALICE', 'resolve', value);

    const empty = await send('U0ALICE', form, {});
    const forced = await send('U0ALICE', form, { reason: '  ' }, { isUnchecked: true });
    await send('U0ALICE', form, { reason: 'false alarm' });
    const late = await send('U0BOB', form, { reason: 'mine' });
    const again = await press('U0BOB', 'resolve', value);

    expect(empty.errors).toEqual({ reason: expect.stringContaining('Say why') });
    expect(forced.text).toContain('Nothing was done: say why.');
    expect(late.text).toContain(
      'LoginFailures was already resolved by U0ALICE at 10:00: false alarm',
    );
    expect(again.form).toBeUndefined();
    expect(again.text).toBe(late.text);
  });

  it('is refused to whoever has no right when the form is sent', async () => {
    const rig = await createRig();
    const value = valueOf(await fired(rig), 'resolve');
    const { form } = await createPresser(rig).press('U0ALICE', 'resolve', value);

    const told = await createPresser(rig, [makeRule({ commands: ['acknowledge', 'mute'] })]).send(
      'U0ALICE',
      form,
      { reason: 'mine' },
    );

    expect(told.text).toMatch(/^REFUSED resolve: no rule lets you resolve here on prod\./);
    expect(await incident(rig, value)).toMatchObject({ closed: undefined });
  });

  it('keeps no secret that was typed into the reason', async () => {
    const rig = await createRig();
    const { press, send } = createPresser(rig);
    const root = await fired(rig);
    const value = valueOf(root, 'resolve');
    const { form } = await press('U0ALICE', 'resolve', value);

    await send('U0ALICE', form, { reason: 'key was AKIAIOSFODNN7EXAMPLE' });
    await rig.clock.pass(5 * second);

    expect(rig.slack.text(root)).toContain('key was AKIA…MPLE');
    expect(JSON.stringify(await rig.store.transaction((tx) => tx.audit.latest(9)))).not.toContain(
      'AKIAIOSFODNN7EXAMPLE',
    );
  });
});

describe('a route that closes what nobody closed', () => {
  it('does so after its time, and says that it was nobody', async () => {
    const rig = await createRig({ destinations: closing(24 * hour) });
    const root = await fired(rig, detected('ALARM', rig.clock.now()));
    const value = valueOf(root, 'resolve');
    await rig.clock.pass(minute);
    await rig.send(detected('OK', rig.clock.now()));

    await rig.clock.pass(23 * hour);
    const before = rig.slack.text(root);
    await rig.clock.pass(hour + minute);

    expect(before).not.toMatch(/^RESOLVED/);
    expect(rig.slack.text(root)).toContain('nobody did for 24 h (route 1)');
    expect(rig.slack.thread(root).map(rig.slack.text).at(-1)).toContain(
      'resolved: nobody did for 24 h (route 1)',
    );
    expect(await rig.store.transaction((tx) => tx.acts.of(value))).toMatchObject([
      { kind: 'auto-resolved', by: undefined },
    ]);
  });

  it('does not while its alarm fires, nor what resolves itself', async () => {
    const rig = await createRig({ destinations: closing(hour) });
    const root = await fired(rig, detected('ALARM', rig.clock.now()));
    const ordinary = await fired(rig, alertOf('ALARM', rig.clock.now(), { name: 'Disk' }));

    await rig.clock.pass(3 * hour);

    expect(rig.slack.text(root)).not.toMatch(/^RESOLVED/);
    expect(rig.slack.text(ordinary)).not.toMatch(/^RESOLVED/);
  });

  it('closes a single event that nobody closed', async () => {
    const rig = await createRig({ destinations: closing(hour) });
    const root = await fired(
      rig,
      callAlertOf(eventOf({ id: 'e1', when: rig.clock.now() }), 'Security group change'),
    );

    await rig.clock.pass(hour + minute);

    expect(rig.slack.text(root)).toMatch(/^RESOLVED/);
  });
});

describe('looking closely', () => {
  const root = async (rig: Rig) =>
    fired(rig, callAlertOf(eventOf({ id: 'e1', when: rig.clock.now() }), 'Change'));

  it('shows in a modal what is kept: records, states, what was done, what was similar', async () => {
    const rig = await createRig();
    const { press, acknowledge } = createPresser(rig);
    await fired(rig, callAlertOf(eventOf({ id: 'e0', when: rig.clock.now() }), 'Before'));
    await rig.clock.pass(2 * hour);
    const message = await root(rig);
    await acknowledge('U0ALICE', valueOf(message));

    const { modal, cards } = await press('U0BOB', 'incident-details', valueOf(message, 'mute'));
    const shown = plainText(modal!);

    expect(cards).toEqual([]);
    expect(shown).toContain('Similar in 30 days: 1, the last 10:00');
    expect(shown).toContain('12:00 acknowledged by U0ALICE');
    expect(shown).toContain('Records, newest first (1 of 1 record)');
    expect(shown).toContain('eventID: e1\n');
    expect(shown).toContain('address: 203.0.113.7');
    expect(shown).toContain('which: sg-0abc');
    expect(shown).toContain('12:00 EVENT');
  });

  it('is for whoever may ask /whodid about the account', async () => {
    const rig = await createRig();
    const message = await root(rig);
    const { press } = createPresser(rig, [makeRule({ commands: ['acknowledge', 'mute'] })]);

    const { modal, text } = await press('U0BOB', 'incident-details', valueOf(message, 'mute'));

    expect(modal).toBeUndefined();
    expect(text).toMatch(/^REFUSED whodid: no rule lets you use \/whodid here on prod\./);
  });
});
