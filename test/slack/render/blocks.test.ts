import { describe, expect, it } from 'vitest';
import type { Card, CardPart } from '../../../src/core/card.ts';
import { messageLink } from '../../../src/core/message-link.ts';
import { untrusted } from '../../../src/core/text.ts';
import { renderBlocks } from '../../../src/slack/render/blocks.ts';
import { renderNotice, renderPlain } from '../../../src/slack/render/plain.ts';
import { blockProblems, strings } from '../block-kit.ts';
import { safeUrl } from './cards.ts';

const options = { linkHosts: ['wiki.example.com'] };
const consoleUrl = safeUrl(
  'https://eu-west-1.console.aws.amazon.com/cloudwatch/home#alarmsV2:alarm/x',
);

const alarm: Card = {
  badge: { emoji: 'red_circle', word: 'HIGH', severity: 'high' },
  headline: [
    { bold: untrusted('CloudTrailIAMPolicyChanges') },
    ' went to ALARM in prod (111122223333), eu-west-1: ',
    untrusted('1 IAM policy change in 5 minutes'),
  ],
  parts: [
    { kind: 'facts', facts: [{ label: 'Since', value: [{ time: Date.UTC(2026, 2, 1, 10, 2) }] }] },
    { kind: 'buttons', buttons: [{ kind: 'link', label: 'Open in CloudWatch', url: consoleUrl }] },
  ],
};

const card = (...parts: CardPart[]): Card => ({ headline: ['What happened'], parts });
const textsOf = (shown: Card): string =>
  strings(renderBlocks(shown, options))
    .filter(({ key }) => key === 'text')
    .map(({ text }) => text)
    .join('');

