import { bestPractices } from '../../checks/best-practices/index.ts';
import type { ReadingContext } from '../../core/command.ts';
import type { Form, FormValues } from '../../core/form.ts';
import { readQuery } from './grammar.ts';

const everything = 'all';

const options = [
  { value: everything, label: 'All of them' },
  ...bestPractices.map(({ id, title }) => ({ value: id, label: title })),
];

/** The form, with what `text` says filled in. */
export const formOf = (text: string, context: ReadingContext): Form => {
  const reading = readQuery(text, context);
  const query = reading.kind === 'question' ? reading.query : undefined;
  return {
    title: 'IAM best practices',
    submit: 'Ask',
    fields: [
      {
        kind: 'choice',
        id: 'check',
        label: 'Practice',
        options,
        value: query?.check ?? everything,
      },
      {
        kind: 'text',
        id: 'where',
        label: 'Where',
        hint: 'Accounts, groups or regions with commas between them, or "all". Empty: this channel\'s accounts.',
        placeholder: 'prod',
        isOptional: true,
        ...(query === undefined || query.where === '' ? {} : { value: query.where }),
      },
    ],
  };
};

const textOf = (values: FormValues, id: string): string => {
  const value = values[id];
  return typeof value === 'string' ? value.trim() : '';
};

/** The words that the form stands for. */
export const wordsOfForm = (values: FormValues): string => {
  const check = textOf(values, 'check') || everything;
  const where = textOf(values, 'where');
  return where === '' ? check : `${check} in ${where}`;
};
