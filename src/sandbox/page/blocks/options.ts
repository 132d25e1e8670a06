import { type Json, recordAt, recordsAt, stringAt } from '../json.ts';
import type { Chosen, Surface } from '../surface.ts';

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly description: string;
}

const optionOf = (option: Json): Option => ({
  value: stringAt(option, 'value'),
  label: stringAt(recordAt(option, 'text'), 'text'),
  description: stringAt(recordAt(option, 'description'), 'text'),
});

/** What can be chosen in a menu: its own options and groups, or the workspace's members or channels. */
export const optionsOf = (
  element: Json,
  names: Pick<Surface, 'userNames' | 'channelNames'>,
): readonly Option[] => {
  const type = stringAt(element, 'type');
  const named = (entries: ReadonlyMap<string, string>, sign: string): readonly Option[] =>
    [...entries].map(([value, name]) => ({ value, label: `${sign}${name}`, description: '' }));
  if (type.endsWith('users_select')) return named(names.userNames, '@');
  if (type.endsWith('channels_select') || type.endsWith('conversations_select')) {
    return named(names.channelNames, '#');
  }
  const grouped = recordsAt(element, 'option_groups').flatMap((group) =>
    recordsAt(group, 'options'),
  );
  return [...recordsAt(element, 'options'), ...grouped].map(optionOf);
};

const firstString = (element: Json, keys: readonly string[]): string => {
  for (const key of keys) {
    const value = element[key];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return '';
};

const strings = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];

const takesSeveral = (type: string): boolean => type.startsWith('multi_') || type === 'checkboxes';

/** What an element holds before anybody touched it. */
export const initialValue = (element: Json): Chosen => {
  if (takesSeveral(stringAt(element, 'type'))) {
    const ids = ['initial_users', 'initial_channels', 'initial_conversations'];
    return [
      ...recordsAt(element, 'initial_options').map((option) => stringAt(option, 'value')),
      ...ids.flatMap((key) => strings(element[key])),
    ];
  }
  const option = stringAt(recordAt(element, 'initial_option'), 'value');
  return (
    option ||
    firstString(element, [
      'initial_value',
      'initial_date',
      'initial_time',
      'initial_date_time',
      'initial_user',
      'initial_channel',
      'initial_conversation',
    ])
  );
};
