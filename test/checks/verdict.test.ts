import { describe, expect, it } from 'vitest';
import { bestPractices } from '../../src/checks/best-practices/index.ts';
import type { AccountFacts } from '../../src/checks/facts.ts';
import { combined, couldNotRead, gapWords, read, verdict } from '../../src/checks/verdict.ts';
import { textOf } from '../../src/core/text.ts';
import { authorizationOf, inline, roleOf } from './authorization.ts';
import { factsOf, region, unread } from './facts.ts';

const gapsIn = (id: string, facts: Partial<AccountFacts>) =>
  bestPractices.find((one) => one.id === id)?.judge(factsOf(facts)).gaps;

describe('what a verdict was made without', () => {
  it('is named with the regions that were not read', () => {
    const instances = ['eu-west-1', 'us-east-1'].map((id) => ({
      region: region(id),
      instances: unread,
    }));

    const gaps = gapsIn('roles-for-instances', { instances });

    expect(gaps?.map(({ regions }) => regions)).toEqual([['eu-west-1', 'us-east-1']]);
    expect(gaps?.map((gap) => textOf(gapWords(gap)))).toEqual([
      'eu-west-1, us-east-1: the permission iam:GetAccountSummary is missing',
    ]);
  });

  it('is of no region where the fact has none', () => {
    const odd = authorizationOf({ roles: [roleOf('web', { inline: inline('{', 'odd') })] });

    expect(gapsIn('least-privilege', { authorization: read(odd) })).toMatchObject([
      { regions: undefined },
    ]);
  });

  it('is nothing where all was read', () => {
    expect(bestPractices.flatMap(({ judge }) => judge(factsOf()).gaps)).toEqual([]);
  });

  it('is told once of a practice of several parts', () => {
    const parts = [
      couldNotRead(['no right']),
      couldNotRead(['no right']),
      verdict('fail', ['bad']),
    ];

    expect(combined(parts)).toMatchObject({
      outcome: 'fail',
      reasons: [['bad'], ['no right']],
      gaps: [{ why: ['no right'], regions: undefined }],
    });
  });
});
