import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderBlocks } from '../../../src/slack/render/blocks.ts';
import { renderNotice, renderPlain } from '../../../src/slack/render/plain.ts';
import { blockProblems, strings } from '../block-kit.ts';
import { anyCard, withoutMentions } from './cards.ts';

const options = { linkHosts: ['wiki.example.com'] };

const control = /[\p{Cc}--\n]/v;
const bidi = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;
const zeroWidth =
  /[\u200B\u200C\uFEFF]|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D/u;

const expectVisible = (text: string): void => {
  expect(text.isWellFormed()).toBe(true);
  expect(text).not.toMatch(control);
  expect(text).not.toMatch(bidi);
  expect(text).not.toMatch(zeroWidth);
};

/** Nothing in it is live for Slack, whatever parser it meets, but whom we mention ourselves. */
const expectDead = (shown: string): void => {
  const text = withoutMentions(shown);
  expectVisible(text);
  expect(text).not.toMatch(/[<>]/);
  expect(text).not.toMatch(/&(?!(?:amp|lt|gt);)/);
  expect(text.replaceAll(/https:\/\/[^\s()]+/g, '')).not.toMatch(/:[\p{L}\p{N}_+'-]{1,100}:/u);
  expect(text).not.toMatch(/(?<!\u2060)[*~`]/);
  expect(text).not.toMatch(/^&gt;/m);
  for (const [, host] of text.matchAll(/\w+:\/\/([^/\s]*)/g))
    expect(host).toMatch(
      /(?:^|\.)console\.(?:aws\.amazon\.com|amazonaws\.cn)$|^wiki\.example\.com$/,
    );
};

describe('any card with any foreign text', () => {
  it('is Block Kit that Slack takes', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        expect(blockProblems(renderBlocks(card, options))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('has markup only where it is ours', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const blocks = renderBlocks(card, options);

        const all = strings(blocks);
        for (const { text } of all) expectVisible(text);
        for (const { text } of all.filter(({ key }) => key === 'url'))
          expect(new URL(text).hostname).toMatch(/^(?:eu-west-1\.)?console\.|^wiki\./);
        const mrkdwn = JSON.stringify(blocks).matchAll(/\{"type":"mrkdwn","text":"([^"]*)"/g);
        for (const [, text] of mrkdwn)
          expect(text).toMatch(
            /^<(?:!date\^\d+\^[^<>]*|https:[^<>|]*\|[^<>|]*|[@#][A-Z0-9]+|!subteam\^S[A-Z0-9]+)>$/,
          );
      }),
      { numRuns: 150 },
    );
  });

  it('is text within 3,000 characters in which nothing is live', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const plain = renderPlain(card, options);

        expect(plain.length).toBeLessThanOrEqual(3000);
        expectDead(plain);
      }),
      { numRuns: 150 },
    );
  });

  it('is one line as a notification', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const notice = renderNotice(card);

        expect(notice).not.toBe('');
        expect(notice).not.toContain('\n');
        expect(notice.length).toBeLessThanOrEqual(1100);
        expectDead(notice);
      }),
      { numRuns: 150 },
    );
  });
});
