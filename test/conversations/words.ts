import { isJson, stringOf } from '../../src/sandbox/json.ts';

const joined = (values: readonly unknown[], between: string): string =>
  values
    .map(wordsOf)
    .filter((words) => words !== '')
    .join(between);

/** Every word that a person reads in blocks: dates by their fallback, table rows with bars between. */
export function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return joined(value, ' ');
  if (!isJson(value)) return '';
  switch (value['type']) {
    case 'date':
      return stringOf(value['fallback']);
    case 'user':
      return `@${stringOf(value['user_id'])}`;
    case 'channel':
      return `#${stringOf(value['channel_id'])}`;
    case 'rich_text_section':
    case 'rich_text_preformatted':
      return Array.isArray(value['elements']) ? value['elements'].map(wordsOf).join('') : '';
    case 'mrkdwn':
      return stringOf(value['text'])
        .replaceAll(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
        .replaceAll(/<([@#][A-Z0-9]+)>/g, '$1');
    case 'data_table':
      return Array.isArray(value['rows'])
        ? value['rows']
            .map((row: unknown) => joined(Array.isArray(row) ? row : [], ' | '))
            .join(' ⏎ ')
        : '';
    default:
      return typeof value['text'] === 'string' ? value['text'] : joined(Object.values(value), ' ');
  }
}
