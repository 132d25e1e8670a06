import { describe, expect, it } from 'vitest';
import { renderBlocks } from '../../src/slack/render/blocks.ts';
import { makeRule } from '../core/access-make.ts';
import { alertOf } from './alerts.ts';
import { plainText } from './plain.ts';
import { buttonsOf, createPresser, optionsOf, valueOf } from './press.ts';
import { createRig, type Rig, toChannel } from './rig.ts';

const second = 1_000;
const minute = 60 * second;

const audit = ({ store }: Rig) => store.transaction((tx) => tx.audit.latest(10));

const fired = async (rig: Rig, options = {}) => {
  await rig.send(alertOf('ALARM', rig.clock.now(), options));
  await rig.clock.pass(2 * second);
  return rig.slack.roots('sec').at(-1)!;
};

const storming = async (rig: Rig, count = 12) => {
  await rig.send(
    ...Array.from({ length: count }, (_, index) =>
      alertOf('ALARM', rig.clock.now(), { name: `A${index}` }),
    ),
  );
  await rig.clock.pass(minute);
  const storm = rig.slack.roots('sec').find((one) => rig.slack.text(one).includes('alarms in'))!;
  const entry = (name: string) =>
    optionsOf(rig.slack.thread(storm)[0]!).find(({ label }) => label.includes(` ${name},`));
  return { storm, page: () => rig.slack.thread(storm)[0]!, entry };
};

describe('acknowledging an incident', () => {
  it('makes whoever presses its owner: the message says so, and so does its thread', async () => {
    const rig = await createRig();
    const { acknowledge } = createPresser(rig);
    const root = await fired(rig);
    await rig.clock.pass(5 * minute);

    const told = await acknowledge('U0ALICE', valueOf(root));
    await rig.clock.pass(5 * second);

    expect(told).toBe('ACKNOWLEDGED You took over LoginFailures.');
    expect(rig.slack.text(root)).toContain('Acknowledged: by U0ALICE 10:05');
    expect(valueOf(root)).toBe('');
    expect(rig.slack.roots('sec')).toHaveLength(1);
    expect(rig.slack.thread(root).map(rig.slack.text)).toEqual(['10:05 acknowledged by U0ALICE']);
    expect(await audit(rig)).toMatchObject([
      {
        who: '/T0HOME/U0ALICE',
        channel: 'CSEC',
        what: 'acknowledge',
        accounts: ['111122223333'],
        outcome: 'allowed',
        reason: 'acknowledge: rule 1: everyone, all on all',
      },
    ]);
  });

  it('is offered beside the link to the console, in one row', async () => {
    const rig = await createRig();
    const consoleUrl = 'https://console.aws.amazon.com/cloudwatch/home';
    await rig.accept(JSON.stringify([{ ...alertOf('ALARM', rig.clock.now()), consoleUrl }]));
    await rig.clock.settle();
    const [root] = rig.slack.roots('sec');

    const blocks = renderBlocks(root!.card, { linkHosts: [] });

    expect(blocks.filter(({ type }) => type === 'actions')).toMatchObject([
      {
        elements: [
          { action_id: 'acknowledge' },
          { action_id: 'mute' },
          { action_id: 'resolve' },
          { action_id: 'incident-details' },
          { url: consoleUrl },
        ],
      },
    ]);
  });

  it('tells the second of two who the first was', async () => {
    const rig = await createRig();
    const { acknowledge } = createPresser(rig);
    const root = await fired(rig);
    const value = valueOf(root);

    const both = await Promise.all([acknowledge('U0ALICE', value), acknowledge('U0BOB', value)]);
    await rig.clock.pass(5 * second);
    const again = await acknowledge('U0ALICE', value);

    expect(both.toSorted()).toEqual([
      'ACKNOWLEDGED You took over LoginFailures.',
      expect.stringMatching(
        /^NOTE LoginFailures was already acknowledged by U0(ALICE|BOB) at 10:00\.\n?$/,
      ),
    ]);
    const owner = both[0]!.startsWith('ACKNOWLEDGED') ? 'U0ALICE' : 'U0BOB';
    expect(both.join()).toContain(`by ${owner} at`);
    expect(again).toContain(`by ${owner === 'U0ALICE' ? 'you' : 'U0BOB'} at 10:00.`);
    expect(rig.slack.thread(root)).toHaveLength(1);
  });

  it('stays with what is over, where there is nothing left to acknowledge', async () => {
    const rig = await createRig();
    const { acknowledge } = createPresser(rig);
    const mine = await fired(rig, { name: 'Mine' });
    await acknowledge('U0ALICE', valueOf(mine));
    const other = await fired(rig, { name: 'Other' });
    const value = valueOf(other);
    await rig.clock.pass(minute);

    for (const name of ['Mine', 'Other']) await rig.send(alertOf('OK', rig.clock.now(), { name }));
    await rig.clock.pass(5 * second);
    const told = await acknowledge('U0BOB', value);
    const strange = await acknowledge('U0BOB', 'no such incident');

    expect(rig.slack.text(mine)).toContain('Acknowledged: by U0ALICE 10:00');
    expect(rig.slack.text(other)).not.toContain('Acknowledge');
    expect(told).toContain('Other is over since 10:01: there is nothing to acknowledge.');
    expect(strange).toContain('This incident is not kept any more.');
  });

  it('is needed anew when it fires again, and the thread says whose was for what was before', async () => {
    const rig = await createRig();
    const { acknowledge } = createPresser(rig);
    const root = await fired(rig);
    await acknowledge('U0ALICE', valueOf(root));
    for (const state of ['OK', 'ALARM']) {
      await rig.clock.pass(minute);
      await rig.send(alertOf(state, rig.clock.now()));
    }
    await rig.clock.pass(minute);
    const again = rig.slack.text(root);

    await acknowledge('U0BOB', valueOf(root));
    await rig.clock.pass(minute);

    expect(again).not.toContain('Acknowledged');
    expect(rig.slack.text(root)).toContain('Acknowledged: by U0BOB 10:03');
    const lines = rig.slack.thread(root).map(rig.slack.text);
    expect(lines.at(-2)).toMatch(
      /10:02 went to ALARM.* – to be acknowledged anew: U0ALICE did so for what was before/,
    );
    expect(lines.filter((line) => line.includes('anew'))).toHaveLength(1);
  });

  it('lapses too when only a late message tells that it was over in between', async () => {
    const rig = await createRig();
    const { acknowledge } = createPresser(rig);
    const root = await fired(rig);
    await acknowledge('U0ALICE', valueOf(root));
    await rig.clock.pass(2 * minute);
    const over = alertOf('OK', rig.clock.now());
    await rig.clock.pass(minute);
    await rig.send(alertOf('ALARM', rig.clock.now()));
    await rig.clock.pass(minute);
    const before = rig.slack.text(root);

    await rig.send(over);
    await rig.clock.pass(minute);

    expect(before).toContain('Acknowledged: by U0ALICE');
    expect(rig.slack.text(root)).not.toContain('Acknowledged');
    expect(valueOf(root)).not.toBe('');
  });

  it('holds through INSUFFICIENT_DATA and in every channel where it is shown', async () => {
    const rig = await createRig({ destinations: toChannel('sec', 'ops') });
    const { acknowledge } = createPresser(rig);
    const root = await fired(rig);

    await acknowledge('U0ALICE', valueOf(root));
    await rig.clock.pass(minute);
    await rig.send(alertOf('INSUFFICIENT_DATA', rig.clock.now()));
    await rig.clock.pass(minute);

    for (const one of [root, rig.slack.roots('ops')[0]!]) {
      expect(rig.slack.text(one)).toContain('Acknowledged: by U0ALICE 10:00');
      expect(rig.slack.thread(one).map(rig.slack.text)[0]).toBe('10:00 acknowledged by U0ALICE');
    }
  });

  it('of many at once begins no storm', async () => {
    const rig = await createRig();
    const { acknowledge } = createPresser(rig);
    for (let index = 0; index < 8; index += 1) {
      await fired(rig, { name: `A${index}` });
      await rig.clock.pass(15 * second);
    }
    for (const root of rig.slack.roots('sec')) await acknowledge('U0ALICE', valueOf(root));

    await fired(rig, { name: 'Next' });
    await rig.clock.pass(minute);

    expect(rig.slack.text(rig.slack.roots('sec').at(-1)!)).toContain('Next went to ALARM');
  });
});

