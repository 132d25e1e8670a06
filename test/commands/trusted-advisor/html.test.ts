import { describe, expect, it } from 'vitest';
import { htmlLines } from '../../../src/commands/trusted-advisor/html.ts';

describe('the description of a check as text', () => {
  it('keeps words, lists and the words of links; tags and entities are gone', () => {
    expect(
      htmlLines(
        'Checks <b>rules</b>.<br>\n<br>\n<h4>Alert&nbsp;Criteria</h4><ul>\n<li>Red: 22 &amp; 3389</li><li>Yellow: &#x3e; 1024 &lt;any&gt;</li></ul><a href="https://example.com">More &#8211; here</a>',
      ),
    ).toEqual([
      'Checks rules.',
      'Alert Criteria',
      '• Red: 22 & 3389',
      '• Yellow: > 1024 <any>',
      'More – here',
    ]);
  });

  it('drops what is not for reading, also where it does not end', () => {
    expect(htmlLines('a<script>alert("x")</script>b<!-- c --><style>p{}</style>d')).toEqual([
      'abd',
    ]);
    expect(htmlLines('a<script>alert(1)')).toEqual(['a']);
    expect(htmlLines('a<!-- never ends')).toEqual(['a']);
  });

  it('reads on where it is no HTML, or hostile', () => {
    expect(htmlLines('1 < 2 & 3 > 2')).toEqual(['1 < 2 & 3 > 2']);
    expect(htmlLines('&unknown; &#0; &#xD800; &#x110000;')).toEqual(['&unknown;']);
    expect(htmlLines('')).toEqual([]);
    expect(htmlLines(`<a ${'x'.repeat(50_000)}`).join('').length).toBeLessThan(20_001);
    expect(htmlLines('<'.repeat(100_000)).join('').length).toBe(20_000);
    expect(htmlLines('<script>'.repeat(20_000))).toEqual([]);
  });
});
