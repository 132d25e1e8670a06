import { describe, expect, it } from 'vitest';
import { sizeWords } from '../../src/digest/words.ts';

describe('the size of what was read', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [499, '499 bytes'],
    [12_345, '12 KB'],
    [500_000, '0.5 MB'],
    [1_240_000, '1.2 MB'],
    [499_000_000, '499 MB'],
    [999_400_000, '1 GB'],
    [1_500_000_000, '1.5 GB'],
    [87_654_321_000, '88 GB'],
    [2_500_000_000_000, '2.5 TB'],
    [1_234_000_000_000_000, '1,230 TB'],
  ])('%d reads %s', (bytes, words) => {
    expect(sizeWords(bytes)).toBe(words);
  });
});
