import type { ReadingContext } from '../../core/command.ts';
import type { Field, Form, FormValues } from '../../core/form.ts';
import { asTyped, quoted } from '../grammar/tokens.ts';
import { parse } from './parse.ts';

interface Filled {
  readonly term: string;
  readonly outcome: string;
  readonly by: string;
  readonly from: string;
  readonly where: string;
  readonly time: string;
}

/** What was understood of the words; where nothing was, they stand where the term goes. */
const filledFrom = (text: string, context: ReadingContext): Filled => {
  const parsed = parse(text, context);
  const nothing = { term: '', outcome: 'any', by: '', from: '', where: '', time: '' };
  if (parsed === undefined) return nothing;
  if (parsed.kind === 'wrong') return { ...nothing, term: text.trim() };
  const { typed, outcome, from } = parsed;
  return {
    term: asTyped(typed.term),
    outcome: outcome ?? 'any',
    by: asTyped(typed.by),
    from: from ?? '',
    where: asTyped(typed.where),
    time: asTyped(typed.time),
  };
};

const outcomes = [
  { value: 'any', label: 'Any outcome' },
  { value: 'denied', label: 'Denied' },
  { value: 'failed', label: 'Failed, for whatever reason' },
];

const textField = (
  id: keyof Filled,
  label: string,
  placeholder: string,
  filled: Filled,
): Field => ({
  kind: 'text',
  id,
  label,
  placeholder,
  isOptional: true,
  ...(filled[id] === '' ? {} : { value: filled[id] }),
});

export const whodidForm = (text: string, context: ReadingContext): Form => {
  const filled = filledFrom(text, context);
  return {
    title: 'Who did it?',
    intro: ['Searches CloudTrail. Every field narrows the search; leave what you do not know.'],
    fields: [
      {
        ...textField('term', 'What or whom', 'sg-0abc123, DeleteTrail, alice, AKIA…', filled),
        hint: 'A resource, a call, a person, an access key, an address, an ARN, login, root.',
      },
      { kind: 'choice', id: 'outcome', label: 'Outcome', options: outcomes, value: filled.outcome },
      textField('by', 'By whom', 'alice, alice@example.com, me', filled),
      textField('from', 'From which address', '198.51.100.7', filled),
      textField('where', 'In which accounts and regions', 'prod, eu-west-1, or all', filled),
      textField('time', 'When', 'since 2h, yesterday, between Monday 09:00 and now', filled),
    ],
    submit: 'Search',
  };
};

const isTime = /^(?:since|until|on|between|yesterday$|today$|in the |the last |last |past )/i;

/** The words that the form stands for. */
export const whodidFromForm = (values: FormValues): string => {
  const value = (id: keyof Filled): string => {
    const found = values[id];
    return typeof found === 'string' ? found.trim() : '';
  };
  const after = (keyword: string, text: string): string =>
    text === '' ? '' : `${keyword} ${text}`;
  const by = value('by');
  const time = value('time');
  const outcome = value('outcome');
  return [
    value('term'),
    outcome === 'any' ? '' : outcome,
    after('by', /\s/.test(by) && !/^["']/.test(by) ? quoted(by) : by),
    after('from', value('from')),
    after('in', value('where')),
    // `2h` alone is since then.
    time === '' || isTime.test(time) ? time : `since ${time}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
};
