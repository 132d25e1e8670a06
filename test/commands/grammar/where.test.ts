import { describe, expect, it } from 'vitest';
import { readWords } from '../../../src/commands/grammar/read-words.ts';
import { takeWhere } from '../../../src/commands/grammar/where.ts';
import { type AccountId, asAccountId, asRegionId, type RegionId } from '../../../src/core/ids.ts';
import type { Account } from '../../../src/core/settings.ts';

const account = (id: string, name: string, groups: readonly string[] = []): Account => ({
  id: asAccountId(id) ?? ('' as AccountId),
  name,
  role: undefined,
  externalId: undefined,
  regions: ['us-east-1', 'eu-west-1'].map((region) => asRegionId(region) ?? ('' as RegionId)),
  groups,
});

const accounts = [
  account('111122223333', 'prod', ['live']),
  account('444455556666', 'Prod EU', ['live']),
  account('777788889999', 'staging'),
];

const take = (typed: string) => {
  const read = readWords(typed);
  if (read.kind === 'wrong') throw new Error('unreadable');
  return takeWhere(read.words, { accounts });
};

const where = (typed: string): unknown => {
  const taken = take(typed);
  return taken.kind === 'wrong'
    ? JSON.stringify(taken.problem)
    : { ...taken.value, rest: taken.rest.map(({ text }) => text).join(' ') };
};

describe('takeWhere', () => {
  it('takes accounts by name, id and group, and regions', () => {
    expect(where('x in prod')).toEqual({
      accounts: ['111122223333'],
      regions: undefined,
      rest: 'x',
    });
    expect(where('x in 777788889999,eu-west-1 since 2h')).toEqual({
      accounts: ['777788889999'],
      regions: ['eu-west-1'],
      rest: 'x since 2h',
    });
    expect(where('x in LIVE')).toMatchObject({ accounts: ['111122223333', '444455556666'] });
    expect(where('x in Ireland')).toMatchObject({ accounts: undefined, regions: ['eu-west-1'] });
    expect(where('x in all')).toMatchObject({ accounts: 'all' });
  });

  it('allows spaces after commas, quotes around names, and a region without a comma', () => {
    expect(where('x in staging, "Prod EU" denied')).toEqual({
      accounts: ['777788889999', '444455556666'],
      regions: undefined,
      rest: 'x denied',
    });
    expect(where('x in "Prod EU", staging ,prod eu-west-1 yesterday')).toEqual({
      accounts: ['444455556666', '777788889999', '111122223333'],
      regions: ['eu-west-1'],
      rest: 'x yesterday',
    });
  });

  it('leaves a quoted in, and a time that begins with in', () => {
    expect(where('"in" in prod')).toMatchObject({ rest: 'in' });
    expect(where('x in the last 2h')).toMatchObject({ rest: 'x in the last 2h' });
  });

  it('says what it does not know, and what may have been meant', () => {
    expect(where('x in stagin')).toContain('Did you mean \\"staging\\"?');
    expect(where('x in 000000000000')).toContain('list no account');
    expect(where('x in ap-south-1')).toContain('lists the region');
    expect(where('x in')).toContain('After ');
    expect(where('x in __proto__')).toContain('no account, group or region');
  });

  it('keeps foreign words foreign', () => {
    expect(take('x in <!channel>')).toMatchObject({
      problem: [{ code: { untrusted: '!channel' } }, expect.any(String)],
    });
  });
});
