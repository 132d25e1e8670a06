import { describe, expect, it } from 'vitest';
import { formOf, wordsOfForm } from '../../../src/commands/security-digest/form.ts';
import { readQuery } from '../../../src/commands/security-digest/grammar.ts';
import { textWords } from '../../../src/slack/render/pieces.ts';
import { context, prod, regionId, staging } from '../helpers.ts';
import { ofProd, weekly } from './rig.ts';

const digests = [weekly, ofProd];

const read = (text: string, known = digests) => readQuery(text, context, known);

const understoodOf = (text: string): string => {
  const reading = read(text);
  return reading.kind === 'empty' ? 'empty' : textWords(reading.understood, 900);
};

const problemOf = (text: string, known = digests): string => {
  const reading = read(text, known);
  return reading.kind === 'wrong'
    ? `${textWords(reading.problem, 900)} ${reading.example}`
    : reading.kind;
};

describe('the words of /security-digest', () => {
  it.each([
    ['', undefined, ''],
    ['now', undefined, ''],
    ['all', undefined, ''],
    ['in prod, staging', undefined, 'prod,staging'],
    ['now in all', undefined, 'all'],
    ['iam', ['iam'], ''],
    ['IAM in prod', ['iam'], 'prod'],
    ['watching, iam and incidents', ['incidents', 'iam', 'watching'], ''],
    ['trusted advisor in staging', ['trusted-advisor'], 'staging'],
    ['“trusted—advisor”', ['trusted-advisor'], ''],
    ['coverage', ['watching'], ''],
    ['in prod activity', ['activity'], 'prod'],
  ])('“%s” shows it now', (text, sections, where) => {
    expect(read(text)).toMatchObject({
      kind: 'question',
      query: { topic: 'show', digest: undefined, where },
    });
    expect(read(text)).toHaveProperty('query.sections', sections);
  });

  it('name places as every command does', () => {
    expect(read('iam in prod, staging eu-west-1')).toMatchObject({
      where: { accounts: [prod.id, staging.id], regions: [regionId('eu-west-1')] },
    });
    expect(read('')).toMatchObject({ where: { accounts: undefined, regions: undefined } });
  });

  it('name a digest for its accounts and sections', () => {
    expect(read('prod-daily')).toMatchObject({
      query: { topic: 'show', digest: 'prod-daily', sections: ['iam', 'activity'] },
      where: { accounts: [prod.id] },
    });
    expect(read('Weekly')).toMatchObject({
      query: { digest: 'weekly' },
      where: { accounts: 'all' },
    });
    expect(read('prod-daily iam in staging')).toMatchObject({
      query: { sections: ['iam'] },
      where: { accounts: [staging.id] },
    });
  });

  it.each([
    ['weekly to #security', 'weekly', 'security', 'all'],
    ['Weekly to security', 'weekly', 'security', 'all'],
    ['weekly to <#C0SECURITY>', 'weekly', 'C0SECURITY', 'all'],
    ['weekly to <#C0SECURITY|security>', 'weekly', 'C0SECURITY', 'all'],
    ['prod-daily to #équipe-prod', 'prod-daily', 'équipe-prod', [prod.id]],
  ])('“%s” posts it', (text, digest, channel, accounts) => {
    expect(read(text)).toMatchObject({
      query: { topic: 'send', digest, channel },
      where: { accounts },
      right: 'security-digest send',
      isForAdmins: true,
    });
  });

  it('take the right to post for posting alone', () => {
    expect(read('weekly')).not.toHaveProperty('right');
    expect(read('weekly')).not.toHaveProperty('isForAdmins');
  });

  it.each(['help', 'form', ' Help '])('open the form: “%s”', (text) => {
    expect(read(text)).toEqual({ kind: 'empty' });
  });

  it('are said back', () => {
    expect(understoodOf('')).toBe('the security digest as of now');
    expect(understoodOf('prod-daily')).toBe(
      'the security digest prod-daily as of now, only IAM, activity',
    );
    expect(understoodOf('weekly to #sec')).toBe('posting into #sec the security digest weekly');
  });

  it('are told what is wrong with them', () => {
    expect(problemOf('banana')).toBe(
      'banana is neither a section nor a digest of the settings. Known here: incidents, iam, trusted-advisor, activity, watching, weekly, prod-daily. /security-digest iam, trusted-advisor in all',
    );
    expect(problemOf('actvity')).toContain('Did you mean "activity"?');
    expect(problemOf('iam in nowhere')).toContain('nowhere is no account, group or region');
    expect(problemOf('<!channel>')).toContain('is neither');
    expect(problemOf('monthly to #security')).toBe(
      'monthly is no digest of the settings. They have: weekly, prod-daily. /security-digest weekly to #security',
    );
    expect(problemOf('to #security')).toContain('Say which digest: weekly, prod-daily.');
    expect(problemOf('weekly iam to #security')).toContain('weekly iam is no digest');
    expect(problemOf('weekly to')).toContain('After to comes a channel.');
    expect(problemOf('weekly to #security in prod')).toContain('#security in prod is not one');
    expect(problemOf('weekly to #a;b')).toContain('#a;b is not one channel.');
    expect(problemOf('weekly to #security', [])).toContain('The settings have no digest yet');
  });
});

describe('the form of /security-digest', () => {
  it('is filled in with what was understood, and says the same words', () => {
    const form = formOf('iam, activity in prod', context, digests);

    expect(form.fields).toMatchObject([
      { id: 'what', value: 'show now' },
      { id: 'sections', values: ['iam', 'activity'] },
      { id: 'where', value: 'prod' },
      { id: 'channel' },
    ]);
    expect(wordsOfForm({ what: 'show now', sections: ['iam', 'activity'], where: ' prod ' })).toBe(
      'iam, activity in prod',
    );
    expect(wordsOfForm({ what: 'show now' })).toBe('now');
    expect(wordsOfForm({})).toBe('now');
  });

  it('offers the digests of the settings for posting', () => {
    const form = formOf('weekly to #security', context, digests);

    expect(form.fields[0]).toMatchObject({
      value: 'weekly',
      options: [
        { value: 'show now' },
        { value: 'weekly', label: 'Post “weekly” into a channel' },
        { value: 'prod-daily' },
      ],
    });
    expect(form.fields[3]).toMatchObject({ value: 'security' });
    expect(wordsOfForm({ what: 'weekly', channel: '#security', where: 'prod' })).toBe(
      'weekly to #security',
    );
    expect(problemOf(wordsOfForm({ what: 'weekly' }))).toContain('After to comes a channel.');
  });

  it('is empty where nothing was understood', () => {
    const form = formOf('banana', context, []);

    expect(form.fields.map((field) => ('value' in field ? field.value : undefined))).toEqual([
      'show now',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
