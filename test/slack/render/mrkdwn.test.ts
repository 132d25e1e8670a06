import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Untrusted } from '../../../src/core/text.ts';
import { defuse, escape, type Mrkdwn } from '../../../src/slack/render/mrkdwn.ts';

describe('Mrkdwn', () => {
  it('is no type that foreign text or a plain string passes for', () => {
    expectTypeOf<Untrusted>().not.toExtend<Mrkdwn>();
    expectTypeOf<Untrusted>().not.toExtend<string>();
    expectTypeOf<string>().not.toExtend<Mrkdwn>();
    expectTypeOf(escape).parameter(0).toEqualTypeOf<string>();
    expectTypeOf(escape).returns.toEqualTypeOf<Mrkdwn>();
  });

  it('escapes the three characters that Slack names, and no other', () => {
    expect(escape('<!channel> & "x" *b* &lt;')).toBe('&lt;!channel&gt; &amp; "x" *b* &amp;lt;');
  });
});

describe('defuse', () => {
  it.each([
    [':white_check_mark:', ':\u2060white_check_mark:'],
    ['https://evil.example', 'https:\u2060//evil.example'],
    ['*bold*', '\u2060*\u2060bold\u2060*\u2060'],
    ['_it_', '\u2060_\u2060it\u2060_\u2060'],
    ['> quoted', '\u2060> quoted'],
  ])('takes the meaning out of %s', (text, expected) => {
    expect(defuse(text)).toBe(expected);
  });

  it.each(['prod_alarm_name', 'at 10:02 UTC', 'a: b', 'i-0123 > 5'])(
    'leaves %s as it is',
    (text) => {
      expect(defuse(text)).toBe(text);
    },
  );
});
