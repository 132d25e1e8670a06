import { expect, it } from 'vitest';
import { readFilterPattern } from '../../../src/detections/filter-pattern.ts';
import { patternOfQuery } from '../../../src/incidents/evidence/query-pattern.ts';

it.each([
  [
    'fields @timestamp, @message | filter userIdentity.type = "Root"',
    '{ ($.userIdentity.type = "Root") }',
  ],
  [
    "filter eventSource='iam.amazonaws.com' and (eventName = 'CreateUser' OR eventName != \"x\") | limit 20",
    '{ ($.eventSource = "iam.amazonaws.com") && ( ($.eventName = "CreateUser") || ($.eventName != "x") ) }',
  ],
  [
    'filter eventName in ["StopLogging", "DeleteTrail"] | filter count = 3 | stats count(*)',
    '{ ((($.eventName = "StopLogging") || ($.eventName = "DeleteTrail"))) && (($.count = 3)) }',
  ],
  ['filter eventName = "a|b"', '{ ($.eventName = "a|b") }'],
])('the filters of %s are the pattern %s', (query, pattern) => {
  expect(patternOfQuery(query)).toBe(pattern);
  expect(() => readFilterPattern(pattern)).not.toThrow();
});

it.each([
  'fields @message',
  'filter @message like /Root/',
  'filter eventName = "A" and not eventName = "B"',
  'filter ispresent(errorCode)',
  'filter eventName = "A" | filter strlen(x) > 3',
  'filter eventName in ["A", b]',
  'filter (eventName = "A"',
])('%s says more than a pattern can', (query) => {
  expect(patternOfQuery(query)).toBeUndefined();
});

it('gives up on what is too long', () => {
  expect(patternOfQuery(`filter ${'('.repeat(20_000)}`)).toBeUndefined();
});
