import type { ReadingContext } from '../../core/command.ts';
import { sectionIds } from '../../core/digest.ts';
import type { Field, Form, FormValues } from '../../core/form.ts';
import type { DigestSettings } from '../../core/settings.ts';
import { readQuery } from './grammar.ts';
import type { DigestQuery } from './query.ts';
import { sectionNames } from './sections.ts';

/** No name of a digest has a space in it. */
const showNow = 'show now';

const whatField = (query: DigestQuery | undefined, digests: readonly DigestSettings[]): Field => ({
  kind: 'choice',
  id: 'what',
  label: 'What',
  options: [
    { value: showNow, label: 'Show it to me now' },
    ...digests.map(({ name }) => ({ value: name, label: `Post “${name}” into a channel` })),
  ],
  value: query?.topic === 'send' ? query.digest : showNow,
});

const sectionsField = (query: DigestQuery | undefined): Field => ({
  kind: 'choices',
  id: 'sections',
  label: 'Sections',
  hint: 'None: all of them.',
  options: sectionIds.map((id) => ({ value: id, label: sectionNames[id] })),
  isOptional: true,
  ...(query?.topic === 'show' && query.sections !== undefined && { values: query.sections }),
});

const textField = (
  id: string,
  label: string,
  more: Pick<Field, 'hint'> & Partial<Field>,
): Field => ({
  isOptional: true,
  ...more,
  kind: 'text',
  id,
  label,
});

/** The form, with what `text` says filled in. */
export const formOf = (
  text: string,
  context: ReadingContext,
  digests: readonly DigestSettings[],
): Form => {
  const reading = readQuery(text, context, digests);
  const query = reading.kind === 'question' ? reading.query : undefined;
  const where = query?.topic === 'show' ? query.where : '';
  return {
    title: 'Security digest',
    submit: 'Go',
    fields: [
      whatField(query, digests),
      sectionsField(query),
      textField('where', 'Where', {
        hint: 'Accounts, groups or regions with commas between them, or "all". Empty: this channel\'s accounts, else all.',
        placeholder: 'prod',
        ...(where !== '' && { value: where }),
      }),
      textField('channel', 'Channel', {
        hint: 'Where to post it; only for a digest that is posted.',
        placeholder: '#security',
        ...(query?.topic === 'send' && { value: query.channel }),
      }),
    ],
  };
};

const wordOf = (values: FormValues, id: string): string => {
  const value = values[id];
  return typeof value === 'string' ? value.trim() : '';
};

/** The words that the form stands for. */
export const wordsOfForm = (values: FormValues): string => {
  const what = wordOf(values, 'what');
  if (what !== '' && what !== showNow) return `${what} to ${wordOf(values, 'channel')}`.trim();
  const sections = values['sections'] ?? [];
  const where = wordOf(values, 'where');
  return [
    ...(typeof sections === 'string' || sections.length === 0 ? ['now'] : [sections.join(', ')]),
    ...(where === '' ? [] : [`in ${where}`]),
  ].join(' ');
};