describe('renderBlocks', () => {
  it('puts one sentence first, with emoji and word before it', () => {
    const [first] = renderBlocks(alarm, options);

    expect(first).toEqual({
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'emoji', name: 'red_circle' },
            { type: 'text', text: ' HIGH ', style: { bold: true } },
            { type: 'text', text: 'CloudTrailIAMPolicyChanges', style: { bold: true } },
            { type: 'text', text: ' went to ALARM in prod (111122223333), eu-west-1: ' },
            { type: 'text', text: '1 IAM policy change in 5 minutes' },
          ],
        },
      ],
    });
  });

  it("shows times in the reader's own zone", () => {
    expect(renderBlocks(alarm, options)[1]).toMatchObject({
      elements: [
        {
          elements: [
            { text: 'Since: ' },
            { type: 'date', timestamp: 1772359320, fallback: '2026-03-01 10:02 UTC' },
          ],
        },
      ],
    });
  });

  it('says "at an unknown time" for what is no time', () => {
    expect(textsOf(card({ kind: 'text', text: [{ time: Number.NaN }] }))).toContain(
      'at an unknown time',
    );
  });

  it('links to the console and to listed hosts, and shows other addresses as text', () => {
    const other = safeUrl('https://console.aws.amazon.com.evil.example/x');
    const wiki = safeUrl('https://wiki.example.com/<x>|y');
    const text = [other, wiki].map((link) => ({ link, label: 'Runbook' }));

    const found = strings(renderBlocks(card({ kind: 'text', text }), options));

    expect(found.filter(({ key }) => key === 'url').map((one) => one.text)).toEqual([
      'https://wiki.example.com/%3Cx%3E%7Cy',
    ]);
    expect(found.map((one) => one.text)).toContain(
      'Runbook (https://console.aws.amazon.com.evil.example/x)',
    );
  });

  it('keeps what happened on the screen however long the name is', () => {
    const shown = textsOf({
      headline: [untrusted('A'.repeat(100_000)), ' went to ALARM'],
      parts: [],
    });

    expect(shown).toMatch(/^A+… \(\+99,7\d\d characters\) went to ALARM$/);
  });

  it('gives up details from the end when there is too much, and says so', () => {
    const detail = (letter: string): CardPart => ({
      kind: 'code',
      text: untrusted(letter.repeat(2900)),
    });
    const facts: CardPart = { kind: 'facts', facts: [{ label: 'Which', value: ['this one'] }] };

    const full = card(detail('a'), detail('b'), detail('c'), detail('d'), detail('e'), facts);

    expect(blockProblems(renderBlocks(full, options))).toEqual([]);
    const shown = textsOf(full);
    expect(shown).toContain('a'.repeat(2900));
    expect(shown).toContain('b'.repeat(2900));
    expect(shown).not.toContain('eeee');
    expect(shown).toContain('Which: this one');
    expect(shown).toMatch(/… \(\+2,\d{3} characters\)/);
    expect(shown).toContain('1 part (2,900 characters or more) left out for length');
  });

  it('keeps within fifty blocks, the buttons last to go', () => {
    const lines = Array.from(
      { length: 120 },
      (_, index): CardPart => ({ kind: 'text', text: [`line ${index}`] }),
    );
    const buttons: CardPart = {
      kind: 'buttons',
      buttons: [{ kind: 'action', action: 'ack', label: 'Acknowledge', value: '1' }],
    };

    const blocks = renderBlocks(card(...lines, buttons), options);

    expect(blockProblems(blocks)).toEqual([]);
    expect(blocks).toHaveLength(50);
    expect(blocks.at(-2)).toMatchObject({ type: 'actions' });
  });

  it('shows a table as data_table, blank cells as a dash, and counts the rows that do not fit', () => {
    const rows = Array.from({ length: 130 }, (_, index) => [
      [untrusted(`i-${index}`)],
      { number: index, shown: `${index}` },
      [],
    ]);
    const table: CardPart = {
      kind: 'table',
      caption: 'Instances',
      columns: ['Id', 'Findings', 'Owner'],
      rows,
    };

    const [, block, more] = renderBlocks(card(table), options);

    expect(block).toMatchObject({ type: 'data_table', caption: 'Instances', page_size: 10 });
    expect(block).toHaveProperty(
      ['rows', 1],
      [
        { type: 'raw_text', text: 'i-0' },
        { type: 'raw_number', value: 0, text: '0' },
        { type: 'raw_text', text: '–' },
      ],
    );
    expect(JSON.stringify(more)).toContain('… and 30 more rows');
  });

  const chartOf = (values: readonly number[], more: object = {}): CardPart => ({
    kind: 'chart',
    title: untrusted('CPUUtilization of i-0abc'),
    unit: 'Percent',
    threshold: 80,
    points: values.map((value, index) => ({
      at: Date.UTC(2026, 2, 1, 10) + index * 60_000,
      value,
    })),
    ...more,
  });

  it('draws a metric as a line beside its threshold, in UTC, with its words under it', () => {
    const [, drawn, note] = renderBlocks(card(chartOf([10, 95.5])), options);

    const points = (...values: readonly number[]) =>
      values.map((value, index) => ({ label: `10:0${index}`, value }));
    expect(drawn).toEqual({
      type: 'data_visualization',
      title: 'CPUUtilization of i-0abc',
      chart: {
        type: 'line',
        series: [
          { name: 'Percent', data: points(10, 95.5) },
          { name: 'Threshold', data: points(80, 80) },
        ],
        axis_config: { categories: ['10:00', '10:01'], x_label: 'UTC', y_label: 'Percent' },
      },
    });
    expect(JSON.stringify(note)).toMatch(
      /i-0abc: last 95.5 Percent at.*· highest 95.5 at.*· lowest 10 at.*· threshold 80/,
    );
  });

  it.each([
    ['a peak', 99],
    ['a dip', 1],
  ])('keeps %s however many points there are', (_, odd) => {
    const values = Array.from({ length: 200 }, (__, index) => (index === 137 ? odd : 50));

    const [, drawn] = renderBlocks(card(chartOf(values)), options);

    const data = strings(drawn).length > 0 ? JSON.stringify(drawn) : '';
    expect(blockProblems([drawn])).toEqual([]);
    expect(data).toContain(`{"label":"12:10","value":${odd}}`);
    expect(drawn).toHaveProperty('chart.axis_config.categories.length', 20);
  });

  it.each([
    ['the day where points are days apart', 24, ['03-01', '03-02', '03-03']],
    ['day and hour where they are not', 18, ['03-01 10:00', '03-02 04:00', '03-02 22:00']],
  ])('says %s', (_, hours, labels) => {
    const points = [0, 1, 2].map((index) => ({
      at: Date.UTC(2026, 2, 1, 10 + index * hours),
      value: index,
    }));

    const [, drawn] = renderBlocks(card(chartOf([], { points })), options);

    expect(drawn).toHaveProperty('chart.axis_config.categories', labels);
  });

  it('says in words on which days a metric of weeks was highest and lowest', () => {
    const points = [3, 1, 2].map((value, week) => ({ at: Date.UTC(2026, 2, 1 + 7 * week), value }));

    const plain = renderPlain(card(chartOf([], { points })), options);

    expect(plain).toMatch(/highest 3 at 2026-03-01 .* lowest 1 at 2026-03-08 /);
  });

  it('tells what is no line in words, and of nothing it says nothing', () => {
    const [, words] = renderBlocks(card(chartOf([7])), options);

    expect(words).toMatchObject({ type: 'rich_text' });
    expect(renderBlocks(card(chartOf([])), options)).toHaveLength(1);
    expect(renderBlocks(card(chartOf([Number.NaN, Number.NaN])), options)).toHaveLength(1);
  });

  it('draws two charts, tells more in words, and none at all in a view', () => {
    const three = card(chartOf([1, 2]), chartOf([3, 4]), chartOf([5, 6]));
    const typesOf = (more: object) =>
      renderBlocks(three, { ...options, ...more }).filter(
        ({ type }) => type === 'data_visualization',
      );

    expect(typesOf({})).toHaveLength(2);
    expect(typesOf({ surface: 'view' })).toEqual([]);
    expect(typesOf({ noCharts: true })).toEqual([]);
    expect(textsOf(three)).toContain('highest 6 at ');
  });

  it('links to a message in Slack, and to nothing else there', () => {
    const message = messageLink('C0SECPROD', '1772359320.000100');
    const urls = [
      message ?? safeUrl('none'),
      safeUrl('https://slack.com/oauth/v2/authorize?client_id=1'),
      safeUrl('https://evil.slack.com/archives/C0SECPROD/p1772359320000100'),
    ];
    const text = urls.map((link) => ({ link, label: 'Message' }));

    const found = strings(renderBlocks(card({ kind: 'text', text }), options));

    expect(found.filter(({ key }) => key === 'url').map((one) => one.text)).toEqual([
      'https://slack.com/archives/C0SECPROD/p1772359320000100',
    ]);
  });

  it("shows a table's times in the reader's zone and its people by mention, its words as words", () => {
    const table: CardPart = {
      kind: 'table',
      caption: 'Calls',
      columns: ['When', 'Who', 'What'],
      rows: [[[{ time: Date.UTC(2026, 2, 1, 10, 2) }], [{ user: 'U0ALICE' }], ['<!channel>']]],
    };

    const [, block] = renderBlocks(card(table), options);

    const cell = (element: object) => ({
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [element] }],
    });
    expect(block).toHaveProperty(
      ['rows', 1],
      [
        cell({
          type: 'date',
          timestamp: 1_772_359_320,
          format: '{date_short_pretty} {time}',
          fallback: '2026-03-01 10:02 UTC',
        }),
        cell({ type: 'user', user_id: 'U0ALICE' }),
        { type: 'raw_text', text: '<!channel>' },
      ],
    );
  });

  it('counts the facts and items that do not fit', () => {
    const items = Array.from({ length: 100 }, () => [untrusted('x'.repeat(300))]);

    expect(textsOf(card({ kind: 'list', items }))).toMatch(/… and \d+ more$/);
  });

  it('leaves out what Slack would refuse the message for', () => {
    const buttons: CardPart = {
      kind: 'buttons',
      buttons: [
        { kind: 'action', action: 'ack', label: 'Keep', value: '1' },
        { kind: 'action', action: 'ack', label: 'Too much', value: 'x'.repeat(2001) },
        { kind: 'link', label: 'Elsewhere', url: safeUrl('https://evil.example/') },
      ],
    };

    const blocks = renderBlocks(
      card(buttons, { kind: 'list', items: [] }, { kind: 'facts', facts: [] }),
      options,
    );

    expect(blocks).toHaveLength(2);
    expect(textsOf(card(buttons))).toBe('What happenedKeep');
  });

  it('puts the same action twice into two rows', () => {
    const action = { kind: 'action', action: 'ack', label: 'Acknowledge' } as const;
    const buttons: CardPart = {
      kind: 'buttons',
      buttons: [
        { ...action, value: '1' },
        { ...action, value: '2' },
      ],
    };

    expect(blockProblems(renderBlocks(card(buttons), options))).toEqual([]);
  });

  it('names members and channels in small print as Slack does, and nobody who has no id', () => {
    const note: CardPart = {
      kind: 'note',
      text: [
        'Shared by ',
        { user: 'U0ALICE' },
        ' in ',
        { channel: 'C0SECPROD' },
        { user: '!here' },
        { userGroup: 'S0ONCALL' },
        { userGroup: 'C0SECPROD' },
      ],
    };

    expect(renderBlocks(card(note), options)[1]).toEqual({
      type: 'context',
      elements: [
        { type: 'plain_text', text: 'Shared by', emoji: false },
        { type: 'mrkdwn', text: '<@U0ALICE>', verbatim: true },
        { type: 'plain_text', text: 'in', emoji: false },
        { type: 'mrkdwn', text: '<#C0SECPROD>', verbatim: true },
        { type: 'plain_text', text: 'member !here', emoji: false },
        { type: 'mrkdwn', text: '<!subteam^S0ONCALL>', verbatim: true },
        { type: 'plain_text', text: 'group C0SECPROD', emoji: false },
      ],
    });
  });

  it('leaves no full stop behind a time in small print', () => {
    const text = ['Looked at until ', { time: Date.UTC(2026, 2, 1) }, '.'];

    const [, note] = renderBlocks(card({ kind: 'note', text }), options);

    expect(note).toHaveProperty('elements.length', 2);
  });

  it('shows small print with foreign words as plain text', () => {
    const note: CardPart = {
      kind: 'note',
      text: ['Found late, ', { time: Date.UTC(2026, 2, 1) }, ', from ', untrusted('*<!channel>*')],
    };

    expect(renderBlocks(card(note), options)[1]).toEqual({
      type: 'context',
      elements: [
        { type: 'plain_text', text: 'Found late,', emoji: false },
        {
          type: 'mrkdwn',
          text: '<!date^1772323200^{date_short_pretty} {time}|2026-03-01 00:00 UTC>',
          verbatim: true,
        },
        { type: 'plain_text', text: ', from *<!channel>*', emoji: false },
      ],
    });
  });
});

