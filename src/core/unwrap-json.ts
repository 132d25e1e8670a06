/** Deeper JSON is somebody's trick, not AWS's: it would overflow whoever walks it. */
const maxDepth = 200;

/**
 * Numbers written with sixteen digits or more, or with a large exponent, may not survive as a
 * JavaScript number.
 */
const risky = /\d{16}|\d[eE]\+?\d{2}/;

/** Fewer brackets than that cannot nest deeper, strings or not: nearly every message ends here. */
const hasFewBrackets = (text: string): boolean => {
  let brackets = 0;
  for (let at = 0; at < text.length && brackets <= maxDepth; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x7b || code === 0x5b) brackets += 1;
  }
  return brackets <= maxDepth;
};

/** Is it nested deeper than can be walked safely? One pass over the text, strings skipped. */
const isTooDeep = (text: string): boolean => {
  if (hasFewBrackets(text)) return false;
  const scanner = /[[{"\]}]/g;
  let depth = 0;
  for (let found = scanner.exec(text); found !== null; found = scanner.exec(text)) {
    const [character] = found;
    if (character === '"') scanner.lastIndex = endOfString(text, found.index);
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > maxDepth) return true;
    } else depth -= 1;
  }
  return false;
};

/** Where the string that begins at `start` is over. */
const endOfString = (text: string, start: number): number => {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return text.length;
    let escapes = 0;
    while (text[quote - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
};

/** An id of many digits stays what it was; 1e400 too, which would become infinite. */
const keepDigits = (
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown =>
  typeof value === 'number' &&
  (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
    ? (context?.source ?? String(value))
    : value;

const parseText = (text: string | undefined): { readonly value: unknown } | undefined => {
  if (text === undefined) return undefined;
  try {
    const value: unknown = risky.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
    return { value };
  } catch {
    return undefined;
  }
};

const hasLineBreak = /[\r\n\t]/;

/** Copied out of an e-mail or a document, a string may be broken over lines. */
const joinLines = (text: string): string => {
  let joined = '';
  let done = 0;
  for (let quote = text.indexOf('"'); quote !== -1; quote = text.indexOf('"', done)) {
    const end = endOfString(text, quote);
    joined += text.slice(done, quote) + text.slice(quote, end).replaceAll(/\s*[\r\n\t]\s*/g, ' ');
    done = end;
  }
  return joined + text.slice(done);
};

/**
 * JSON text as a value, in an object so that `null` differs from "not JSON". Undefined for what is
 * not JSON or nested more than 200 deep; a string broken over lines is mended. Whole numbers beyond 2^53 come as text. Never throws.
 */
export const parseJson = (text: string): { readonly value: unknown } | undefined => {
  if (isTooDeep(text)) return undefined;
  const repaired = (): string | undefined =>
    hasLineBreak.test(text) ? joinLines(text) : undefined;
  return parseText(text) ?? parseText(repaired());
};
