import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Card } from '../../../src/core/card.ts';
import { untrusted } from '../../../src/core/text.ts';
import { renderBlocks } from '../../../src/slack/render/blocks.ts';
import { cardModal, formModal, homeView } from '../../../src/slack/render/modal.ts';
import { strings, viewProblems } from '../block-kit.ts';
import { anyCard, anyForm, withoutMentions } from './cards.ts';

const options = { linkHosts: ['wiki.example.com'] };

/** Nothing parses it: every piece of markup is one of our own tokens. */
const expectOnlyOurMarkup = (view: unknown): void => {
  const mrkdwn = JSON.stringify(view).matchAll(/\{"type":"mrkdwn","text":"([^"]*)"/g);
  for (const [, text] of mrkdwn)
    expect(text).toMatch(
      /^<(?:!date\^\d+\^[^<>]*|https:[^<>|]*\|[^<>|]*|[@#][A-Z0-9]+|!subteam\^S[A-Z0-9]+)>$/,
    );
  for (const { text } of strings(view)) expect(text.isWellFormed()).toBe(true);
};

describe('any card in a modal or the App Home', () => {
  it('is a view that Slack takes', () => {
    fc.assert(
      fc.property(anyCard, fc.string({ unit: 'binary', maxLength: 60 }), (card, title) => {
        const modal = cardModal({ title, card, metadata: '' }, options);

        expect(viewProblems(modal)).toEqual([]);
        expect(viewProblems(homeView(card, options))).toEqual([]);
        expectOnlyOurMarkup(modal);
      }),
      { numRuns: 100 },
    );
  });

  it('is one section of dead text where Slack refused the blocks', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const { blocks } = cardModal({ title: 'x', card, metadata: '', isPlain: true }, options);

        expect(blocks).toHaveLength(1);
        for (const { text } of strings(blocks).filter(({ key }) => key === 'text'))
          expect(withoutMentions(text)).not.toMatch(/[<>]/);
      }),
      { numRuns: 100 },
    );
  });
});

describe('any form with whatever was typed', () => {
  it('is a modal that Slack takes', () => {
    fc.assert(
      fc.property(anyForm, (form) => {
        const modal = formModal({ form, id: 'ask', metadata: '' }, options);

        expect(viewProblems(modal)).toEqual([]);
        expectOnlyOurMarkup(modal);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a form', () => {
  const entries = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ value: `v${index}`, label: `Entry ${index}` }));
  const modal = (field: object) =>
    formModal(
      {
        form: {
          title: 't',
          submit: 's',
          fields: [{ id: 'a', label: 'Account', ...field } as never],
        },
        id: 'ask',
        metadata: '{}',
      },
      options,
    );

  it('names block and element by the field, and is filled in', () => {
    expect(modal({ kind: 'choice', options: entries(3), value: 'v1' }).blocks).toMatchObject([
      {
        type: 'input',
        block_id: 'a',
        optional: false,
        element: { action_id: 'a', initial_option: { value: 'v1' } },
      },
    ]);
  });

  it('says how many entries a menu leaves out', () => {
    const { blocks } = modal({ kind: 'choices', options: entries(240) });

    expect(JSON.stringify(blocks)).toContain('The menu \\"Account\\" lists 100 of 240.');
  });

  it('says that there is nothing to choose from, because Slack takes no empty menu', () => {
    expect(JSON.stringify(modal({ kind: 'choice', options: [] }).blocks)).toContain(
      'Account: there is nothing to choose from.',
    );
  });

  it('leaves a text field empty rather than to cut what was typed', () => {
    const { blocks } = modal({ kind: 'text', value: 'x'.repeat(3001) });

    expect(JSON.stringify(blocks)).not.toContain('initial_value');
  });
});

describe('a long card in a modal', () => {
  it('shows preformatted text in pieces, and a table as lines', () => {
    const record = Array.from({ length: 400 }, (_, index) => `  "line ${index}": "<b>"`).join('\n');
    const card: Card = {
      headline: ['The record'],
      parts: [
        { kind: 'code', text: untrusted(record) },
        {
          kind: 'table',
          caption: 'Calls',
          columns: ['Who', 'Calls'],
          rows: [[['alice'], { number: 12, shown: '12' }]],
        },
      ],
    };
    const view = cardModal({ title: 'Details', card, metadata: '' }, options);

    expect(viewProblems(view)).toEqual([]);
    const shown = strings(view.blocks)
      .filter(({ key }) => key === 'text')
      .map(({ text }) => text);
    expect(shown.join('\n')).toContain(record);
    expect(shown.join('')).toContain('alice · Calls: 12');
    expect(JSON.stringify(view)).not.toContain('data_table');
  });
});

describe('a menu in a message', () => {
  const menu = (count: number, size: number) =>
    renderBlocks(
      {
        headline: ['x'],
        parts: [
          {
            kind: 'buttons',
            buttons: [
              {
                kind: 'select',
                action: 'details',
                label: 'Details',
                options: Array.from({ length: count }, (_, index) => ({
                  value: `${index}`.padStart(size, '0'),
                  label: `Entry ${index}`,
                })),
              },
            ],
          },
        ],
      },
      options,
    );

  it('has at most 100 entries, and says how many there are', () => {
    const [, actions, note] = menu(130, 4);

    expect(actions).toMatchObject({
      type: 'actions',
      elements: [{ type: 'static_select', action_id: 'details' }],
    });
    expect(JSON.stringify(note)).toContain('lists 100 of 130.');
  });

  it('has no more entries than a message has room for', () => {
    expect(JSON.stringify(menu(100, 150))).toMatch(/lists \d\d of 100\./);
  });
});
