const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** Words as a line for a shell: what means anything to it is quoted. */
export const shellLine = (words: readonly string[]): string => words.map(quoted).join(' ');
