import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockProblems, checkBlocks, countText } from '../../src/sandbox/slack/block-kit.ts';
import { SlackError } from '../../src/sandbox/slack/slack-error.ts';

const x = (length: number): string => 'x'.repeat(length);
const plain = (length: number) => ({ type: 'plain_text', text: x(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: x(length) });
const many = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);
const section = (length: number) => ({ type: 'section', text: mrkdwn(length) });
const button = (rest: object = {}) => ({ type: 'button', text: plain(1), action_id: 'a', ...rest });
const cell = (text: string) => ({ type: 'raw_text', text });
const rich = (...elements: object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const table = (rows: number, columns: number, type = 'table') => ({
  type,
  ...(type === 'data_table' ? { caption: 'c' } : {}),
  rows: many(rows, many(columns, cell('v'))),
});

const labels = (count: number): string[] => Array.from({ length: count }, (_, at) => `${at}`);
const line = (
  categories: readonly string[],
  more: object = {},
  points: readonly string[] = categories,
  names: readonly string[] = ['Percent'],
) => ({
  type: 'data_visualization',
  title: 't',
  chart: {
    type: 'line',
    series: names.map((name) => ({ name, data: points.map((label) => ({ label, value: 1 })) })),
    axis_config: { categories, x_label: 'UTC' },
  },
  ...more,
});

/** What is right at the limit, and wrong one past it. */
const limits: readonly (readonly [string, object, object])[] = [
  ['a section of 3,000 characters', section(3000), section(3001)],
  [
    'ten fields of 2,000 characters',
    { type: 'section', fields: [mrkdwn(2000), ...many(9, mrkdwn(1))] },
    { type: 'section', fields: [mrkdwn(2001)] },
  ],
  [
    'ten fields',
    { type: 'section', fields: many(10, mrkdwn(1)) },
    { type: 'section', fields: many(11, mrkdwn(1)) },
  ],
  [
    'a header of 150 characters',
    { type: 'header', text: plain(150) },
    { type: 'header', text: plain(151) },
  ],
  [
    'a header in plain text',
    { type: 'header', text: plain(1) },
    { type: 'header', text: mrkdwn(1) },
  ],
  [
    'ten elements of context',
    { type: 'context', elements: many(10, mrkdwn(1)) },
    { type: 'context', elements: many(11, mrkdwn(1)) },
  ],
  [
    '25 actions',
    { type: 'actions', elements: many(25, button()) },
    { type: 'actions', elements: many(26, button()) },
  ],
  [
    'a button of 75 characters',
    { type: 'actions', elements: [button({ text: plain(75) })] },
    { type: 'actions', elements: [button({ text: plain(76) })] },
  ],
  [
    "a button's value of 2,000 characters",
    { type: 'actions', elements: [button({ value: x(2000) })] },
    { type: 'actions', elements: [button({ value: x(2001) })] },
  ],
  [
    "a button's URL",
    { type: 'actions', elements: [button({ url: 'https://example.com' })] },
    { type: 'actions', elements: [button({ url: 'javascript:alert(1)' })] },
  ],
  [
    'an action id of 255 characters',
    { type: 'actions', elements: [button({ action_id: x(255) })] },
    { type: 'actions', elements: [button({ action_id: x(256) })] },
  ],
  [
    'a block id of 255 characters',
    { type: 'divider', block_id: x(255) },
    { type: 'divider', block_id: x(256) },
  ],
  [
    'an alt text',
    { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' },
    { type: 'image', image_url: 'https://example.com/a.png' },
  ],
  [
    'markdown of 12,000 characters',
    { type: 'markdown', text: x(12_000) },
    { type: 'markdown', text: x(12_001) },
  ],
  ['a table of 100 rows', table(100, 2), table(101, 2)],
  ['a table of 20 columns', table(2, 20), table(2, 21)],
  [
    'a data table of a header and 100 rows',
    table(101, 1, 'data_table'),
    table(102, 1, 'data_table'),
  ],
  ['a data table with a row', table(2, 1, 'data_table'), table(1, 1, 'data_table')],
  [
    'a data table with a caption',
    table(2, 1, 'data_table'),
    { type: 'data_table', rows: many(2, [cell('v')]) },
  ],
  [
    'rows of equal length',
    { type: 'table', rows: [[cell('a')], [cell('b')]] },
    { type: 'table', rows: [[cell('a')], [cell('b'), cell('c')]] },
  ],
  [
    'a plain header of a data table',
    { type: 'data_table', caption: 'c', rows: [[cell('a')], [rich({ type: 'text', text: 'b' })]] },
    { type: 'data_table', caption: 'c', rows: [[rich({ type: 'text', text: 'b' })], [cell('a')]] },
  ],
  ['a cell that is not blank', table(2, 1), { type: 'table', rows: [[cell('')]] }],
  [
    'a number with its text',
    { type: 'table', rows: [[{ type: 'raw_number', value: 1, text: '1' }]] },
    { type: 'table', rows: [[{ type: 'raw_number', value: 1 }]] },
  ],
  [
    'rich text',
    rich({ type: 'text', text: 'a', style: { bold: true } }),
    rich({ type: 'mrkdwn', text: 'a' }),
  ],
  [
    'rich text that is not empty',
    rich({ type: 'text', text: 'a' }),
    rich({ type: 'text', text: '' }),
  ],
  [
    'a rich style that there is',
    rich({ type: 'text', text: 'a', style: { code: true } }),
    rich({ type: 'text', text: 'a', style: { shiny: true } }),
  ],
  [
    'a date with a token',
    rich({ type: 'date', timestamp: 1, format: '{date}' }),
    rich({ type: 'date', timestamp: 1, format: 'date' }),
  ],
  ['a line of 20 points', line(labels(20)), line(labels(21))],
  ['a title of 50 characters', line(['a'], { title: x(50) }), line(['a'], { title: x(51) })],
  ['a label of 20 characters', line([x(20)]), line([x(21)])],
  ['categories that differ', line(['a', 'b']), line(['a', 'a'])],
  ['a point for each category', line(['a', 'b']), line(['a', 'b'], {}, ['a'])],
  ['points in their order', line(['a', 'b']), line(['a', 'b'], {}, ['b', 'a'])],
  ['series that differ', line(['a'], {}, ['a'], ['x', 'y']), line(['a'], {}, ['a'], ['x', 'x'])],
  ['six series', line(['a'], {}, ['a'], labels(6)), line(['a'], {}, ['a'], labels(7))],
  ['a section with text', section(1), { type: 'section' }],
  ['a key that there is', section(1), { ...section(1), colour: 'red' }],
  ['a card with a body', { type: 'card', body: mrkdwn(200) }, { type: 'card', body: mrkdwn(201) }],
  [
    'a container of ten',
    { type: 'container', title: plain(1), child_blocks: many(10, { type: 'divider' }) },
    { type: 'container', title: plain(1), child_blocks: many(11, { type: 'divider' }) },
  ],
  [
    'a container without data tables',
    { type: 'container', title: plain(1), child_blocks: [table(1, 1)] },
    { type: 'container', title: plain(1), child_blocks: [table(2, 1, 'data_table')] },
  ],
  [
    '100 options',
    {
      type: 'actions',
      elements: [{ type: 'static_select', options: many(100, { text: plain(75), value: 'v' }) }],
    },
    {
      type: 'actions',
      elements: [{ type: 'static_select', options: many(101, { text: plain(75), value: 'v' }) }],
    },
  ],
];

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof SlackError) return thrown.code;
    throw thrown;
  }
  return undefined;
};

