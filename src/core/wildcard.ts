/**
 * Does `text` fit `pattern`, which was split at `*`, each standing for any characters? Every part is looked for
 * once from left to right, so that no pattern takes longer than the text is long.
 */
export const fitsPattern = (pattern: readonly string[], text: string): boolean => {
  const [first = '', ...rest] = pattern;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (text.length < first.length + last.length) return false;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= text.length - last.length;
};
