import { isJson, type Json, listOf, stringOf } from '../json.ts';
import { SlackError } from './slack-error.ts';

/** An element that a person can use, and the block that it stands in. */
export interface Field {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: Json;
  /** The input block around it, if it stands in one. */
  readonly input: Json | undefined;
}

const elementsOf = (block: Json): readonly Json[] => {
  const nested = listOf(block['child_blocks']).filter(isJson).flatMap(elementsOf);
  const own = [
    block['accessory'],
    block['element'],
    ...listOf(block['elements']),
    ...listOf(block['actions']),
  ].filter(isJson);
  return [...own, ...own.filter((one) => one['type'] === 'card').flatMap(elementsOf), ...nested];
};

/** Everything in these blocks that a person can use. */
const fieldsOf = (blocks: readonly unknown[]): readonly Field[] =>
  blocks.filter(isJson).flatMap((block) => {
    const children = listOf(block['child_blocks']);
    if (children.length > 0) return fieldsOf(children);
    const blockId = stringOf(block['block_id']);
    return elementsOf(block).flatMap((element) => {
      const actionId = stringOf(element['action_id']);
      const usable = actionId !== '' || element['type'] === 'button';
      const input = block['type'] === 'input' ? block : undefined;
      return usable ? [{ blockId, actionId, element, input }] : [];
    });
  });

const optionsOf = (element: Json): readonly Json[] => [
  ...listOf(element['options']).filter(isJson),
  ...listOf(element['option_groups'])
    .filter(isJson)
    .flatMap((group) => listOf(group['options']).filter(isJson)),
];

const optionFor = (element: Json, value: string): Json => {
  const found = optionsOf(element).find((option) => option['value'] === value);
  if (found) return found;
  if (stringOf(element['type']).includes('external'))
    return { text: { type: 'plain_text', text: value }, value };
  throw new SlackError('no_such_option', { value });
};

const texts = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value])
    .filter((one) => one !== undefined && one !== null)
    .map(String);

const one = (value: unknown): string | null => texts(value)[0] ?? null;

/** Under which name each kind of element tells what was chosen. */
const named: Readonly<Record<string, string>> = {
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  plain_text_input: 'value',
  email_text_input: 'value',
  url_text_input: 'value',
  number_input: 'value',
  button: 'value',
};
/** What the client itself would not let a person enter. */
const patterns: Readonly<Record<string, RegExp>> = {
  users_select: /^[UW][A-Z0-9]+$/,
  conversations_select: /^[CDG][A-Z0-9]+$/,
  channels_select: /^[CG][A-Z0-9]+$/,
  datepicker: /^\d{4}-\d\d-\d\d$/,
  timepicker: /^\d\d:\d\d$/,
};
const namedLists: Readonly<Record<string, string>> = {
  multi_users_select: 'selected_users',
  multi_conversations_select: 'selected_conversations',
  multi_channels_select: 'selected_channels',
};
const oneOption = new Set(['static_select', 'external_select', 'radio_buttons', 'overflow']);
const manyOptions = new Set(['multi_static_select', 'multi_external_select', 'checkboxes']);

/**
 * What a person entered, as Slack's payloads tell it.
 * @throws SlackError no_such_option, invalid_value
 */
const stateOf = (element: Json, value: unknown): Json => {
  const type = stringOf(element['type']);
  const name = named[type];
  const text = one(value);
  if (text !== null && patterns[type]?.test(text) === false)
    throw new SlackError('invalid_value', { type, value: text });
  if (name !== undefined) return { type, [name]: one(value) };
  const list = namedLists[type];
  if (list !== undefined) return { type, [list]: texts(value) };
  if (oneOption.has(type)) {
    const wanted = one(value);
    return { type, selected_option: wanted === null ? null : optionFor(element, wanted) };
  }
  if (manyOptions.has(type))
    return { type, selected_options: texts(value).map((text) => optionFor(element, text)) };
  if (type === 'datetimepicker')
    return { type, selected_date_time: one(value) === null ? null : Number(one(value)) };
  if (type === 'rich_text_input') return { type, rich_text_value: isJson(value) ? value : null };
  return { type, value: value ?? null };
};

