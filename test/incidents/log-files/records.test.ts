import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors.ts';
import { parseJson } from '../../../src/core/unwrap-json.ts';
import { recordsIn } from '../../../src/incidents/log-files/records.ts';

const read = (text: string, from?: number): readonly unknown[] => [
  ...recordsIn(Buffer.from(text), from),
];

const codeOf = (work: () => void): string => {
  try {
    work();
    return 'none';
  } catch (thrown) {
    return thrown instanceof AppError ? thrown.code : String(thrown);
  }
};

describe('recordsIn', () => {
  it.each([
    ['nothing', ''],
    ['words', 'not json'],
    ['a page', '<html>{"Records":[{}]}</html>'],
    ['a list', '[{"Records":[]}]'],
    ['no records', '{"a":{"Records":[1]},"b":"Records"}'],
    ['records that are no list', '{"Records":{"0":1}}'],
    ['a name without a value', '{"Records"}'],
    ['a name that never ends', '{"Records'],
    ['a text of backslashes', `{"a":"${'\\'.repeat(100_001)}"`],
    ['a list that never ends', '{"Records":['],
    ['a wrong bracket', '{"Records":[}'],
    ['a bracket too many', '{"a":1]}'],
    ['only brackets', '{"a":'.repeat(50_000)],
  ])('refuses %s', (_, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'log_file_not_json' }));
  });

  it('gives what stands before the place where the file is cut off', () => {
    const records = recordsIn(Buffer.from('{"Records":[{"n":1},{"n":2},{"n":'));

    expect(records.next().value).toEqual({ n: 1 });
    expect(records.next().value).toEqual({ n: 2 });
    expect(() => records.next()).toThrow('ends in the middle');
  });

  it('gives undefined for a record that cannot be read, and goes on', () => {
    const deep = `${'['.repeat(300)}${']'.repeat(300)}`;

    expect(read(`{"Records":[{"n":1},{n:2},${deep},{"n":4}]}`)).toEqual([
      { n: 1 },
      undefined,
      undefined,
      { n: 4 },
    ]);
  });

  it('passes over as many as were read before', () => {
    expect(read('{"Records":[1,2,3]}', 2)).toEqual([3]);
    expect(read('{"Records":[1,2,3]}', 5)).toEqual([]);
  });

  it('finds the list behind other fields, white space and a byte order mark', () => {
    const text =
      '\ufeff \n{ "a" : {"Records":[0]} ,\t"b":[{"c":"]}\\""}], "Records" : [ 1 , {} ] }';

    expect(read(text)).toEqual([1, {}]);
  });

  it('reads whatever JSON holds, as each record by itself', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()),
        fc.jsonValue(),
        fc.constantFrom(0, 2),
        (Records, x, by) => {
          const text = JSON.stringify({ x, Records }, undefined, by);

          expect(read(text)).toEqual(Records.map((one) => parseJson(JSON.stringify(one))?.value));
        },
      ),
    );
  });

  it('never throws anything else, whatever the bytes', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      ',',
      ':',
      ' ',
      '1',
      '"Records"',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(codeOf(() => read(pieces.join('')))).toMatch(/^(?:none|log_file_not_json)$/);
      }),
      { numRuns: 3000 },
    );
  });
});
