import { describe, expect, it } from 'vitest';
import { readWhodid } from '../../src/commands/whodid/query.ts';
import { whodidSpec } from '../../src/commands/whodid/spec.ts';
import { type AnyCommand, anyCommand, type Question } from '../../src/core/command.ts';
import { untrusted } from '../../src/core/text.ts';
import { makeRule } from '../core/access-make.ts';
import { alertOf } from './alerts.ts';
import { callAlertOf, eventOf } from './fake-evidence.ts';
import { createPresser, valueOf } from './press.ts';
import { createRig, type Rig } from './rig.ts';

const minute = 60_000;

/** /whodid with its own words; what it would read of AWS is only noted. */
const listening = () => {
  const asked: Question<unknown>[] = [];
  const command: AnyCommand = anyCommand({
    spec: whodidSpec,
    read: readWhodid,
    form: () => ({ title: 'whodid', fields: [], submit: 'Ask' }),
    fromForm: () => '',
    run: async (question) => {
      asked.push(question);
      return { card: { headline: ['alice did'], parts: [] }, isPartial: false };
    },
  });
  return { asked, command };
};

const messageOf = async (
  rig: Rig,
  alert = callAlertOf(eventOf({ id: 'e1', when: rig.clock.now() }), 'Change'),
) => {
  await rig.send(alert);
  await rig.clock.pass(minute);
  return rig.slack.roots('sec').at(-1)!;
};

describe('the button Who did it?', () => {
  it('asks /whodid about the resource of the newest record around the firing, privately', async () => {
    const rig = await createRig();
    const { asked, command } = listening();
    const { press } = createPresser(rig, undefined, { commands: [command] });
    const at = rig.clock.now();
    const root = await messageOf(rig);

    const { text } = await press('U0BOB', 'incident-whodid', valueOf(root, 'incident-whodid'));

    expect(text).toContain('alice did');
    expect(asked).toMatchObject([
      {
        query: {
          term: { kind: 'resource', name: 'sg-0abc' },
          since: at - 60 * minute,
          // No later than now.
          until: at + minute,
        },
        places: [{ account: { name: 'prod' }, regions: ['eu-west-1'] }],
        asker: { id: { user: 'U0BOB' } },
      },
    ]);
    expect(await rig.store.transaction((tx) => tx.audit.latest(1))).toMatchObject([
      { what: '/whodid', outcome: 'allowed', accounts: ['111122223333'] },
    ]);
  });

  it('tells nobody more than the command would', async () => {
    const rig = await createRig();
    const { asked, command } = listening();
    const rules = [makeRule({ commands: ['acknowledge', 'mute', 'resolve'] })];
    const { press } = createPresser(rig, rules, { commands: [command] });
    const root = await messageOf(rig);

    const { text } = await press('U0BOB', 'incident-whodid', valueOf(root, 'incident-whodid'));

    expect(text).toContain('REFUSED /whodid: no rule lets you use /whodid here');
    expect(asked).toEqual([]);
  });

  const named = async (name: string) => {
    const rig = await createRig();
    const { asked, command } = listening();
    const { press } = createPresser(rig, undefined, { commands: [command] });
    const resource = untrusted(name);
    const root = await messageOf(rig, { ...alertOf('ALARM', rig.clock.now()), resource });
    const value = valueOf(root, 'incident-whodid');
    if (value !== '') await press('U0BOB', 'incident-whodid', value);
    return asked;
  };

  it('takes a name that reads like words for a name', async () => {
    expect(await named('x in all denied')).toMatchObject([
      {
        query: { term: { kind: 'resource', name: 'x in all denied' }, outcome: undefined },
        places: [{ account: { name: 'prod' } }],
      },
    ]);
  });

  it('asks nothing with a name that would end its quotes', async () => {
    expect(await named('x" in all since "2020')).toEqual([]);
  });

  it('is not there where nothing is known to ask about', async () => {
    const rig = await createRig();
    const root = await messageOf(rig, alertOf('ALARM', rig.clock.now()));

    expect(valueOf(root, 'incident-whodid')).toBe('');
    expect(valueOf(root, 'incident-details')).not.toBe('');
  });
});
