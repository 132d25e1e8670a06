/** Reads a text piece by piece; spaces between pieces do not matter. */
export interface Scanner {
  /** @returns what matches here, or undefined without moving */
  readonly take: (pattern: RegExp) => string | undefined;
  /** @throws what `fail` makes, if it is not there */
  readonly need: (pattern: RegExp, what: string) => string;
  readonly isAtEnd: () => boolean;
  /** Where the next piece begins, in characters. */
  readonly position: () => number;
}

/** @param fail Makes the error for what is expected and missing at a position. */
export const createScanner = (
  text: string,
  fail: (what: string, position: number) => Error,
): Scanner => {
  let position = 0;
  const match = (pattern: RegExp): string | undefined => {
    const sticky = new RegExp(pattern.source, `${pattern.flags.replace('y', '')}y`);
    sticky.lastIndex = position;
    const found = sticky.exec(text)?.[0];
    if (found !== undefined) position += found.length;
    return found;
  };
  const take = (pattern: RegExp): string | undefined => {
    match(/\s*/);
    return match(pattern);
  };
  return {
    take,
    need: (pattern, what) => {
      const found = take(pattern);
      if (found === undefined) throw fail(what, position);
      return found;
    },
    isAtEnd: () => {
      match(/\s*/);
      return position >= text.length;
    },
    position: () => {
      match(/\s*/);
      return position;
    },
  };
};

export type Test<T> = (value: T) => boolean;

/** What joins tests, from the weakest to the strongest, and what they consist of. */
interface Words<T> {
  readonly or: RegExp;
  readonly and: RegExp;
  readonly one: () => Test<T>;
}

/** One or more tests; `and` binds tighter than `or`. */
export const readTests = <T>(scanner: Scanner, words: Words<T>): Test<T> => {
  const chain = (separator: RegExp, read: () => Test<T>): readonly Test<T>[] => {
    const tests = [read()];
    while (scanner.take(separator) !== undefined) tests.push(read());
    return tests;
  };
  const all = (): Test<T> => {
    const tests = chain(words.and, words.one);
    return (value) => tests.every((test) => test(value));
  };
  const tests = chain(words.or, all);
  return (value) => tests.some((test) => test(value));
};

/** A quoted text without its quotes. */
export const unquoted = (text: string): string => text.slice(1, -1).replaceAll(/\\(.)/g, '$1');
