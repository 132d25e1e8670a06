import { AppError } from '../../core/errors.ts';
import { parseJson } from '../../core/unwrap-json.ts';

const code = (character: string): number => character.charCodeAt(0);

const quote = code('"');
const backslash = code('\\');
const comma = code(',');
const colon = code(':');
const openBrace = code('{');
const closeBrace = code('}');
const openBracket = code('[');
const closeBracket = code(']');

const noRecords = (what: string): AppError =>
  new AppError(`The file ${what}.`, {
    kind: 'bad-event',
    code: 'log_file_not_json',
    hint: 'Look at it with "aws s3 cp" and gunzip: a log file of CloudTrail is JSON with a list of Records.',
  });

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

const afterSpace = (bytes: Buffer, start: number): number => {
  let at = start;
  while (isSpace(bytes[at])) at += 1;
  return at;
};

/** Behind the string whose quote is at `start`. */
const afterString = (bytes: Buffer, start: number): number => {
  let at = start + 1;
  for (;;) {
    const end = bytes.indexOf(quote, at);
    if (end === -1) throw noRecords('ends within a text');
    let escapes = 0;
    while (bytes[end - 1 - escapes] === backslash) escapes += 1;
    if (escapes % 2 === 0) return end + 1;
    at = end + 1;
  }
};

const isEnd = (byte: number | undefined): boolean =>
  byte === undefined ||
  byte === comma ||
  byte === closeBrace ||
  byte === closeBracket ||
  isSpace(byte);

/** Behind the value that begins at `start`, however deep it is. */
const afterValue = (bytes: Buffer, start: number): number => {
  let at = start;
  let depth = 0;
  for (;;) {
    const byte = bytes[at];
    if (byte === undefined) throw noRecords('ends in the middle');
    if (byte === quote) at = afterString(bytes, at);
    else if (byte === openBrace || byte === openBracket) {
      depth += 1;
      at += 1;
    } else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1;
      at += 1;
    } else if (depth > 0) at += 1;
    else while (!isEnd(bytes[at])) at += 1;
    if (depth < 0 || at === start) throw noRecords('is not JSON');
    if (depth === 0) return at;
  }
};

/** Where the list `Records` of the outermost object begins, behind its bracket. */
const startOfRecords = (bytes: Buffer): number => {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  let at = afterSpace(bytes, hasMark ? 3 : 0);
  if (bytes[at] !== openBrace) throw noRecords('is not a JSON object');
  at = afterSpace(bytes, at + 1);
  while (bytes[at] === quote) {
    const end = afterString(bytes, at);
    const name = bytes.toString('latin1', at + 1, end - 1);
    at = afterSpace(bytes, end);
    if (bytes[at] !== colon) throw noRecords('is not JSON');
    at = afterSpace(bytes, at + 1);
    if (name === 'Records' && bytes[at] === openBracket) return at + 1;
    at = afterSpace(bytes, afterValue(bytes, at));
    if (bytes[at] === comma) at = afterSpace(bytes, at + 1);
  }
  throw noRecords('has no list of Records');
};

/**
 * The records of a log file, one after the other, so that only one of them is read at a time;
 * undefined stands for one that is not JSON. Ends with the list; what follows is not looked at.
 *
 * @param from How many at the beginning are passed over.
 * @throws AppError `log_file_not_json`, also in the middle, where the file is cut off
 */
export function* recordsIn(bytes: Buffer, from = 0): Generator<unknown, void> {
  let at = afterSpace(bytes, startOfRecords(bytes));
  for (let number = 0; bytes[at] !== closeBracket; number += 1) {
    const end = afterValue(bytes, at);
    if (number >= from) yield parseJson(bytes.toString('utf8', at, end))?.value;
    at = afterSpace(bytes, end);
    if (bytes[at] === comma) at = afterSpace(bytes, at + 1);
  }
}
