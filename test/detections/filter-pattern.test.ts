import { describe, expect, it } from 'vitest';
import { FilterPatternError } from '../../src/detections/filter-pattern/error.ts';
import { readFilterPattern } from '../../src/detections/filter-pattern.ts';

const matches = (pattern: string, record: unknown): boolean =>
  readFilterPattern(pattern)({ record, message: () => JSON.stringify(record) });

const isIn = (pattern: string, text: string): boolean =>
  readFilterPattern(pattern)({ record: undefined, message: () => text });

const event = {
  kind: 'UpdateTrail',
  address: '198.51.100.7',
  tags: ['blue', 'green'],
  disks: [
    { name: 'root', size: 8 },
    { name: 'data', size: 500 },
  ],
  grid: [
    [0, 1],
    [4, 5],
  ],
  nothing: null,
  isOn: true,
  isOff: false,
  latency: 55.5,
  code: '400',
  star: 'Ev*ent',
  text: 'Failed authentication',
  user: { id: 1, 'sub-name': 'a:b', mail: 'alice@example.com' },
};

describe('a pattern of JSON', () => {
  it.each([
    ['{ $.kind = "UpdateTrail" }'],
    ['{$.kind=UpdateTrail}'],
    ['  { $.kind = Update* }  '],
    ['{ $.kind = "*Trail" }'],
    ['{ $.kind = "*date*" }'],
    ['{ $.kind = * }'],
    ['{ $.star = "Ev*ent" }'],
    ['{ $.address != 203.0.113.* }'],
    ['{ $.text = "Failed authentication" }'],
    ['{ $.tags[0] = "blue" }'],
    ['{ $.tags[*] = green }'],
    ['{ $.disks[1].size = 500 }'],
    ['{ $.disks[*].name = data }'],
    ['{ $.grid[1][0] = 4 }'],
    ['{ $.nothing IS NULL }'],
    ['{ $.absent NOT EXISTS }'],
    ['{ $.user.absent.deeper NOT EXISTS }'],
    ['{ $.isOn IS TRUE }'],
    ['{ $.isOff IS FALSE }'],
    ['{ $.latency >= 55.5 }'],
    ['{ $.latency < 10e3 }'],
    ['{ $.latency > +1e-3 }'],
    ['{ $.latency != -55.5 }'],
    ['{ $.code = 400 }'],
    ['{ $.user.sub-name = "a:b" }'],
    ['{ ($.user.id = 1) && ($.user.mail = "alice@example.com") }'],
    ['{ $.user.id = 1 || $.kind = no && $.kind = never }'],
    ['{ $.address = %^198\\.51\\.100\\.[0-9]{1,3}$% }'],
    ['{ $.kind = %date% && $.kind != %[0-9]% }'],
  ])('%s holds', (pattern) => {
    expect(matches(pattern, event)).toBe(true);
  });

  it.each([
    ['{ $.kind = "updatetrail" }', 'case tells'],
    ['{ $.kind = Update }', 'a word is the whole of it'],
    ['{ $.kind = "*date" }', 'the end is fixed'],
    ['{ $.kind = "Up*Trail" }', 'an asterisk between is only an asterisk'],
    ['{ $.address != 198.51.* }', 'it is in there'],
    ['{ $.tags = blue }', 'a list is no value'],
    ['{ $.tags != blue }', 'a list is no other value either'],
    ['{ $.tags[2] = blue }', 'there is no third'],
    ['{ $.user[0] = 1 }', 'it is no list'],
    ['{ $.absent = x }', 'absent is not equal'],
    ['{ $.absent != x }', 'absent is not unequal'],
    ['{ $.absent IS NULL }', 'absent is not null'],
    ['{ $.nothing NOT EXISTS }', 'null is there'],
    ['{ $.nothing = null }', 'null has a word of its own'],
    ['{ $.isOn IS FALSE }', 'it is on'],
    ['{ $.latency > 55.5 }', 'it is not more'],
    ['{ $.code > 100 }', 'a text has no size'],
    ['{ ($.user.id = 1 || $.kind = no) && $.kind = never }', 'parentheses go first'],
    ['{ $.user.toString NOT EXISTS && $.kind = no }', 'both have to hold'],
    ['{ $.user.constructor = * }', 'only its own members count'],
    ['{ $.kind = %^date% }', 'the beginning is fixed'],
  ])('%s does not: %s', (pattern) => {
    expect(matches(pattern, event)).toBe(false);
  });

  it('holds for no line that is not JSON', () => {
    expect(matches('{ $.kind = * }', undefined)).toBe(false);
    expect(matches('{ $.kind = * }', 'kind')).toBe(false);
  });

  it.each([
    ['{ $.a = 1', 9, '}'],
    ['{ $.a 1 }', 6, 'a comparison'],
    ['{ $.a = }', 8, 'a value'],
    ['{ a = 1 }', 2, 'a selector'],
    ['{ $ = 1 }', 2, 'a selector'],
    ['{ $.a IS MAYBE }', 9, 'NULL, TRUE or FALSE'],
    ['{ ($.a = 1 }', 11, ')'],
    ['{ $.a = 1 } x', 12, 'the end'],
    ['{ $.a > high }', 8, 'a number'],
    ['{ $.a = 1 && }', 13, 'a selector'],
    ['{ $.a = %(x)% }', 8, 'a regular expression'],
    ['{ $.a = %[% }', 8, 'a regular expression'],
    ['{ $.a = Failed authentication }', 15, '}'],
    [' [ip, user]', 1, 'terms or { … }'],
  ])('%s is refused at %i', (pattern, position, expected) => {
    const refusal = (() => {
      try {
        return readFilterPattern(pattern);
      } catch (thrown) {
        return thrown;
      }
    })();

    expect(refusal).toBeInstanceOf(FilterPatternError);
    expect(refusal).toMatchObject({ position, message: expect.stringContaining(expected) });
  });
});

describe('a pattern of terms', () => {
  it.each([
    ['', 'anything'],
    ['ERROR', 'ERRORCODE 7'],
    ['ERROR Exception', 'Exception after ERROR'],
    ['"request failed"', 'the request failed'],
    ['ERROR -Exiting', 'ERROR here'],
    ['?ERROR ?WARN', 'WARN here'],
    ['?ERROR ?WARN REQUEST', 'REQUEST alone: alternatives beside others are passed over'],
    ['%[Ww]arn%', 'a warning'],
    ['-"Exiting now"', 'Exiting later'],
    [String.raw`"say \"yes\""`, 'please say "yes"'],
  ])('%s is in: %s', (pattern, text) => {
    expect(isIn(pattern, text)).toBe(true);
  });

  it.each([
    ['ERROR', 'error'],
    ['ERROR Exception', 'ERROR alone'],
    ['"request failed"', 'failed request'],
    ['ERROR -Exiting', 'ERROR, Exiting'],
    ['?ERROR ?WARN', 'INFO'],
    ['-"Exiting now"', 'Exiting now'],
  ])('%s is not in: %s', (pattern, text) => {
    expect(isIn(pattern, text)).toBe(false);
  });
});
