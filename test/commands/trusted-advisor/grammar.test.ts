import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trustedAdvisorSpec } from '../../../src/commands/trusted-advisor/spec.ts';
import type { FormValues } from '../../../src/core/form.ts';
import { textWords } from '../../../src/slack/render/pieces.ts';
import { context } from '../helpers.ts';
import { rigOf } from './rig.ts';

const { command } = rigOf();

const fragments = [
  'refresh',
  'security',
  'red',
  'in',
  'all',
  'prod',
  ',',
  '"',
  "'",
  '--help',
  '<@U1>',
  'HCP4007jGY',
  '|',
  '$(x)',
];

const queryOf = (text: string) => {
  const reading = command.read(text, context);
  if (reading.kind !== 'question') throw new Error(`${text} is ${reading.kind}`);
  return reading.query;
};

const subjectOf = (text: string) => {
  const { subject } = queryOf(text);
  if (subject.kind === 'all') return 'all';
  return subject.kind === 'category' ? subject.category : subject.words;
};

/** What the form sends back when nothing is touched. */
const untouched = (text: string): FormValues =>
  Object.fromEntries(
    command
      .form(text, context)
      .fields.flatMap((field) =>
        'value' in field && field.value !== undefined ? [[field.id, field.value]] : [],
      ),
  );

describe('/trusted-advisor reads', () => {
  it.each([
    ['security', 'security'],
    ['SEC', 'security'],
    ['cost', 'cost_optimizing'],
    ['cost optimizing', 'cost_optimizing'],
    ['fault tolerance', 'fault_tolerance'],
    ['fault_tolerance', 'fault_tolerance'],
    ['service limits', 'service_limits'],
    ['limits', 'service_limits'],
    ['operational excellence', 'operational_excellence'],
    ['perf', 'performance'],
    ['all', 'all'],
    ['in prod', 'all'],
    ['red', 'all'],
    ['mfa root', 'mfa root'],
    ['HCP4007jGY', 'HCP4007jGY'],
    ['Security Groups – Specific Ports', 'Security Groups - Specific Ports'],
  ])('%s as %s', (text, subject) => {
    expect(subjectOf(text)).toBe(subject);
  });

  it('a colour first or last, accounts and regions', () => {
    const query = queryOf('red fault tolerance in prod,eu-west-1');

    expect(query).toMatchObject({
      colour: 'red',
      subject: { category: 'fault_tolerance' },
      regions: ['eu-west-1'],
      where: 'prod,eu-west-1',
    });
    expect(queryOf('specific ports yellow')).toMatchObject({
      colour: 'yellow',
      subject: { words: 'specific ports' },
    });
  });

  it('a refresh as a right of its own', () => {
    const reading = command.read('refresh cost in all', context);

    expect(reading).toMatchObject({
      kind: 'question',
      right: 'trusted-advisor refresh',
      where: { accounts: 'all' },
    });
    expect(command.read('cost', context)).not.toHaveProperty('right');
  });

  it('nothing as a wish for the form', () => {
    expect(command.read('  ', context).kind).toBe('empty');
  });

  it.each([
    ['refresh red', 'leave out "red"'],
    ['--help; rm -rf /', 'is neither. A category is'],
    ['security in nowhere', 'nowhere'],
    ['security in', 'After in comes'],
  ])('%s as wrong, with an example', (text, problem) => {
    const reading = command.read(text, context);

    if (reading.kind !== 'wrong') throw new Error(reading.kind);
    expect(textWords(reading.problem, 900)).toContain(problem);
    expect(command.read(reading.example.replace('/trusted-advisor ', ''), context).kind).toBe(
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
    for (const { text } of trustedAdvisorSpec.examples)
      expect(command.read(text, context).kind).toBe('question');
  });
});

describe('the form of /trusted-advisor', () => {
  it.each(['all', 'security red', 'cost optimizing in prod', 'refresh limits in all', 'mfa root'])(
    'stands for %s',
    (text) => {
      const again = command.fromForm(untouched(text));

      expect(queryOf(again)).toEqual(queryOf(text));
    },
  );

  it('takes a check before a category, and asks for all where nothing is filled in', () => {
    expect(command.fromForm({ category: 'security', check: 'mfa root', colour: 'any' })).toBe(
      'mfa root',
    );
    expect(command.fromForm({})).toBe('all');
  });
});
