import type { InputBlock, MultiStaticSelect, PlainTextInput, StaticSelect } from '@slack/types';
import type { Field, Form } from '../../core/form.ts';
import { cleanLine, cleanLines } from './clean.ts';
import { cutShort, sizeOf } from './cut.ts';
import type { RenderOptions } from './elements.ts';
import { limits } from './limits.ts';
import { noteBlocks } from './note.ts';
import { partBlocks, type SlackBlock } from './parts.ts';
import { menuNote, optionsOf, plainText } from './select.ts';

type TextField = Extract<Field, { kind: 'text' }>;
type ChoiceField = Exclude<Field, TextField>;

/** What is in a text field at first; nothing where Slack would not take it all. */
const initialValue = ({ value, isLong }: TextField): string | undefined => {
  const shown = isLong ? cleanLines(value ?? '') : cleanLine(value ?? '');
  return shown === '' || sizeOf(shown) > limits.input ? undefined : shown;
};

const textInput = (field: TextField): PlainTextInput => {
  const initial = initialValue(field);
  return {
    type: 'plain_text_input',
    action_id: field.id,
    multiline: field.isLong === true,
    max_length: limits.input,
    ...(initial !== undefined && { initial_value: initial }),
    ...(field.placeholder !== undefined && {
      placeholder: plainText(field.placeholder, limits.placeholder),
    }),
  };
};

const menu = (
  field: ChoiceField,
  options: readonly StaticSelectOption[],
): StaticSelect | MultiStaticSelect => {
  const wanted = field.kind === 'choices' ? (field.values ?? []) : [field.value ?? ''];
  const chosen = options.filter(({ value = '' }) => wanted.includes(value));
  const base = {
    action_id: field.id,
    options: [...options],
    placeholder: plainText('Choose', limits.placeholder),
  };
  if (field.kind === 'choices')
    return {
      type: 'multi_static_select',
      ...base,
      ...(chosen.length > 0 && { initial_options: chosen }),
    };
  const [first] = chosen;
  return { type: 'static_select', ...base, ...(first !== undefined && { initial_option: first }) };
};

type StaticSelectOption = ReturnType<typeof optionsOf>[number];

const inputBlock = (
  { id, label, hint, isOptional }: Field,
  element: InputBlock['element'],
): InputBlock => ({
  type: 'input',
  block_id: id,
  label: plainText(label, limits.placeholder),
  element,
  optional: isOptional === true,
  ...(hint !== undefined && { hint: plainText(hint, limits.note) }),
});

/** One field, its block and its value both named by the field's id; a menu says what it leaves out. */
const fieldBlocks = (field: Field, options: RenderOptions): SlackBlock[] => {
  if (field.kind === 'text') return [inputBlock(field, textInput(field))];
  const shown = optionsOf(field.options);
  if (shown.length === 0)
    return noteBlocks([`${field.label}: there is nothing to choose from.`], limits.note, options);
  const note = menuNote(field.label, shown.length, field.options.length);
  return [
    inputBlock(field, menu(field, shown)),
    ...(note === undefined ? [] : noteBlocks([note], limits.note, options)),
  ];
};

/** A form's blocks, at most 100. https://docs.slack.dev/reference/block-kit/blocks/input-block */
export const formBlocks = (
  { intro, fields }: Pick<Form, 'intro' | 'fields'>,
  options: RenderOptions,
): SlackBlock[] => {
  const first =
    intro === undefined ? [] : partBlocks({ kind: 'text', text: intro }, limits.text, options);
  const inputs = fields.flatMap((field) => fieldBlocks(field, options));
  return [...first, ...inputs].slice(0, limits.viewBlocks);
};

/** Words of a modal's frame: its title and its buttons. */
export const frameText = (text: string): ReturnType<typeof plainText> =>
  plainText(cutShort(cleanLine(text), limits.viewTitle), limits.viewTitle);
