import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emojiOf, leadingEmoji, splitEmoji } from '../../src/sandbox/page/emoji.ts';
import { type Json, recordsAt, stringAt } from '../../src/sandbox/page/json.ts';
import { fromMrkdwn, fromPlain } from '../../src/sandbox/page/mrkdwn.ts';

const parts = (text: string): readonly Json[] => recordsAt(fromMrkdwn(text), 'elements');
const inline = (text: string): readonly Json[] =>
  parts(text).flatMap((part) => recordsAt(part, 'elements'));
/** Each piece as its words and its styles, which is what a reader sees. */
const seen = (text: string): readonly string[] =>
  inline(text).map((piece) => {
    const styles = Object.keys(piece['style'] ?? {}).join('+');
    const words = stringAt(piece, 'text') || stringAt(piece, 'name');
    return `${String(piece['type'])}${styles && `.${styles}`}:${words}`;
  });

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe('mrkdwn on the page', () => {
  it.each([
    ['*bold*', ['text.bold:bold']],
    ['_it_ and ~old~', ['text.italic:it', 'text: and ', 'text.strike:old']],
    ['*bold _and italic_*', ['text.bold:bold ', 'text.bold+italic:and italic']],
    ['`*code*`', ['text.code:*code*']],
    ['snake_case_name', ['text:snake_case_name']],
    ['2*3*4', ['text:2*3*4']],
    ['* not bold *', ['text:* not bold *']],
    ['10:30:45', ['text:10:30:45']],
    [':bell: rang', ['emoji:bell', 'text: rang']],
    ['10:30:bell: :bell::zap:', ['text:10:30', 'emoji:bell', 'text: ', 'emoji:bell', 'emoji:zap']],
    [':no_such_emoji:', ['text::no_such_emoji:']],
    ['<https://example.com/?a=1&amp;b=2|here>', ['link:here']],
    ['<ftp://example.com|here>', ['text:<ftp://example.com|here>']],
    ['<javascript:alert(1)|here>', ['text:<javascript:alert(1)|here>']],
  ])('reads %s', (text, pieces) => {
    expect(seen(text)).toEqual(pieces);
  });

  it('reads mentions, broadcasts and dates', () => {
    expect(inline('<@U0ALICE><#C0GENERAL><!channel><!date^1700000000^{time}|soon>')).toEqual([
      { type: 'user', user_id: 'U0ALICE' },
      { type: 'channel', channel_id: 'C0GENERAL' },
      { type: 'broadcast', range: 'channel' },
      { type: 'date', timestamp: 1_700_000_000, format: '{time}', fallback: 'soon' },
    ]);
  });

  it.each(['<!channel>', '<@U0ALICE>', '<https://example.com|x>', '&lt;!here&gt;'])(
    'shows an escaped %s as it was written',
    (text) => {
      expect(seen(escaped(text))).toEqual([`text:${text}`]);
    },
  );

  it('never makes anything but text of escaped text without other marks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[*_~`:]|^\s*>|\n/.test(text));

        const pieces = inline(escaped(text));

        expect(pieces.every((piece) => piece['type'] === 'text')).toBe(true);
        expect(pieces.map((piece) => stringAt(piece, 'text')).join('')).toBe(text);
      }),
    );
  });

  it('sets quotes and fenced text apart', () => {
    expect(
      parts('before\n> quoted\n&gt; twice\nafter\n```\n*raw* &lt;b&gt;\n```').map(
        ({ type }) => type,
      ),
    ).toEqual([
      'rich_text_section',
      'rich_text_quote',
      'rich_text_section',
      'rich_text_preformatted',
    ]);
    expect(seen('```\n*raw* &lt;b&gt;\n```')).toEqual(['text:*raw* <b>']);
  });

  it('reads nothing but emoji in plain text, and not even those where it says so', () => {
    const words = (block: Json): readonly unknown[] =>
      recordsAt(block, 'elements').flatMap((part) =>
        recordsAt(part, 'elements').map((piece) => piece['text'] ?? piece['name']),
      );

    expect(words(fromPlain('*a* &lt; <!channel> :bell:'))).toEqual([
      '*a* &lt; <!channel> ',
      'bell',
    ]);
    expect(words(fromPlain(':bell:', false))).toEqual([':bell:']);
  });
});

describe('emoji of the page', () => {
  it('knows the emoji that stand for severities', () => {
    expect(emojiOf('red_circle')?.character).toBe('🔴');
    expect(emojiOf('toString')).toBeUndefined();
  });

  it('keeps every letter that is no emoji', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const back = splitEmoji(text).map((piece) =>
          'emoji' in piece ? `:${piece.emoji}:` : piece.text,
        );

        expect(back.join('')).toBe(text);
      }),
    );
  });
});

describe('the emoji that a cell begins with', () => {
  it.each([
    ['🔴 fail', { name: 'red_circle', rest: ' fail' }],
    ['⚠️ not known', { name: 'warning', rest: ' not known' }],
    ['fail 🔴', undefined],
    ['🔴fail', undefined],
    ['', undefined],
  ])('is drawn where it stands alone: %s', (text, found) => {
    expect(leadingEmoji(text)).toEqual(found);
  });
});
