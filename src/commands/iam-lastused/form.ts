import type { ReadingContext } from '../../core/command.ts';
import type { Form, FormValues, Option } from '../../core/form.ts';
import { quoted } from '../grammar/tokens.ts';
import { readQuery } from './grammar.ts';
import { type IamQuery, type IamSubject, unusedKinds } from './query.ts';

const what: readonly Option[] = [
  { value: 'name', label: 'A name, whatever it is' },
  { value: 'user', label: 'A user' },
  { value: 'role', label: 'A role' },
  { value: 'group', label: 'A group' },
  { value: 'policy', label: 'A policy' },
  { value: 'key', label: 'An access key' },
  { value: 'unused', label: 'What nobody uses: users, roles, keys' },
  { value: 'unused-users', label: 'Users that are not used' },
  { value: 'unused-roles', label: 'Roles that nobody uses' },
  { value: 'unused-keys', label: 'Access keys that nobody uses' },
];

const detail: readonly Option[] = [
  { value: 'services', label: 'By service' },
  { value: 'actions', label: 'Down to single actions, where AWS has them' },
];

const queryOf = (text: string, context: ReadingContext): IamQuery | undefined => {
  const reading = readQuery(text, context);
  return reading.kind === 'question' ? reading.query : undefined;
};

const whatOf = (subject: IamSubject | undefined): string => {
  if (subject === undefined || subject.kind === 'person') return 'name';
  if (subject.kind === 'key') return 'key';
  if (subject.kind === 'entity')
    return subject.arn === undefined ? (subject.type ?? 'name') : 'name';
  return subject.what.length === 1 ? `unused-${subject.what.join('')}` : 'unused';
};

const nameOf = (subject: IamSubject | undefined): string | undefined => {
  if (subject === undefined || subject.kind === 'unused') return undefined;
  if (subject.kind === 'key') return subject.id;
  return subject.kind === 'person' ? subject.email : (subject.arn ?? subject.name);
};

const valued = (value: string | undefined): { readonly value?: string } =>
  value === undefined || value === '' ? {} : { value };

/** The form, with what `text` says filled in. */
export const formOf = (text: string, context: ReadingContext): Form => {
  const query = queryOf(text, context);
  const subject = query?.subject;
  const hasActions = subject?.kind === 'entity' && subject.actions;
  return {
    title: 'Last use in IAM',
    submit: 'Ask',
    fields: [
      { kind: 'choice', id: 'what', label: 'What', options: what, value: whatOf(subject) },
      {
        kind: 'text',
        id: 'name',
        label: 'Name',
        hint: 'A name, an ARN, an access key, or an e-mail address for Identity Center. Empty for what nobody uses.',
        placeholder: 'deploy',
        isOptional: true,
        ...valued(nameOf(subject)),
      },
      {
        kind: 'choice',
        id: 'detail',
        label: 'How closely',
        options: detail,
        value: hasActions ? 'actions' : 'services',
      },
      {
        kind: 'text',
        id: 'days',
        label: 'Not used for',
        hint: 'Only for what nobody uses; 90d if empty.',
        placeholder: '90d',
        isOptional: true,
        ...valued(subject?.kind === 'unused' ? `${subject.days}d` : undefined),
      },
      {
        kind: 'text',
        id: 'where',
        label: 'Where',
        hint: 'Accounts or groups with commas between them, or "all". Empty: this channel\'s accounts.',
        placeholder: 'prod',
        isOptional: true,
        ...valued(query?.where),
      },
    ],
  };
};

const text = (values: FormValues, id: string): string => {
  const value = values[id];
  return typeof value === 'string' ? value.trim() : '';
};

const unusedWords = (kind: string, days: string): string => {
  const one = unusedKinds.find((each) => kind === `unused-${each}`);
  return ['unused', ...(one === undefined ? [] : [one]), ...(days === '' ? [] : [days])].join(' ');
};

/** What could be taken for a word of the grammar is quoted. */
const nameWord = (name: string): string =>
  /^(?:in|actions|user|role|group|policy|key|unused)$/i.test(name) ? quoted(name) : name;

const nameWords = (kind: string, name: string, detailed: string): string =>
  [
    ...(kind === 'name' || kind === '' ? [] : [kind]),
    nameWord(name),
    ...(detailed === 'actions' && kind !== 'key' ? ['actions'] : []),
  ].join(' ');

/** The words that the form stands for; none where no name was given. */
export const wordsOfForm = (values: FormValues): string => {
  const kind = text(values, 'what');
  const name = text(values, 'name');
  const where = text(values, 'where');
  const isUnused = kind.startsWith('unused');
  if (!isUnused && name === '') return '';
  const words = isUnused
    ? unusedWords(kind, text(values, 'days'))
    : nameWords(kind, name, text(values, 'detail'));
  return where === '' ? words : `${words} in ${where}`;
};
