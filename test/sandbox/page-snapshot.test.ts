import { describe, expect, it } from 'vitest';
import { topicOf } from '../../src/sandbox/page/snapshot.ts';

describe('what the page reads again after a change', () => {
  it.each([
    ['{"kind":"message","channel":"C0GENERAL"}', 'C0GENERAL'],
    ['{"kind":"message"}', 'everything'],
    ['{"kind":"view","user":"U0ALICE"}', 'views'],
    ['{"kind":"call"}', 'calls'],
    ['{"kind":"reset"}', 'everything'],
    ['[1]', 'everything'],
    ['not JSON', 'everything'],
  ])('takes %s for %s', (data, topic) => {
    expect(topicOf(data)).toBe(topic);
  });
});
