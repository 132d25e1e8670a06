import { dataVisualization } from './charts.ts';
import {
  all,
  byType,
  type Check,
  flag,
  list,
  oneOf,
  record,
  type Shape,
  shape,
  someOf,
  text,
} from './check.ts';
import {
  accessories,
  actionElements,
  button,
  contextActions,
  imageElement,
  inputElements,
} from './elements.ts';
import { anyType, httpUrl, mrkdwn, plainText, slackFile, textObject } from './objects.ts';
import { richText } from './rich-text.ts';
import { dataTable, table } from './tables.ts';

// https://docs.slack.dev/reference/block-kit/blocks
const block = (required: Shape, optional: Shape = {}): Check =>
  shape({ type: anyType, ...required }, { block_id: text(1, 255), ...optional });

const section = all(
  block(
    {},
    {
      text: textObject(3000),
      fields: list(textObject(2000), 1, 10),
      accessory: byType(accessories, 'accessory'),
      expand: flag,
    },
  ),
  someOf('text', 'fields'),
);

const contextElements = new Map<string, Check>([
  ['image', imageElement],
  ['plain_text', plainText(3000)],
  ['mrkdwn', mrkdwn(3000)],
]);

const input = block(
  { label: plainText(2000), element: byType(inputElements, 'input') },
  { hint: plainText(2000), optional: flag, dispatch_action: flag },
);

const image = all(
  block(
    { alt_text: text(1, 2000) },
    { title: plainText(2000), image_url: httpUrl(3000), slack_file: slackFile },
  ),
  someOf('image_url', 'slack_file'),
);

const card = all(
  block(
    {},
    {
      hero_image: imageElement,
      icon: imageElement,
      title: mrkdwn(150),
      subtitle: mrkdwn(150),
      body: mrkdwn(200),
      actions: list(button, 1, 3),
    },
  ),
  someOf('hero_image', 'title', 'actions', 'body'),
);

const taskCard = block(
  {
    task_id: text(1, 255),
    title: text(1, 3000),
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
  { details: richText, output: richText, sources: list(record, 0, 50) },
);

const video = block(
  {
    video_url: httpUrl(3000),
    thumbnail_url: httpUrl(3000),
    alt_text: text(1, 2000),
    title: plainText(199),
  },
  {
    author_name: text(1, 49),
    description: plainText(200),
    title_url: httpUrl(3000),
    provider_name: text(1, 200),
    provider_icon_url: httpUrl(3000),
  },
);

const everywhere: readonly (readonly [string, Check])[] = [
  ['section', section],
  ['header', block({ text: plainText(150) })],
  ['divider', block({})],
  ['context', block({ elements: list(byType(contextElements, 'context element'), 1, 10) })],
  ['actions', block({ elements: list(byType(actionElements, 'action element'), 1, 25) })],
  ['image', image],
  ['input', input],
  ['rich_text', richText],
  ['video', video],
];

const childTypes = [
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'video',
];
const children = new Map<string, Check>([
  ...everywhere.filter(([type]) => childTypes.includes(type)),
  ['table', table],
]);

const container = all(
  block(
    { child_blocks: list(byType(children, 'child of a container'), 1, 10) },
    {
      title: plainText(150),
      rich_text_title: richText,
      subtitle: textObject(150),
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      icon: imageElement,
      is_collapsible: flag,
      default_collapsed: flag,
      has_header_divider: flag,
    },
  ),
  someOf('title', 'rich_text_title'),
);

const messageOnly: readonly (readonly [string, Check])[] = [
  ['context_actions', block({ elements: list(byType(contextActions, 'context action'), 1, 5) })],
  ['markdown', block({ text: text(1, 12_000) })],
  ['table', table],
  ['data_table', dataTable],
  ['data_visualization', dataVisualization],
  ['card', card],
  ['carousel', block({ elements: list(byType(new Map([['card', card]]), 'card'), 1, 10) })],
  ['container', container],
  ['task_card', taskCard],
  [
    'plan',
    block(
      { title: text(1, 3000) },
      { tasks: list(byType(new Map([['task_card', taskCard]]), 'task'), 0, 50) },
    ),
  ],
];

const alert = block(
  { text: textObject(200) },
  { level: oneOf('default', 'info', 'warning', 'error', 'success') },
);

export type Surface = 'message' | 'modal' | 'home';

/** The blocks that each surface takes. `file` stands in messages that are read, never in ours. */
export const blocksOf: Readonly<Record<Surface, ReadonlyMap<string, Check>>> = {
  message: new Map([...everywhere, ...messageOnly]),
  modal: new Map([...everywhere, ['alert', alert]]),
  home: new Map(everywhere),
};