describe('what a message may hold', () => {
  it.each(limits)('takes %s, and nothing past it', (_name, right, wrong) => {
    expect(blockProblems([right], 'message')).toEqual([]);
    expect(blockProblems([wrong], 'message')).not.toEqual([]);
  });

  it('names the place of what is wrong, as Slack does', () => {
    const problems = blockProblems([{ type: 'divider' }, section(3001)], 'message');

    expect(problems).toEqual([
      '[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]',
    ]);
  });

  it('takes 50 blocks in a message and 100 in a form', () => {
    expect(blockProblems(many(50, { type: 'divider' }), 'message')).toEqual([]);
    expect(blockProblems(many(51, { type: 'divider' }), 'message')).toHaveLength(1);
    expect(blockProblems(many(100, { type: 'divider' }), 'modal')).toEqual([]);
    expect(blockProblems(many(101, { type: 'divider' }), 'modal')).toHaveLength(1);
  });

  it('knows which blocks stand only in forms, and which only in messages', () => {
    const alert = { type: 'alert', text: plain(200), level: 'warning' };

    expect(blockProblems([alert], 'message')).toHaveLength(1);
    expect(blockProblems([alert], 'modal')).toEqual([]);
    expect(blockProblems([table(1, 1)], 'modal')).toHaveLength(1);
    expect(blockProblems([{ type: 'sparkle' }], 'message')).toHaveLength(1);
  });

  it('refuses two blocks of one id', () => {
    const block = { type: 'divider', block_id: 'same' };

    expect(blockProblems([block, block], 'message')).toHaveLength(1);
  });

  it('refuses more than 13,000 characters over all blocks though each is right', () => {
    const four = many(4, section(3000));

    expect(codeOf(() => checkBlocks([...four, section(1000)], 'message'))).toBeUndefined();
    expect(codeOf(() => checkBlocks([...four, section(1001)], 'message'))).toBe(
      'msg_blocks_too_long',
    );
  });

  it('refuses more than 10,000 characters over all tables', () => {
    const wide = { type: 'table', rows: many(10, [cell(x(1000))]) };

    expect(blockProblems([wide], 'message')).toEqual([]);
    expect(blockProblems([wide, table(1, 1)], 'message')).toHaveLength(1);
  });

  it('refuses a third chart', () => {
    expect(blockProblems(many(2, line(['a'])), 'message')).toEqual([]);
    expect(blockProblems(many(3, line(['a'])), 'message')).toHaveLength(1);
  });

  it('takes a chart in a message only', () => {
    expect(blockProblems([line(['a'])], 'modal')).not.toEqual([]);
  });

  it('never throws, whatever the blocks are', () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), (blocks) => {
        expect(Array.isArray(blockProblems(blocks, 'message'))).toBe(true);
        expect(countText(blocks)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
