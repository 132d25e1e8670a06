/** Insertions, deletions, replacements and swaps of neighbours that lead from `a` to `b`. */
const distance = (a: string, b: string): number => {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? at(i - 2, j - 2) + 1
          : Number.POSITIVE_INFINITY;
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swapped));
    }
  }
  return at(a.length, b.length);
};

/** The nearest of `known`, if `word` looks like a slip of the pen for it. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const wanted = word.slice(0, 100).toLowerCase();
  const scored = known
    .map((name) => ({ name, off: distance(wanted, name.slice(0, 100).toLowerCase()) }))
    .toSorted((a, b) => a.off - b.off);
  const best = scored[0];
  return best !== undefined && best.off <= Math.max(1, Math.floor(wanted.length / 3))
    ? best.name
    : undefined;
};

/** ` Did you mean "fallbackChannel"?`, or the whole list if nothing is near and it is short. */
export const didYouMean = (word: string, known: readonly string[]): string => {
  const best = nearest(word, known);
  if (best !== undefined) return ` Did you mean "${best}"?`;
  return known.length > 0 && known.length <= 12 ? ` Known here: ${known.join(', ')}.` : '';
};
