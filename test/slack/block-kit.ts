/**
 * A strict reading of Slack's Block Kit rules, written from the docs and apart from the renderer.
 * https://docs.slack.dev/reference/block-kit/blocks
 */
type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every string in `value` with the key it stands under. */
export const strings = (value: unknown, key = ''): { key: string; text: string }[] => {
  if (typeof value === 'string') return [{ key, text: value }];
  if (Array.isArray(value)) return value.flatMap((item) => strings(item, key));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => strings(item, name));
};

const escapedLength = (text: string): number =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').length;

const surfaces = {
  message: { blocks: 50, characters: 9000, types: ['data_table', 'data_visualization'] },
  view: { blocks: 100, characters: 40_000, types: ['input'] },
} as const;

/** What is wrong with a message's or a view's blocks; empty if nothing is. */
export const blockProblems = (
  blocks: unknown,
  surface: keyof typeof surfaces = 'message',
): string[] => {
  const problems: string[] = [];
  const say = (where: string, what: string): void => {
    problems.push(`${where}: ${what}`);
  };
  const list = (where: string, value: unknown, max: number, min = 1): readonly unknown[] => {
    if (!Array.isArray(value)) {
      say(where, 'no array');
      return [];
    }
    if (value.length < min || value.length > max) say(where, `${value.length} of ${min}..${max}`);
    return value;
  };
  const text = (where: string, value: unknown, max: number, min = 1): void => {
    if (typeof value !== 'string') say(where, 'no string');
    else if (value.length < min || escapedLength(value) > max) say(where, `length of ${value}`);
    else if (!value.isWellFormed()) say(where, 'torn character');
  };
  const keys = (where: string, value: Json, allowed: readonly string[]): void => {
    for (const key of Object.keys(value)) if (!allowed.includes(key)) say(where, `key ${key}`);
  };

  const plainText = (where: string, value: unknown, max: number): void => {
    if (!isRecord(value) || value['type'] !== 'plain_text') return say(where, 'no plain_text');
    keys(where, value, ['type', 'text', 'emoji']);
    if (value['emoji'] !== false) say(where, 'emoji are live');
    text(where, value['text'], max);
  };
  const inline = (where: string, value: unknown): void => {
    if (!isRecord(value)) return say(where, 'no element');
    switch (value['type']) {
      case 'text':
        keys(where, value, ['type', 'text', 'style']);
        return text(where, value['text'], 3000);
      case 'link':
        keys(where, value, ['type', 'url', 'text', 'style']);
        text(where, value['url'], 3000);
        if (!String(value['url']).startsWith('https://')) say(where, 'no https');
        return text(where, value['text'], 3000);
      case 'emoji':
        keys(where, value, ['type', 'name']);
        if (!/^[a-z0-9_+'-]+$/.test(String(value['name']))) say(where, 'emoji name');
        return;
      case 'date':
        keys(where, value, ['type', 'timestamp', 'format', 'fallback']);
        if (!/^\d{1,11}$/.test(String(value['timestamp']))) say(where, 'timestamp');
        text(where, value['fallback'], 100);
        return text(where, value['format'], 100);
      case 'user':
        keys(where, value, ['type', 'user_id']);
        return text(where, value['user_id'], 40);
      case 'usergroup':
        keys(where, value, ['type', 'usergroup_id']);
        if (!/^S[A-Z0-9]+$/.test(String(value['usergroup_id']))) say(where, 'group id');
        return undefined;
      case 'channel':
        keys(where, value, ['type', 'channel_id']);
        return text(where, value['channel_id'], 40);
      default:
        return say(where, `element ${String(value['type'])}`);
    }
  };
  const section = (where: string, value: unknown): void => {
    if (!isRecord(value) || value['type'] !== 'rich_text_section') return say(where, 'no section');
    list(where, value['elements'], 500).forEach((item, at) => inline(`${where}.${at}`, item));
  };
  const richPart = (where: string, value: unknown): void => {
    if (!isRecord(value)) return say(where, 'no element');
    if (value['type'] === 'rich_text_section') return section(where, value);
    const items = list(where, value['elements'], 500);
    if (value['type'] === 'rich_text_list') {
      if (value['style'] !== 'bullet') say(where, 'list style');
      items.forEach((item, at) => section(`${where}.${at}`, item));
    } else if (value['type'] === 'rich_text_preformatted') {
      for (const item of items)
        if (isRecord(item) && item['type'] === 'text') text(where, item['text'], 3000);
        else say(where, 'only text here');
    } else say(where, `part ${String(value['type'])}`);
  };
  const contextElement = (where: string, value: unknown): void => {
    if (isRecord(value) && value['type'] === 'mrkdwn') {
      keys(where, value, ['type', 'text', 'verbatim']);
      if (value['verbatim'] !== true) say(where, 'not verbatim');
      return text(where, value['text'], 3000 * 5);
    }
    return plainText(where, value, 3000);
  };
  const button = (where: string, value: unknown): void => {
    if (!isRecord(value) || value['type'] !== 'button') return say(where, 'no button');
    keys(where, value, ['type', 'text', 'action_id', 'value', 'url', 'style']);
    plainText(where, value['text'], 75);
    text(where, value['action_id'], 255);
    if ('value' in value) text(where, value['value'], 2000);
    if ('url' in value) text(where, value['url'], 3000);
    if ('style' in value && value['style'] !== 'primary' && value['style'] !== 'danger')
      say(where, 'style');
  };
  const options = (where: string, value: unknown): readonly unknown[] => {
    const all = list(where, value, 100);
    for (const option of all) {
      if (!isRecord(option)) {
        say(where, 'no option');
        continue;
      }
      keys(where, option, ['text', 'value']);
      plainText(where, option['text'], 75);
      text(where, option['value'], 150);
    }
    const values = all.map((option) => (isRecord(option) ? option['value'] : undefined));
    if (new Set(values).size !== values.length) say(where, 'value twice');
    return values;
  };
  const menu = (where: string, value: Json): void => {
    const isMany = value['type'] === 'multi_static_select';
    const initial = isMany ? 'initial_options' : 'initial_option';
    keys(where, value, ['type', 'action_id', 'placeholder', 'options', initial]);
    text(where, value['action_id'], 255);
    plainText(where, value['placeholder'], 150);
    const values = options(where, value['options']);
    if (!(initial in value)) return;
    const chosen = isMany ? value[initial] : [value[initial]];
    for (const one of options(where, chosen)) if (!values.includes(one)) say(where, 'initial');
  };
  const element = (where: string, value: unknown): void =>
    isRecord(value) && value['type'] === 'static_select'
      ? menu(where, value)
      : button(where, value);
  const input = (where: string, value: Json): void => {
    keys(where, value, ['type', 'block_id', 'label', 'element', 'optional', 'hint']);
    text(where, value['block_id'], 255);
    plainText(where, value['label'], 2000);
    if ('hint' in value) plainText(where, value['hint'], 2000);
    const field = value['element'];
    if (!isRecord(field)) return say(where, 'no element');
    if (field['type'] !== 'plain_text_input') return menu(where, field);
    const allowed = [
      'type',
      'action_id',
      'multiline',
      'max_length',
      'initial_value',
      'placeholder',
    ];
    keys(where, field, allowed);
    text(where, field['action_id'], 255);
    if ('initial_value' in field) text(where, field['initial_value'], 3000);
    if ('placeholder' in field) plainText(where, field['placeholder'], 150);
  };
  const cell = (where: string, value: unknown): void => {
    if (!isRecord(value)) return say(where, 'no cell');
    if (value['type'] === 'rich_text') {
      keys(where, value, ['type', 'elements']);
      return list(where, value['elements'], 10).forEach((item, at) =>
        richPart(`${where}.${at}`, item),
      );
    }
    text(where, value['text'], 10_000);
    if (value['type'] === 'raw_number') {
      if (!Number.isFinite(value['value'])) say(where, 'no number');
    } else if (value['type'] !== 'raw_text') say(where, `cell ${String(value['type'])}`);
  };
  const table = (where: string, value: Json): void => {
    keys(where, value, ['type', 'caption', 'rows', 'page_size']);
    text(where, value['caption'], 3000);
    const size = value['page_size'];
    if (typeof size !== 'number' || size < 1 || size > 100) say(where, 'page_size');
    const rows = list(where, value['rows'], 101, 2);
    const width = Array.isArray(rows[0]) ? rows[0].length : 0;
    rows.forEach((row, at) => {
      const cells = list(`${where}.${at}`, row, 20);
      if (cells.length !== width) say(`${where}.${at}`, 'uneven rows');
      cells.forEach((item, column) => cell(`${where}.${at}.${column}`, item));
      if (at === 0 && cells.some((item) => isRecord(item) && item['type'] !== 'raw_text'))
        say(where, 'header');
    });
  };

  const series = (where: string, value: unknown, categories: readonly unknown[]): unknown => {
    if (!isRecord(value)) return say(where, 'no series');
    keys(where, value, ['name', 'data']);
    text(where, value['name'], 20);
    const points = list(where, value['data'], 20);
    const labels = points.map((point) => (isRecord(point) ? point['label'] : undefined));
    if (JSON.stringify(labels) !== JSON.stringify(categories)) say(where, 'labels');
    if (points.some((point) => !isRecord(point) || !Number.isFinite(point['value'])))
      say(where, 'no number');
    return value['name'];
  };
  const chart = (where: string, block: Json): void => {
    keys(where, block, ['type', 'title', 'chart']);
    text(where, block['title'], 50);
    const { chart: drawn } = block;
    if (!isRecord(drawn) || drawn['type'] !== 'line') return say(where, 'no line');
    keys(where, drawn, ['type', 'series', 'axis_config']);
    const axis = drawn['axis_config'];
    if (!isRecord(axis)) return say(where, 'no axis');
    keys(where, axis, ['categories', 'x_label', 'y_label']);
    for (const key of ['x_label', 'y_label']) if (key in axis) text(where, axis[key], 50);
    const categories = list(where, axis['categories'], 20);
    categories.forEach((label) => text(where, label, 20));
    if (new Set(categories).size !== categories.length) say(where, 'category twice');
    const names = list(where, drawn['series'], 6).map((one) => series(where, one, categories));
    if (new Set(names).size !== names.length) say(where, 'series twice');
  };

  const { blocks: most, characters, types } = surfaces[surface];
  const checkOf = { input, data_table: table, data_visualization: chart };
  const all = list('message', blocks, most);
  const charts = all.filter((block) => isRecord(block) && block['type'] === 'data_visualization');
  if (charts.length > 2) say('message', 'more than two charts');
  all.forEach((block, at) => {
    const where = `block ${at}`;
    if (!isRecord(block)) return say(where, 'no block');
    switch (block['type']) {
      case 'divider':
        return keys(where, block, ['type']);
      case 'rich_text':
        keys(where, block, ['type', 'elements']);
        return list(where, block['elements'], 50).forEach((item) => richPart(where, item));
      case 'context':
        keys(where, block, ['type', 'elements']);
        return list(where, block['elements'], 10).forEach((item) => contextElement(where, item));
      case 'actions': {
        keys(where, block, ['type', 'elements']);
        const buttons = list(where, block['elements'], 25);
        buttons.forEach((item) => element(where, item));
        const ids = buttons.map((item) => (isRecord(item) ? item['action_id'] : undefined));
        if (new Set(ids).size !== ids.length) say(where, 'action_id twice');
        return undefined;
      }
      case 'data_visualization':
      case 'data_table':
      case 'input':
        if (!types.some((type) => type === block['type'])) return say(where, 'not on this surface');
        return checkOf[block['type']](where, block);
      default:
        return say(where, `type ${String(block['type'])}`);
    }
  });
  const counted = strings(blocks).filter(({ key }) => key !== 'type' && key !== 'action_id');
  const sum = counted.reduce((total, item) => total + escapedLength(item.text), 0);
  if (sum > characters) say('message', `${sum} characters`);
  return problems;
};

/** What is wrong with a modal or an App Home. https://docs.slack.dev/reference/views */
export const viewProblems = (view: unknown): string[] => {
  if (!isRecord(view)) return ['no view'];
  const problems = blockProblems(view['blocks'], 'view');
  const frame = ['title', 'submit', 'close'].filter((key) => key in view);
  for (const key of frame) {
    const value = view[key];
    const words = isRecord(value) ? String(value['text']) : '';
    if (words === '' || escapedLength(words) > 24 || !words.isWellFormed())
      problems.push(`${key}: ${words}`);
  }
  const { private_metadata: metadata } = view;
  if (typeof metadata === 'string' && metadata.length > 3000) problems.push('private_metadata');
  return problems;
};
