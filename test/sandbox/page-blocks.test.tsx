import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Blocks } from '../../src/sandbox/page/blocks/blocks.tsx';
import { sortRows } from '../../src/sandbox/page/blocks/table-rows.ts';
import type { Json } from '../../src/sandbox/page/json.ts';
import { SurfaceContext } from '../../src/sandbox/page/surface.ts';

const surface = {
  now: Date.parse('2026-11-23T12:00:00Z'),
  userNames: new Map([['U0ALICE', 'Alice Adler']]),
  channelNames: new Map([['C0GENERAL', 'general']]),
  groupNames: new Map([['S0ONCALL', 'oncall']]),
  act: () => {},
  shortcuts: [],
  openChannel: () => {},
};

const html = (...blocks: readonly Json[]): string =>
  renderToStaticMarkup(
    <SurfaceContext value={surface}>
      <Blocks blocks={blocks} />
    </SurfaceContext>,
  );

/** What stands on the page for a reader, without the tags. */
const words = (...blocks: readonly Json[]): string =>
  html(...blocks)
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const richText = (...elements: readonly Json[]): Json => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});

const cell = (value: number): Json => ({ type: 'raw_number', value, text: String(value) });
const word = (text: string): Json => ({ type: 'raw_text', text });

describe('blocks on the page', () => {
  it.each(['<!channel>', '*RESOLVED*', '<script>alert(1)</script>', '&lt;b&gt;', ':bell:'])(
    'shows %s literally in rich text and in preformatted text',
    (hostile) => {
      const text = { type: 'text', text: hostile };
      const pre = {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [text] }],
      };

      expect(words(richText(text))).toBe(hostile);
      expect(words(pre)).toBe(hostile);
      expect(html(richText(text), pre)).not.toMatch(/<script|<b>|tw-broadcast/);
    },
  );

  it('names members and channels, and draws dates and emoji', () => {
    const shown = words(
      richText(
        { type: 'user', user_id: 'U0ALICE' },
        { type: 'channel', channel_id: 'C0GENERAL' },
        { type: 'date', timestamp: Date.parse('2026-11-23T09:05:00Z') / 1000, format: ' {time}' },
      ),
    );

    expect(shown).toBe('@Alice Adler#general 9:05 AM');
    expect(html(richText({ type: 'emoji', name: 'red_circle' }))).toContain(
      'aria-label="red circle"',
    );
  });

  it('links only to the web and to mail', () => {
    const link = (url: string): string => html(richText({ type: 'link', url, text: 'go' }));

    expect(link('https://example.com/')).toContain('href="https://example.com/"');
    expect(link('javascript:alert(1)')).not.toContain('href');
    expect(link('data:text/html,x')).not.toContain('href');
  });

  it('draws a data table with its caption, a page at a time', () => {
    const rows = [
      [word('Alarm'), word('Fired')],
      ...[1, 2, 3].map((n) => [word(`a${n}`), cell(n)]),
    ];
    const shown = words({ type: 'data_table', caption: 'Worst first', page_size: 2, rows });

    expect(shown).toContain('Worst first');
    expect(shown).toContain('a2');
    expect(shown).not.toContain('a3');
    expect(shown).toContain('3 rows, page 1 of 2');
  });

  it('sorts numbers by value and words by letters', () => {
    const rows = [
      [word('b'), cell(10)],
      [word('a'), cell(9)],
    ];
    const first = (column: number): unknown =>
      sortRows(rows, { column, direction: 'ascending' })[0]?.[0]?.['text'];

    expect(first(0)).toBe('a');
    expect(first(1)).toBe('a');
    expect(sortRows(rows, { column: 1, direction: 'descending' })[0]?.[1]?.['value']).toBe(10);
  });

  it('leaves the drawing of cards and charts to the library', () => {
    const card = {
      type: 'card',
      title: { type: 'mrkdwn', text: 'A card' },
      body: { type: 'mrkdwn', text: 'Its body' },
    };

    expect(words(card)).toMatch(/A card.*Its body/s);
  });

  it('draws a chart with its title, its lines and both axes', () => {
    const point = (value: number): Json => ({ label: '10:00', value });
    const chart = {
      type: 'data_visualization',
      title: 'CPUUtilization',
      chart: {
        type: 'line',
        series: [
          { name: 'Percent', data: [point(91)] },
          { name: 'Threshold', data: [point(80)] },
        ],
        axis_config: { categories: ['10:00'], x_label: 'UTC', y_label: 'Percent' },
      },
    };

    expect(words(chart)).toMatch(/CPUUtilization.*10:00.*UTC.*Percent.*Threshold/s);
    expect(html(chart)).toContain('role="img"');
  });

  it('names user groups by their handles, in rich text and in mrkdwn', () => {
    const group = richText({ type: 'usergroup', usergroup_id: 'S0ONCALL' });
    const note = { type: 'context', elements: [{ type: 'mrkdwn', text: '<!subteam^S0ONCALL>' }] };

    expect(words(group)).toBe('@oncall');
    expect(words(note)).toBe('@oncall');
  });

  it('leads to a message in Slack on this page, not out of it', () => {
    const url = 'https://slack.com/archives/C0GENERAL/p1772359320000100';
    const shown = html(richText({ type: 'link', url, text: '#general' }));

    expect(shown).toContain('#general');
    expect(shown).not.toContain('href');
  });

  it('says that a block of a type it does not know is there', () => {
    expect(words({ type: 'hologram' })).toContain('hologram');
  });
});
