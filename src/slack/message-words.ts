import { type Fields, isFields } from './session.ts';

/** More than any message holds; what is asked about stands at its beginning. */
const maxLength = 20_000;

/** Words of blocks and attachments, and the addresses that links lead to. */
const wordKeys = new Set(['text', 'title', 'fallback', 'pretext', 'footer', 'value', 'url']);
/** Within these, words run on; between all others lines end. */
const runningOn = new Set(['rich_text_section', 'rich_text_preformatted', 'rich_text_quote']);
/** What can be pressed tells nothing about what happened. */
const pressable = new Set(['button', 'static_select', 'overflow', 'actions', 'image']);

const collect = (value: unknown, separator: string, depth: number): string => {
  if (depth > 12) return '';
  if (Array.isArray(value))
    return value
      .map((item) => collect(item, separator, depth + 1))
      .filter((words) => words !== '')
      .join(separator);
  if (!isFields(value)) return '';
  const type = String(value['type']);
  if (pressable.has(type)) return '';
  const inner = runningOn.has(type) ? '' : '\n';
  return Object.entries(value)
    .map(([key, item]) =>
      typeof item === 'string' && wordKeys.has(key) ? item : collect(item, inner, depth + 1),
    )
    .filter((words) => words !== '')
    .join(runningOn.has(type) ? '' : ' ');
};

/** All words of a message, its blocks and attachments included, as Slack sent them. */
export const messageWords = (message: Fields): string => {
  const { text, blocks, attachments } = message;
  return [
    typeof text === 'string' ? text : '',
    collect(blocks, '\n', 0),
    collect(attachments, '\n', 0),
  ]
    .filter((words) => words !== '')
    .join('\n')
    .slice(0, maxLength)
    .toWellFormed();
};