describe('acknowledging a member of a storm', () => {
  it('gives it its own message, takes it out of the menu and counts it', async () => {
    const rig = await createRig();
    const { acknowledge } = createPresser(rig);
    const { storm, page, entry } = await storming(rig);
    const roots = rig.slack.roots('sec').length;
    const listed = optionsOf(page()).length;

    const told = await acknowledge('U0ALICE', entry('A9')!.value);
    await rig.clock.pass(minute);

    const own = rig.slack.roots('sec').at(-1)!;
    expect(told).toContain('You took over A9.');
    expect(rig.slack.roots('sec')).toHaveLength(roots + 1);
    expect(rig.slack.text(own)).toContain('A9 went to ALARM');
    expect(rig.slack.text(own)).toContain('Acknowledged: by U0ALICE');
    expect(rig.slack.thread(own).map(rig.slack.text)).toEqual(['10:01 acknowledged by U0ALICE']);
    expect(listed).toBe(12);
    expect(optionsOf(page())).toHaveLength(11);
    expect(entry('A9')).toBeUndefined();
    expect(rig.slack.text(page())).toMatch(/:eyes: \d+\. A9 ALARM, acknowledged/);
    expect(rig.slack.text(storm)).toContain('12 firing, 1 acknowledged');
    expect(rig.slack.text(storm)).toContain('6 have a message of their own');
  });

  it('does not make the storm go on for longer', async () => {
    const rig = await createRig();
    const { acknowledge } = createPresser(rig);
    await rig.send(
      ...Array.from({ length: 12 }, (_, index) =>
        alertOf('ALARM', rig.clock.now(), { name: `A${index}` }),
      ),
    );
    await rig.clock.pass(40 * second);
    const storm = rig.slack.roots('sec').find((one) => rig.slack.text(one).includes('alarms in'))!;
    const [page] = rig.slack.thread(storm);

    await acknowledge('U0ALICE', optionsOf(page!).at(-1)!.value);
    await rig.clock.pass(40 * second);

    expect(rig.slack.text(storm)).toContain('The storm ended at');
  });

  it('shrinks the menu by what is over, and it goes with the last', async () => {
    const rig = await createRig();
    const { acknowledge } = createPresser(rig);
    const { page } = await storming(rig, 7);
    for (const index of [0, 1, 2, 3])
      await rig.send(alertOf('OK', rig.clock.now(), { name: `A${index}` }));
    await rig.clock.pass(minute);
    const left = optionsOf(page());

    for (const { value } of left) await acknowledge('U0ALICE', value);
    await rig.clock.pass(2 * minute);

    expect(left.map(({ label }) => label.replace(/^\d+\. (\w+),.*/, '$1')).toSorted()).toEqual([
      'A4',
      'A5',
      'A6',
    ]);
    expect(buttonsOf(page())).toEqual([]);
  });
});