describe('renderNotice', () => {
  it('mentions people and groups of ours, and nobody by foreign words or by what is no id', () => {
    const headline = [
      { user: 'U0ALICE' },
      { userGroup: 'S0ONCALL' },
      { user: 'U1> <!channel' },
      { userGroup: 'here' },
      untrusted(' <@U0EVE>'),
      { bold: untrusted('<!here>') },
    ];

    expect(renderNotice({ headline, parts: [] })).toBe(
      '<@U0ALICE><!subteam^S0ONCALL>member U1&gt; &lt;!channelgroup here &lt;@U0EVE&gt;&lt;!here&gt;',
    );
  });

  it('is what a person would say', () => {
    expect(renderNotice(alarm)).toBe(
      '🔴 HIGH CloudTrailIAMPolicyChanges went to ALARM in prod (111122223333), eu-west-1: 1 IAM policy change in 5 minutes',
    );
  });
});

describe('renderPlain', () => {
  it('says all of the card, with addresses of ours to open', () => {
    expect(renderPlain(alarm, options)).toBe(
      [
        renderNotice(alarm),
        'Since: 2026-03-01 10:02 UTC',
        'Open in CloudWatch (https://eu-west-1.console.aws.amazon.com/cloudwatch/home#alarmsV2:alarm/x)',
      ].join('\n'),
    );
  });

  it('ends with how much did not fit', () => {
    const items = Array.from({ length: 100 }, () => [untrusted('x'.repeat(300))]);

    expect(renderPlain(card({ kind: 'list', items }))).toMatch(/… \(\+27,\d\d\d characters\)$/);
  });
});
