import { describe, expect, it } from 'vitest';
import { homeRegion } from '../../../src/commands/asking/account.ts';
import { whereWords } from '../../../src/commands/asking/where-words.ts';
import { readWords } from '../../../src/commands/grammar/read-words.ts';
import { takeWhere } from '../../../src/commands/grammar/where.ts';
import { accountOf, placesOf, prod, regionId } from '../helpers.ts';

const spaced = accountOf('100000000001', 'Prod EU');
const twins = [accountOf('100000000002', 'dev'), accountOf('100000000003', 'Dev')];
const accounts = [prod, spaced, ...twins];

describe('whereWords', () => {
  it.each([
    { accounts: 'all' as const, regions: undefined },
    { accounts: [prod.id, spaced.id], regions: undefined },
    { accounts: [prod.id], regions: [regionId('eu-west-1')] },
    { accounts: undefined, regions: [regionId('us-east-1')] },
    { accounts: twins.slice(0, 1).map(({ id }) => id), regions: undefined },
  ])('are read again as what they stand for: %o', (where) => {
    const read = readWords(`in ${whereWords(where, accounts)}`);

    if (read.kind === 'wrong') throw new Error('not read');
    expect(takeWhere(read.words, { accounts })).toMatchObject({ value: where, rest: [] });
  });

  it('are empty where nothing was said', () => {
    expect(whereWords({ accounts: undefined, regions: undefined }, accounts)).toBe('');
  });
});

describe('homeRegion', () => {
  it('is that of the partition, by the role or by the regions', () => {
    const [place] = placesOf({ ...prod, role: 'arn:aws-us-gov:iam::111122223333:role/Reader' });
    const [china] = placesOf({ ...prod, role: undefined, regions: [regionId('cn-northwest-1')] });
    const [usual] = placesOf({ ...prod, role: undefined, regions: [] });

    expect([place, china, usual].map((one) => one && homeRegion(one))).toEqual([
      'us-gov-west-1',
      'cn-north-1',
      'us-east-1',
    ]);
  });
});
