/** Asks once for each key, however often and at the same time it is asked. */
export const onceEach = <A extends readonly unknown[], T>(
  keyOf: (...about: A) => string,
  ask: (...about: A) => Promise<T>,
): ((...about: A) => Promise<T>) => {
  const asked = new Map<string, Promise<T>>();
  return (...about) => {
    const key = keyOf(...about);
    const known = asked.get(key) ?? ask(...about);
    asked.set(key, known);
    return known;
  };
};

/** Asks once. */
export const once = <T>(ask: () => Promise<T>): (() => Promise<T>) => onceEach(() => '', ask);
