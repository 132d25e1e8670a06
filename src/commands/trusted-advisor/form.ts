import {
  categoryIds,
  categoryLabel,
  categoryOf,
  categoryWords,
} from '../../checks/advisor/categories.ts';
import type { ReadingContext } from '../../core/command.ts';
import type { Form, FormValues, Option } from '../../core/form.ts';
import { readQuery } from './grammar.ts';
import type { AdvisorQuery } from './query.ts';

const everything: Option = { value: 'all', label: 'All categories' };

const categoryOptions: readonly Option[] = [
  everything,
  ...categoryIds.map((id) => ({ value: id, label: categoryLabel(id) })),
];

const colourOptions: readonly Option[] = [
  { value: 'any', label: 'Red and yellow' },
  { value: 'red', label: 'Only red' },
  { value: 'yellow', label: 'Only yellow' },
];

const actionOptions: readonly Option[] = [
  { value: 'show', label: 'Show what it found' },
  { value: 'refresh', label: 'Have AWS look again' },
];

const startsWith = (text: string, context: ReadingContext): AdvisorQuery | undefined => {
  const reading = readQuery(text, context);
  return reading.kind === 'question' ? reading.query : undefined;
};

const checkValue = (query: AdvisorQuery | undefined): { readonly value?: string } =>
  query?.subject.kind === 'check' ? { value: query.subject.words } : {};

/** The form, with what `text` says filled in. */
export const formOf = (text: string, context: ReadingContext): Form => {
  const query = startsWith(text, context);
  const category = query?.subject.kind === 'category' ? query.subject.category : 'all';
  return {
    title: 'Trusted Advisor',
    submit: 'Ask',
    fields: [
      {
        kind: 'choice',
        id: 'action',
        label: 'What to do',
        options: actionOptions,
        value: query?.action ?? 'show',
      },
      {
        kind: 'choice',
        id: 'category',
        label: 'Category',
        options: categoryOptions,
        value: category,
      },
      {
        kind: 'text',
        id: 'check',
        label: 'Or one check',
        hint: 'Its id, or words of its name. It counts before the category.',
        placeholder: 'specific ports unrestricted',
        isOptional: true,
        ...checkValue(query),
      },
      {
        kind: 'choice',
        id: 'colour',
        label: 'Colour',
        options: colourOptions,
        value: query?.colour ?? 'any',
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

const text = (values: FormValues, id: string): string => {
  const value = values[id];
  return typeof value === 'string' ? value.trim() : '';
};

const subjectWords = (values: FormValues): string => {
  const check = text(values, 'check');
  if (check !== '') return check;
  const category = categoryOf(text(values, 'category'));
  return category === undefined ? 'all' : categoryWords(category);
};

/** The words that the form stands for. */
export const wordsOfForm = (values: FormValues): string => {
  const colour = text(values, 'colour');
  const where = text(values, 'where');
  const isRefresh = text(values, 'action') === 'refresh';
  return [
    ...(isRefresh ? ['refresh'] : []),
    subjectWords(values),
    ...(!isRefresh && (colour === 'red' || colour === 'yellow') ? [colour] : []),
    ...(where === '' ? [] : [`in ${where}`]),
  ].join(' ');
};