const initialNames = [
  'initial_value',
  'initial_user',
  'initial_users',
  'initial_conversation',
  'initial_conversations',
  'initial_channel',
  'initial_channels',
  'initial_date',
  'initial_time',
  'initial_date_time',
];

/** What stands in a field before anybody touches it. */
const initialOf = (element: Json): unknown => {
  const option = element['initial_option'];
  if (isJson(option)) return option['value'];
  const options = listOf(element['initial_options']).filter(isJson);
  if (options.length > 0) return options.map((chosen) => chosen['value']);
  const name = initialNames.find((key) => element[key] !== undefined);
  return name === undefined ? undefined : element[name];
};

/**
 * The `state.values` of a form; `values` is `{action_id: value}`, a field that is not named has
 * what it had at first.
 */
export const stateValues = (blocks: readonly unknown[], values: Json): Json => {
  const state: Record<string, Record<string, Json>> = {};
  for (const { blockId, actionId, element } of fieldsOf(blocks)) {
    if (actionId === '' || element['type'] === 'button' || element['type'] === 'overflow') continue;
    const value = Object.hasOwn(values, actionId) ? values[actionId] : initialOf(element);
    state[blockId] = { ...state[blockId], [actionId]: stateOf(element, value) };
  }
  return state;
};

const isEmpty = (value: unknown): boolean => texts(value).every((text) => text === '');

/** What Slack itself says about a form before the app sees it: block id to problem. */
export const formErrors = (blocks: readonly unknown[], values: Json): Json => {
  const errors: Record<string, string> = {};
  for (const { blockId, actionId, element, input } of fieldsOf(blocks)) {
    if (input === undefined) continue;
    const value = Object.hasOwn(values, actionId) ? values[actionId] : initialOf(element);
    const [text = ''] = texts(value);
    if (isEmpty(value) && input['optional'] !== true)
      errors[blockId] = 'Please complete this required field.';
    else if (texts(value).length > Number(element['max_selected_items'] ?? 100))
      errors[blockId] = 'Please choose fewer.';
    else if (Number(element['max_length'] ?? 3000) < text.length)
      errors[blockId] = 'This is too long.';
    else if (text !== '' && Number(element['min_length'] ?? 0) > text.length)
      errors[blockId] = 'This is too short.';
  }
  return errors;
};

/**
 * Slack tells of an input before its form is sent only where its block asks for it.
 * @throws SlackError not_dispatched
 */
export const checkDispatched = ({ input }: Field): void => {
  if (input !== undefined && input['dispatch_action'] !== true)
    throw new SlackError('not_dispatched');
};

/** One entry of a payload's `actions`. */
export const actionOf = (field: Field, value: unknown, now: number): Json => {
  const { element } = field;
  const isButton = element['type'] === 'button';
  return {
    action_id: field.actionId,
    block_id: field.blockId,
    ...(isJson(element['text']) ? { text: element['text'] } : {}),
    ...stateOf(element, isButton ? element['value'] : value),
    ...(element['style'] === undefined ? {} : { style: element['style'] }),
    action_ts: (now / 1000).toFixed(6),
  };
};

/**
 * The field that a person means.
 * @param value Tells buttons of one action id apart.
 * @throws SlackError no_such_action
 */
export const findField = (blocks: readonly unknown[], actionId: string, value: unknown): Field => {
  const found = fieldsOf(blocks).filter((field) => field.actionId === actionId);
  const [first] = found;
  if (first === undefined)
    throw new SlackError('no_such_action', {
      there_are: fieldsOf(blocks).map((field) => field.actionId),
    });
  if (first.element['type'] !== 'button' || value === undefined) return first;
  const exact = found.find((field) => field.element['value'] === value);
  if (exact === undefined) throw new SlackError('no_such_action', { value });
  return exact;
};
