import { describe, expect, it } from 'vitest';
import type { CredentialRow } from '../../src/aws/iam-types.ts';
import { read } from '../../src/checks/verdict.ts';
import { factsOf, judged, keyOf, now, rowOf, unread } from './facts.ts';

const judgeRows = (...rows: readonly CredentialRow[]) =>
  judged('key-rotation', factsOf({ credentials: read({ generatedAt: now, rows }) }));

describe('key-rotation', () => {
  it('passes up to 75 days, warns up to 90, fails from 91', () => {
    const outcomeAt = (days: number) => judgeRows(rowOf('ci', { keys: [keyOf(days)] }))[0];

    expect([75, 76, 90, 91].map(outcomeAt)).toEqual(['pass', 'warn', 'warn', 'fail']);
  });

  it('names the oldest first, inactive ones not at all', () => {
    const rows = [
      rowOf('young', { keys: [keyOf(3)] }),
      rowOf('ci', { keys: [keyOf(100)] }),
      rowOf('<root_account>', { keys: [keyOf(400)] }),
      rowOf('gone', { keys: [keyOf(900, false)] }),
    ];

    expect(judgeRows(...rows)).toEqual([
      'fail',
      '2 of 3 active access keys are older than 90 days.',
      'fail: root user, key 1: 400 days old',
      'fail: ci, key 1: 100 days old',
    ]);
  });

  it('does not apply without active keys', () => {
    expect(judgeRows(rowOf('gone', { keys: [keyOf(900, false)] }))[0]).toBe('not-applicable');
  });

  it('is not known without the report, nor for a key without an age', () => {
    const ageless = { ...keyOf(1), rotatedAt: undefined };

    expect(judged('key-rotation', factsOf({ credentials: unread }))[0]).toBe('could-not-read');
    expect(judgeRows(rowOf('ci', { keys: [ageless] }))).toEqual([
      'could-not-read',
      'AWS does not tell the age of 1 key.',
    ]);
  });
});
