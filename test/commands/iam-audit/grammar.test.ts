import { describe, expect, it } from 'vitest';
import { bestPractices } from '../../../src/checks/best-practices/index.ts';
import { formOf, wordsOfForm } from '../../../src/commands/iam-audit/form.ts';
import { readQuery } from '../../../src/commands/iam-audit/grammar.ts';
import { textWords } from '../../../src/slack/render/pieces.ts';
import { context, prod, regionId, staging } from '../helpers.ts';

const read = (text: string) => readQuery(text, context);

const problemOf = (text: string): string => {
  const reading = read(text);
  return reading.kind === 'wrong' ? textWords(reading.problem, 900) : reading.kind;
};

describe('the words of /iam-audit', () => {
  it.each([
    ['all', undefined, ''],
    ['in prod', undefined, 'prod'],
    ['everything in prod, staging', undefined, 'prod,staging'],
    ['least privilege', 'least-privilege', ''],
    ['least-privilege in prod', 'least-privilege', 'prod'],
    ['MFA in all', 'mfa-for-privileged-users', 'all'],
    ['rotated credential', 'credential-rotation', ''],
    ['in staging contacts', 'alternate-contacts', 'staging'],
    ['conditions in prod eu-west-1', 'policy-conditions', 'prod,eu-west-1'],
  ])('%s', (text, check, where) => {
    expect(read(text)).toMatchObject({ kind: 'question', query: { check, where } });
  });

  it('name places as every command does', () => {
    expect(read('all in prod, staging eu-west-1')).toMatchObject({
      where: { accounts: [prod.id, staging.id], regions: [regionId('eu-west-1')] },
    });
  });

  it('open the form where there are none', () => {
    expect(read('  ')).toEqual({ kind: 'empty' });
  });

  it('are told what is wrong with them', () => {
    expect(problemOf('banana')).toContain('banana is no practice that I check.');
    expect(problemOf('least-privilge')).toContain('Did you mean "least-privilege"?');
    expect(problemOf('credentials')).toBe(
      'credentials may be credential-rotation or unneeded-credentials: say which.',
    );
    expect(problemOf('all in nowhere')).toContain('nowhere is no account, group or region');
    expect(problemOf('<!channel>')).toContain('is no practice');
  });

  it.each(bestPractices.map(({ id, title }) => [id, title]))(
    'find %s by its id and by its title',
    (id, title) => {
      expect(read(id)).toMatchObject({ query: { check: id } });
      expect(read(title)).toMatchObject({ query: { check: id } });
    },
  );
});

describe('the form of /iam-audit', () => {
  it('is filled in with what was understood, and says the same words', () => {
    const form = formOf('mfa in prod', context);

    expect(form.fields).toMatchObject([
      { id: 'check', value: 'mfa-for-privileged-users' },
      { id: 'where', value: 'prod' },
    ]);
    expect(wordsOfForm({ check: 'mfa-for-privileged-users', where: ' prod ' })).toBe(
      'mfa-for-privileged-users in prod',
    );
  });

  it('begins with everything where nothing was understood', () => {
    expect(formOf('banana', context).fields).toMatchObject([{ value: 'all' }, { id: 'where' }]);
    expect(wordsOfForm({})).toBe('all');
    expect(wordsOfForm({ check: ['x'], where: 'all' })).toBe('all in all');
  });
});
