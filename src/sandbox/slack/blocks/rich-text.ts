import {
  byType,
  type Check,
  flag,
  integer,
  list,
  matching,
  number,
  oneOf,
  shape,
  text,
} from './check.ts';
import { anyType, url } from './objects.ts';

// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
const style = shape(
  {},
  {
    bold: flag,
    italic: flag,
    strike: flag,
    code: flag,
    underline: flag,
    highlight: flag,
    unlink: flag,
    client_highlight: flag,
  },
);
const styled = { style };
const id = matching(/^[A-Z][A-Z0-9]{2,}$/, 'an id');
const maxText = 12_000;

const inline = new Map<string, Check>([
  ['text', shape({ type: anyType, text: text(1, maxText) }, styled)],
  [
    'link',
    shape({ type: anyType, url: url(3000) }, { ...styled, text: text(0, maxText), unsafe: flag }),
  ],
  [
    'emoji',
    shape(
      { type: anyType, name: text(1, 100) },
      { ...styled, unicode: text(1, 100), url: url(3000) },
    ),
  ],
  ['user', shape({ type: anyType, user_id: id }, styled)],
  ['channel', shape({ type: anyType, channel_id: id }, styled)],
  ['usergroup', shape({ type: anyType, usergroup_id: id }, styled)],
  ['team', shape({ type: anyType, team_id: id }, styled)],
  ['broadcast', shape({ type: anyType, range: oneOf('here', 'channel', 'everyone') }, styled)],
  ['color', shape({ type: anyType, value: text(1, 20) }, styled)],
  [
    'date',
    shape(
      {
        type: anyType,
        timestamp: integer(0, 99_999_999_999),
        format: matching(/\{[a-z_]+\}/, 'a date format with at least one {token}'),
      },
      { ...styled, url: url(3000), fallback: text(1, 1000) },
    ),
  ],
]);
const preformatted = new Map([...inline].filter(([type]) => type === 'text' || type === 'link'));

const pieces = list(byType(inline, 'rich text'), 0, 1000);
const border = { border: integer(0, 1) };
const section = shape({ type: oneOf('rich_text_section'), elements: pieces });

const elements = new Map<string, Check>([
  ['rich_text_section', section],
  ['rich_text_quote', shape({ type: anyType, elements: pieces }, border)],
  [
    'rich_text_preformatted',
    shape(
      { type: anyType, elements: list(byType(preformatted, 'preformatted text'), 0, 1000) },
      { ...border, language: text(1, 50) },
    ),
  ],
  [
    'rich_text_list',
    shape(
      { type: anyType, elements: list(section, 1, 1000), style: oneOf('bullet', 'ordered') },
      { ...border, indent: integer(0, 8), offset: number },
    ),
  ],
]);

export const richText = shape(
  { type: oneOf('rich_text'), elements: list(byType(elements, 'rich text block'), 0, 500) },
  { block_id: text(1, 255) },
);
