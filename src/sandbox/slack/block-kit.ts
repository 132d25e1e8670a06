import { isJson, listOf } from '../json.ts';
import { blocksOf, type Surface } from './blocks/blocks.ts';
import { byType } from './blocks/check.ts';
import { SlackError } from './slack-error.ts';

// https://docs.slack.dev/reference/block-kit/blocks: 50 a message, 100 a modal or Home tab.
const maxBlocks: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 };

/**
 * Slack documents no limit for a message's text as a whole, but refuses at about 12,000 to 13,200
 * characters: https://github.com/slackapi/bolt-js/issues/2509
 */
const maxMessageText = 13_000;
/** https://docs.slack.dev/reference/block-kit/blocks/data-table-block: over all tables of a message. */
const maxTableText = 10_000;
const maxCharts = 2;

const shownKeys = new Set([
  'text',
  'title',
  'subtitle',
  'body',
  'label',
  'hint',
  'description',
  'caption',
  'placeholder',
  'fallback',
]);

/** How many characters of a block a reader is shown; ids, values and URLs do not count. */
export const countText = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + countText(one), 0);
  if (!isJson(value)) return 0;
  let sum = 0;
  for (const key in value) {
    const one = value[key];
    if (typeof one === 'string') sum += shownKeys.has(key) ? one.length : 0;
    else if (typeof one === 'object') sum += countText(one);
  }
  return sum;
};

const ofType = (blocks: readonly unknown[], ...types: readonly string[]): readonly unknown[] =>
  blocks.filter((block) => isJson(block) && types.includes(String(block['type'])));

const duplicateIds = (blocks: readonly unknown[]): readonly string[] => {
  const ids = blocks.flatMap((block) =>
    isJson(block) && typeof block['block_id'] === 'string' ? [block['block_id']] : [],
  );
  return ids.filter((id, index) => ids.indexOf(id) !== index);
};

const wholeProblems = (blocks: readonly unknown[], surface: Surface): readonly string[] => {
  const problems = [];
  if (blocks.length > maxBlocks[surface])
    problems.push(
      `[ERROR] no more than ${maxBlocks[surface]} items allowed [json-pointer:/blocks]`,
    );
  for (const id of duplicateIds(blocks))
    problems.push(`[ERROR] \`block_id\` ${id} already exists [json-pointer:/blocks]`);
  if (countText(ofType(blocks, 'data_table', 'table')) > maxTableText)
    problems.push(
      `[ERROR] tables hold more than ${maxTableText} characters [json-pointer:/blocks]`,
    );
  if (ofType(blocks, 'data_visualization').length > maxCharts)
    problems.push(`[ERROR] no more than ${maxCharts} charts allowed [json-pointer:/blocks]`);
  return problems;
};

/** What Slack would say is wrong with these blocks; empty if they are right. */
export const blockProblems = (blocks: unknown, surface: Surface): readonly string[] => {
  if (!Array.isArray(blocks)) return ['[ERROR] must be an array [json-pointer:/blocks]'];
  const problems: string[] = [];
  const check = byType(blocksOf[surface], surface);
  for (const [index, block] of blocks.entries())
    check(block, `/blocks/${index}`, (problem, at) =>
      problems.push(`[ERROR] ${problem} [json-pointer:${at}]`),
    );
  return [...problems, ...wholeProblems(blocks, surface)];
};

/** @throws SlackError invalid_blocks, msg_blocks_too_long */
export const checkBlocks = (blocks: unknown, surface: Surface): readonly unknown[] => {
  const problems = blockProblems(blocks, surface);
  if (problems.length > 0)
    throw new SlackError('invalid_blocks', { response_metadata: { messages: problems } });
  if (surface === 'message' && countText(blocks) > maxMessageText)
    throw new SlackError('msg_blocks_too_long');
  return listOf(blocks);
};
