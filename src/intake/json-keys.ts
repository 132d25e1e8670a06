const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

const isEscaped = (json: string, at: number): boolean => {
  let before = at - 1;
  while (json.charCodeAt(before) === backslash) before -= 1;
  return (at - 1 - before) % 2 === 1;
};

const stringEnd = (json: string, open: number): number => {
  let end = json.indexOf('"', open + 1);
  while (end !== -1 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end;
};

/**
 * How many keys the outermost object of `json` is written with, repeated ones counted each time:
 * `JSON.parse` silently keeps the last of them, another reader the first. Undefined above `limit`
 * and where a string does not end. The text need not be valid; one pass, whatever it holds.
 */
export const countTopLevelKeys = (json: string, limit: number): number | undefined => {
  let depth = 0;
  let keys = 0;
  for (let at = 0; at < json.length; at += 1) {
    const char = json.charCodeAt(at);
    if (char === quote) {
      at = stringEnd(json, at);
      if (at === -1) return undefined;
    } else if (char === openBrace || char === openBracket) depth += 1;
    else if (char === closeBrace || char === closeBracket) depth -= 1;
    else if (char === colon && depth === 1) {
      // Outside strings a colon at depth 1 stands after a key of the outermost object only.
      keys += 1;
      if (keys > limit) return undefined;
    }
  }
  return keys;
};
