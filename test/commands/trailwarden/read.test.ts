import { describe, expect, it } from 'vitest';
import { commandSpecs } from '../../../src/commands/specs.ts';
import { trailwardenForm, trailwardenFromForm } from '../../../src/commands/trailwarden/form.ts';
import { readTrailwarden } from '../../../src/commands/trailwarden/read.ts';
import { textWords } from '../../../src/slack/render/pieces.ts';
import { context, now, prod } from '../helpers.ts';

const read = (text: string) => readTrailwarden(commandSpecs, text, context);

describe('what /trailwarden is asked', () => {
  it.each([
    ['open', 'trailwarden open', 'open incidents'],
    ['OPEN', 'trailwarden open', 'open incidents'],
    ['mutes', 'trailwarden mutes', 'what is muted'],
    ['export incidents since 2h', 'trailwarden export', 'export of incidents since '],
    ['export incident last 7d', 'trailwarden export', 'export of incidents since '],
  ])(
    'understands “%s” as a question about accounts, every one unless told',
    (text, right, says) => {
      const reading = read(text);

      expect(reading).toMatchObject({
        kind: 'question',
        right,
        isAboutAccounts: true,
        where: { accounts: 'all' },
      });
      expect(reading.kind === 'question' && textWords(reading.understood, 200)).toContain(says);
    },
  );

  it('asks about the accounts and regions that are named', () => {
    expect(read('open in prod, eu-west-1')).toMatchObject({
      query: { topic: 'open', regions: ['eu-west-1'] },
      where: { accounts: [prod.id], regions: ['eu-west-1'] },
    });
    expect(read('mutes in “prod”')).toMatchObject({ where: { accounts: [prod.id] } });
  });

  it('lets admins export every account without a rule, and nothing else', () => {
    expect(read('export incidents since 2h')).toMatchObject({ isForAdmins: true });
    expect(read('open')).not.toHaveProperty('isForAdmins');
  });

  it('asks for the audit log about the bot, and looks in it for accounts that are named', () => {
    const reading = read('export audit since 2026-05-01 until 2026-05-02 in prod');

    expect(reading).toMatchObject({
      kind: 'question',
      right: 'trailwarden audit',
      query: { what: 'audit', accounts: [prod.id] },
    });
    expect(reading).not.toHaveProperty('isAboutAccounts');
  });

  it('ends an export now where no end is said', () => {
    expect(read('export incidents since 2h')).toMatchObject({
      query: { from: now - 7_200_000, to: now },
    });
  });

  it.each([
    ['open prod', 'After open only in ACCOUNT is understood, not “prod”'],
    ['open in nowhere', 'is no account, group or region that I know'],
    ['open in', 'After in comes an account'],
    ['mutes until tomorrow', 'After mutes only in ACCOUNT is understood'],
    ['export', 'Say what to export: incidents or audit'],
    ['export everything since 2h', 'There is no export of “everything”'],
    ['export incidents', 'Say from when: since Monday'],
    ['export incidents until yesterday', 'Say from when'],
    ['export incidents since someday', 'is no time that I understand'],
    ['export incidents since 2h please', 'A time and in ACCOUNT are understood here, not “please”'],
    ['export incidents since 2h in moon', 'is no account, group or region'],
    ['export audit since 2h in eu-west-1', 'The audit log knows accounts, no regions'],
    ['status now', 'Nothing follows status'],
    ['opne', 'There is nothing called “opne” to tell about. Did you mean "open"?'],
    ['help nothing', 'There is nothing called “nothing” to tell about'],
  ])('does not understand “%s”, says why, and gives a line that works', (text, problem) => {
    const reading = read(text);

    if (reading.kind !== 'wrong') throw new Error(`${text} was understood`);
    expect(textWords(reading.problem, 900)).toContain(problem);
    expect(read(reading.example.replace('/trailwarden ', '')).kind).toBe('question');
  });

  it.each(['', 'help', '  '])('shows the help for “%s”', (text) => {
    expect(read(text)).toMatchObject({ query: { topic: 'help', about: undefined } });
  });

  it('shows the help of one command, with or without its slash', () => {
    const about = { query: { topic: 'help', about: { name: 'whodid' } } };

    expect(read('help /whodid')).toMatchObject(about);
    expect(read('whodid')).toMatchObject(about);
  });
});

describe('the form of /trailwarden', () => {
  it.each([
    'help',
    'status',
    'audit',
    'open',
    'open in prod',
    'mutes in prod, staging',
    'export incidents since 2026-05-01 in prod',
    'export audit since 7d',
  ])('is filled in with “%s” and stands for the same', (text) => {
    const { fields } = trailwardenForm(text, context);
    const values = Object.fromEntries(
      fields.flatMap((field) =>
        'value' in field && field.value !== undefined ? [[field.id, field.value]] : [],
      ),
    );

    expect(trailwardenFromForm(values)).toBe(text);
  });

  it('takes a time without a keyword as since then, and leaves out what a topic does not take', () => {
    expect(trailwardenFromForm({ topic: 'export incidents', time: '7d', where: 'prod' })).toBe(
      'export incidents since 7d in prod',
    );
    expect(trailwardenFromForm({ topic: 'status', time: '7d', where: 'prod' })).toBe('status');
  });
});