describe('whoever no rule lets acknowledge', () => {
  it('is refused, which is written down, and may ask for it', async () => {
    const rig = await createRig();
    const { acknowledge, pressed } = createPresser(rig, [
      makeRule({ members: { users: ['U0ALICE'], groups: [] } }),
      makeRule({ members: { users: ['U0BOB'], groups: [] }, commands: ['whodid'] }),
    ]);
    const root = await fired(rig);

    const [refusal] = await pressed('U0BOB', 'acknowledge', valueOf(root));
    const request = valueOf({ card: refusal! }, 'access-request');
    const asked = await pressed('U0BOB', 'access-request', request);
    await rig.clock.pass(5 * second);
    const refused = await audit(rig);
    const shown = rig.slack.text(root);
    const allowed = await acknowledge('U0ALICE', valueOf(root));

    expect(refusal?.headline).toEqual([
      'acknowledge: no rule lets you acknowledge here',
      ' on prod',
      '.',
    ]);
    expect(refused).toMatchObject([
      { what: 'request-access', detail: 'acknowledge', accounts: ['111122223333'] },
      {
        who: '/T0HOME/U0BOB',
        what: 'acknowledge',
        accounts: ['111122223333'],
        outcome: 'refused',
        reason: 'no rule lets you acknowledge here',
      },
    ]);
    expect(asked[0]?.headline).toEqual(['The admins were asked.']);
    expect(rig.slack.text(rig.slack.roots('fallback')[0]!)).toContain(
      'commands: [acknowledge]\n      accounts: [prod]',
    );
    expect(shown).not.toContain('Acknowledged');
    expect(allowed).toContain('You took over');
  });

  it('is whoever may only elsewhere, or only for another account', async () => {
    const rig = await createRig();
    const root = await fired(rig);
    const near = [
      makeRule({ channels: ['ops'] }),
      makeRule({ accounts: ['staging'] }),
      makeRule({ scope: 'self' }),
    ];

    for (const rule of near) {
      const told = await createPresser(rig, [rule]).acknowledge('U0ALICE', valueOf(root));
      expect(told).toMatch(/^REFUSED acknowledge: .* on prod\./);
    }
    const { acknowledge } = createPresser(rig, [
      makeRule({ channels: ['sec'], accounts: ['prod'] }),
    ]);

    expect(await acknowledge('U0ALICE', valueOf(root))).toContain('You took over');
  });

  it('is whoever is of another organisation, to whom access is not offered', async () => {
    const rig = await createRig();
    const root = await fired(rig);
    const { pressed } = createPresser(rig);

    const [refusal] = await pressed('U0EXT', 'acknowledge', valueOf(root));

    expect(plainText(refusal!)).toContain('only people of this workspace are let in');
    expect(buttonsOf({ card: refusal! })).toEqual([]);
    expect(await audit(rig)).toMatchObject([{ outcome: 'refused', who: '/T0HOME/U0EXT' }]);
    expect(rig.slack.text(root)).not.toContain('Acknowledged');
  });

  it('is everybody but whom all accounts are open to, where the account is not listed', async () => {
    const rig = await createRig();
    const root = await fired(rig, { account: '999900001111' });

    const told = await createPresser(rig, [
      makeRule({ accounts: ['prod', 'staging'] }),
    ]).acknowledge('U0ALICE', valueOf(root));
    const { acknowledge } = createPresser(rig);

    expect(told).toContain('its account is not listed, so only a rule with accounts: all counts');
    expect(await acknowledge('U0ALICE', valueOf(root))).toContain('You took over');
  });
});
