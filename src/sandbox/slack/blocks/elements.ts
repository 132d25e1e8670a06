import { isJson, type Json, listOf } from '../../json.ts';
import {
  all,
  type Check,
  flag,
  integer,
  list,
  matching,
  number,
  oneOf,
  record,
  type Shape,
  shape,
  someOf,
  text,
} from './check.ts';
import {
  anyType,
  confirm,
  conversationFilter,
  dispatchConfig,
  httpUrl,
  option,
  optionGroup,
  plainOption,
  plainText,
  slackFile,
  url,
} from './objects.ts';
import { richText } from './rich-text.ts';

// https://docs.slack.dev/reference/block-kit/block-elements
const action = { action_id: text(1, 255) };
const field = { ...action, confirm, focus_on_load: flag, placeholder: plainText(150) };
const input = {
  ...action,
  focus_on_load: flag,
  placeholder: plainText(150),
  dispatch_action_config: dispatchConfig,
};
const many = { max_selected_items: integer(1, 100) };
const label = { accessibility_label: text(1, 75) };
const style = oneOf('primary', 'danger');
const id = matching(/^[A-Z][A-Z0-9]{2,}$/, 'an id');
const ids = list(id, 0, 100);

const element = (required: Shape, optional: Shape = {}): Check =>
  shape({ type: anyType, ...required }, optional);

const options = list(plainOption, 1, 100);
const groups = list(optionGroup, 1, 100);
const offered = (value: Json): readonly unknown[] => [
  ...listOf(value['options']),
  ...listOf(value['option_groups']).flatMap((group) =>
    isJson(group) ? listOf(group['options']) : [],
  ),
];

/** What is chosen at first has to be one of the options, to the letter. */
const initialIsOffered: Check = (value, at, report) => {
  if (!isJson(value)) return;
  const texts = new Set(offered(value).map((one) => JSON.stringify(one)));
  const chosen = [value['initial_option'] ?? [], value['initial_options'] ?? []].flat();
  if (chosen.some((one) => !texts.has(JSON.stringify(one))))
    report('initial options must be among the options', `${at}/initial_option`);
};

const oneListOfOptions: Check = (value, at, report) => {
  if (isJson(value) && value['options'] !== undefined && value['option_groups'] !== undefined)
    report('must provide either options or option_groups', at);
};
const hasOptions = all(someOf('options', 'option_groups'), oneListOfOptions, initialIsOffered);
const conversations = { default_to_current_conversation: flag, filter: conversationFilter };
const date = matching(/^\d{4}-\d\d-\d\d$/, 'a date as YYYY-MM-DD');
const time = matching(/^\d\d:\d\d$/, 'a time as HH:mm');
const feedback = shape({ text: plainText(75), value: text(1, 2000) }, label);

export const imageElement = all(
  element({ alt_text: text(1, 2000) }, { image_url: httpUrl(3000), slack_file: slackFile }),
  someOf('image_url', 'slack_file'),
);

export const button = element(
  { text: plainText(75) },
  { ...action, ...label, value: text(0, 2000), url: url(3000), style, confirm },
);

const selects: readonly (readonly [string, Check])[] = [
  [
    'static_select',
    all(
      element({}, { ...field, options, option_groups: groups, initial_option: plainOption }),
      hasOptions,
    ),
  ],
  [
    'multi_static_select',
    all(
      element({}, { ...field, ...many, options, option_groups: groups, initial_options: options }),
      hasOptions,
    ),
  ],
  [
    'external_select',
    element({}, { ...field, initial_option: plainOption, min_query_length: integer(0, 100) }),
  ],
  [
    'multi_external_select',
    element({}, { ...field, ...many, initial_options: options, min_query_length: integer(0, 100) }),
  ],
  ['users_select', element({}, { ...field, initial_user: id })],
  ['multi_users_select', element({}, { ...field, ...many, initial_users: ids })],
  [
    'conversations_select',
    element(
      {},
      { ...field, ...conversations, initial_conversation: id, response_url_enabled: flag },
    ),
  ],
  [
    'multi_conversations_select',
    element({}, { ...field, ...many, ...conversations, initial_conversations: ids }),
  ],
  ['channels_select', element({}, { ...field, initial_channel: id, response_url_enabled: flag })],
  ['multi_channels_select', element({}, { ...field, ...many, initial_channels: ids })],
];

const choices: readonly (readonly [string, Check])[] = [
  ['button', button],
  ['overflow', element({ options: list(plainOption, 1, 5) }, { ...action, confirm })],
  [
    'checkboxes',
    all(
      element({ options: list(option, 1, 10) }, { ...field, initial_options: list(option, 1, 10) }),
      initialIsOffered,
    ),
  ],
  [
    'radio_buttons',
    all(
      element({ options: list(option, 1, 10) }, { ...field, initial_option: option }),
      initialIsOffered,
    ),
  ],
  ['datepicker', element({}, { ...field, initial_date: date })],
  ['timepicker', element({}, { ...field, initial_time: time, timezone: text(1, 100) })],
  [
    'datetimepicker',
    element({}, { ...field, initial_date_time: integer(1_000_000_000, 9_999_999_999) }),
  ],
  [
    'workflow_button',
    element({ text: plainText(75), workflow: record }, { ...action, ...label, style }),
  ],
];

const inputs: readonly (readonly [string, Check])[] = [
  [
    'plain_text_input',
    element(
      {},
      {
        ...input,
        initial_value: text(0, 3000),
        multiline: flag,
        min_length: integer(0, 3000),
        max_length: integer(1, 3000),
      },
    ),
  ],
  ['email_text_input', element({}, { ...input, initial_value: text(0, 3000) })],
  ['url_text_input', element({}, { ...input, initial_value: text(0, 3000) })],
  [
    'number_input',
    element(
      { is_decimal_allowed: flag },
      { ...input, initial_value: text(0, 100), min_value: text(1, 100), max_value: text(1, 100) },
    ),
  ],
  [
    'rich_text_input',
    element({}, { ...input, initial_value: richText, min_lines: number, max_lines: number }),
  ],
  [
    'file_input',
    element({}, { ...action, filetypes: list(text(1, 20), 1, 100), max_files: integer(1, 10) }),
  ],
];

const pick = (...types: readonly string[]): ReadonlyMap<string, Check> =>
  new Map([...selects, ...choices, ...inputs].filter(([type]) => types.includes(type)));

const selectTypes = selects.map(([type]) => type);
const choiceTypes = choices.map(([type]) => type);
const fieldTypes = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker', 'datetimepicker'];

export const actionElements = pick(...selectTypes, ...choiceTypes, 'rich_text_input');
export const inputElements = pick(...selectTypes, ...fieldTypes, ...inputs.map(([type]) => type));
export const accessories: ReadonlyMap<string, Check> = new Map([
  ...pick(...selectTypes, ...choiceTypes.filter((type) => type !== 'datetimepicker')),
  ['image', imageElement],
]);
export const contextActions: ReadonlyMap<string, Check> = new Map([
  ['feedback_buttons', element({ positive_button: feedback, negative_button: feedback }, action)],
  [
    'icon_button',
    element(
      { icon: oneOf('trash'), text: plainText(75) },
      { ...action, ...label, confirm, value: text(0, 2000), visible_to_user_ids: ids },
    ),
  ],
]);
