import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { iamLastusedSpec } from '../../../src/commands/iam-lastused/spec.ts';
import type { FormValues } from '../../../src/core/form.ts';
import { textWords } from '../../../src/slack/render/pieces.ts';
import { context } from '../helpers.ts';
import { keyId, rigOf } from './rig.ts';

const { command } = rigOf();

const fragments = [
  'user',
  'role',
  'key',
  'unused',
  'actions',
  'in',
  'all',
  'prod',
  '90d',
  '"',
  "'",
  ',',
  'arn:aws:iam::',
  '--help',
  '<@U1>',
  'AKIA',
  '|',
  '$(x)',
];

const readingOf = (text: string) => {
  const reading = command.read(text, context);
  if (reading.kind !== 'question')
    throw new Error(reading.kind === 'wrong' ? textWords(reading.problem, 900) : reading.kind);
  return reading;
};

const subjectOf = (text: string) => readingOf(text).query.subject;

const untouched = (text: string): FormValues =>
  Object.fromEntries(
    command
      .form(text, context)
      .fields.flatMap((field) =>
        'value' in field && field.value !== undefined ? [[field.id, field.value]] : [],
      ),
  );

describe('/iam-lastused reads', () => {
  it.each([
    ['role deploy', { type: 'role', name: 'deploy', actions: false }],
    ['role:deploy actions', { type: 'role', name: 'deploy', actions: true }],
    ['user “alice”', { type: 'user', name: 'alice' }],
    ['user alice@example.com', { type: 'user', name: 'alice@example.com' }],
    ['deploy', { type: undefined, name: 'deploy' }],
    ['user', { type: undefined, name: 'user' }],
    ['group "policy"', { type: 'group', name: 'policy' }],
    ['policy /team/read-only', { type: 'policy', name: 'read-only' }],
    [
      'https://us-east-1.console.aws.amazon.com/iam/home#/roles/details/deploy',
      { type: undefined, name: 'deploy' },
    ],
    [
      'arn:aws:sts::111122223333:assumed-role/deploy/session-1',
      { type: 'role', name: 'deploy', arn: undefined },
    ],
    [
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
      { type: 'policy', name: 'ReadOnlyAccess', arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
    ],
    [keyId, { kind: 'key', id: keyId }],
    [`key ${keyId}`, { kind: 'key', id: keyId }],
    [
      '<mailto:Alice@example.com|alice@example.com>',
      { kind: 'person', email: 'alice@example.com' },
    ],
    ['unused', { what: ['users', 'roles', 'keys'], days: 90 }],
    ['unused keys 30d', { what: ['keys'], days: 30 }],
    ['unused users, roles 2 weeks', { what: ['users', 'roles'], days: 14 }],
    ['unused access keys for 45', { what: ['keys'], days: 45 }],
  ])('%s', (text, subject) => {
    expect(subjectOf(text)).toMatchObject(subject);
  });

  it("an ARN's account as the place", () => {
    const reading = readingOf('arn:aws:iam::444455556666:role/team/deploy');

    expect(reading.where.accounts).toEqual(['444455556666']);
    expect(reading.query.subject).toMatchObject({ name: 'deploy' });
  });

  it('a key and a person anywhere, unless a place is named; a name in the usual place', () => {
    expect(readingOf(keyId).where.accounts).toBe('all');
    expect(readingOf('alice@example.com').where.accounts).toBe('all');
    expect(readingOf('alice@example.com in prod').where.accounts).toEqual(['111122223333']);
    expect(readingOf('role deploy').where.accounts).toBeUndefined();
  });

  it('nothing as a wish for the form', () => {
    expect(command.read('', context).kind).toBe('empty');
  });

  it.each([
    [
      'user --help; rm -rf /',
      'rm -rf / was not understood: after the name comes at most actions and in WHERE.',
    ],
    ['--help', 'is no name of a user'],
    ['role deploy staging', 'staging was not understood'],
    ['key alice', 'is no access key'],
    ['ASIAIOSFODNN7EXAMPLE', 'temporary'],
    ['role "two words"', 'is no name of a user'],
    ['arn:aws:s3:::bucket', 'is no ARN of a user'],
    ['user arn:aws:iam::111122223333:role/deploy', 'is no ARN of a user'],
    ['arn:aws:iam::999900001111:role/deploy', 'which the settings do not list'],
    ['arn:aws:iam::111122223333:role/deploy in staging', 'not the one after in'],
    ['unused 500d', 'at most 400d'],
    ['unused 1h', 'one day'],
    ['unused lambdas', 'lambdas was not understood'],
    ['role deploy in nowhere', 'nowhere'],
  ])('%s as wrong, with an example', (text, problem) => {
    const reading = command.read(text, context);

    if (reading.kind !== 'wrong') throw new Error(reading.kind);
    expect(textWords(reading.problem, 900)).toContain(problem);
    expect(command.read(reading.example.replace('/iam-lastused ', ''), context).kind).toBe(
      'question',
    );
  });

  it('whatever is typed, without throwing, and its form too', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom(...fragments));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const text = words.join(' ');
        expect(['empty', 'wrong', 'question']).toContain(command.read(text, context).kind);
        expect(typeof command.fromForm(untouched(text))).toBe('string');
      }),
      { numRuns: 500 },
    );
  });

  it('each example of its help', () => {
    for (const { text } of iamLastusedSpec.examples)
      expect(command.read(text, context).kind).toBe('question');
  });
});

describe('the form of /iam-lastused', () => {
  it.each([
    'role deploy',
    'role deploy actions in prod',
    'deploy in all',
    'group "policy"',
    keyId,
    'alice@example.com in prod',
    'arn:aws:iam::111122223333:role/deploy',
    'unused',
    'unused keys 30d in all',
  ])('stands for %s', (text) => {
    const again = command.fromForm(untouched(text));

    expect(readingOf(again)).toEqual(readingOf(text));
  });

  it('asks for nothing without a name', () => {
    expect(command.fromForm({ what: 'role' })).toBe('');
  });
});
