import { describe, expect, it } from 'vitest';
import { read } from '../../../src/checks/verdict.ts';
import { factsOf, judged, now, rowOf, unread } from '../facts.ts';

describe('strong-password-policy', () => {
  it('says what the own check of the password policy says', () => {
    const cases = [
      factsOf(),
      factsOf({ passwordPolicy: read(undefined) }),
      factsOf({ passwordPolicy: unread }),
      factsOf({
        credentials: read({ generatedAt: now, rows: [rowOf('ci', { passwordEnabled: false })] }),
      }),
    ];

    const verdicts = cases.map((facts) => judged('strong-password-policy', facts));

    expect(verdicts).toEqual(cases.map((facts) => judged('password-policy', facts)));
    expect(verdicts.map(([outcome]) => outcome)).toEqual([
      'pass',
      'fail',
      'could-not-read',
      'not-applicable',
    ]);
  });
});
