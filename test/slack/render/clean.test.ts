import { describe, expect, it } from 'vitest';
import { cleanLine, cleanLines } from '../../../src/slack/render/clean.ts';
import { cut, sizeOf } from '../../../src/slack/render/cut.ts';

const family = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}';

describe('cleanLine', () => {
  it.each([
    ['a\u0000b\u2028c\u001b[31m', 'ab c'],
    ['one\r\ntwo\n\nthree', 'one two three'],
    ['\u202EEVIL\u202C \u2066x\u2069 \u200Fy', 'EVIL x y'],
    ['<!chan\u200Bnel>\uFEFF\u2060', '<!channel>'],
    ['\u001b]8;;https://evil.example\u0007label\u001b]8;;\u0007', 'label'],
    ['\u009b31mred', 'red'],
    ['tail \uD800', 'tail \uFFFD'],
    ['a\u00ADb\u3164c\u2800d', 'abcd'],
    ['\u{E0041}\u{E0042}tagged', 'tagged'],
    [
      'Z\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301',
      'Z\u0301\u0301\u0301\u0301\u0301\u0301',
    ],
  ])('shows %j as %j', (text, expected) => {
    expect(cleanLine(text)).toBe(expected);
  });

  it.each([family, '❤️', '1️⃣', '中文告警 🔴', 'naïve é', 'arn:aws:iam::111122223333:role/x'])(
    'leaves %s alone',
    (text) => {
      expect(cleanLine(text)).toBe(text);
    },
  );

  it('is fast on text made to be slow', () => {
    const nasty = ['\u001b]', '\u0301', '\u200D', '\u001b[', ' \n', `\u001b]${'x'.repeat(499)}`];

    for (const piece of nasty) {
      const text = piece.repeat(100_000 / piece.length);
      const start = performance.now();
      cut(cleanLine(text), 2000);
      expect(performance.now() - start).toBeLessThan(1000);
    }
  });
});

describe('cleanLines', () => {
  it('keeps the lines of preformatted text', () => {
    expect(cleanLines('a\r\nb\u0007\n\tc\n')).toBe('a\nb\n  c');
  });
});

describe('cut', () => {
  it('says how much is missing', () => {
    expect(cut('A'.repeat(12_445), 130)).toBe(`${'A'.repeat(103)}… (+12,342 characters)`);
  });

  it('tears no character apart', () => {
    for (let limit = 40; limit < 80; limit += 1) {
      const shown = cut(family.repeat(400), limit);

      expect(shown.isWellFormed()).toBe(true);
      expect(shown.slice(0, shown.indexOf('…')).replaceAll(family, '')).toBe('');
    }
  });

  it('measures what escaping makes of the text', () => {
    expect(sizeOf('a&<>')).toBe(14);
    expect(sizeOf(cut('&'.repeat(2999), 500))).toBeLessThanOrEqual(500);
  });

  it('cuts even what is one endless character', () => {
    expect(cut(`a${'\u{1F468}\u200D'.repeat(5000)}`, 200).length).toBeLessThanOrEqual(200);
  });
});
