import { describe, expect, it } from 'vitest';
import { read } from '../../../src/checks/verdict.ts';
import { factsOf, judged, stateOf, trailOf, unread } from '../facts.ts';

describe('activity-history', () => {
  it('says what the own check of CloudTrail says', () => {
    const cases = [
      factsOf(),
      factsOf({ trails: read([]) }),
      factsOf({
        trails: read([{ trail: trailOf({ logFileValidation: false }), state: read(stateOf()) }]),
      }),
      factsOf({ trails: read([{ trail: trailOf(), state: read(stateOf({ isLogging: false })) }]) }),
      factsOf({ trails: read([{ trail: trailOf(), state: unread }]) }),
      factsOf({ trails: unread }),
    ];

    const verdicts = cases.map((facts) => judged('activity-history', facts));

    expect(verdicts).toEqual(cases.map((facts) => judged('trail-logging', facts)));
    expect(verdicts.map(([outcome]) => outcome)).toEqual([
      'pass',
      'fail',
      'warn',
      'fail',
      'could-not-read',
      'could-not-read',
    ]);
  });
});
