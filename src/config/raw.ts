import { didYouMean } from '../core/did-you-mean.ts';
import type { Path } from './document.ts';

/** A value and where it stands. */
export interface Entry<T> {
  readonly path: Path;
  readonly value: T;
}

/** Says what is wrong at `path`. */
export type Complain = (path: Path, sentence: string) => void;

/** The value of a key in what may be anything. */
export const get = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

/** A list, or none. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A scalar or a list of them as words; an unquoted account id has become a number. */
export const words = (value: unknown): readonly string[] =>
  [value].flat().flatMap((word: unknown) => {
    if (typeof word === 'number') return [String(word).padStart(12, '0')];
    return typeof word === 'string' ? [word] : [];
  });

/** Also of entries that are wrong elsewhere: a typo in an account must not make its routes wrong. */
export const wordsOf = (raw: unknown, key: string, fields: readonly string[]): readonly string[] =>
  list(get(raw, key)).flatMap((item) =>
    typeof item === 'string' ? [item] : fields.flatMap((field) => words(get(item, field))),
  );

/** Complains of every value that was there before. */
export const checkDuplicates = (
  items: readonly Entry<string>[],
  what: string,
  complain: Complain,
): void => {
  const seen = new Map<string, number>();
  for (const [index, { path, value }] of items.entries()) {
    const first = seen.get(value);
    if (first === undefined) seen.set(value, index);
    else complain(path, ` names ${what} "${value}" a second time; keep one.`);
  }
};

/** Complains of every word that is not `among` the known ones. */
export const checkKnown = (
  { path, value }: Entry<readonly string[]>,
  among: readonly string[],
  lack: string,
  complain: Complain,
): void => {
  for (const word of value)
    if (!among.includes(word))
      complain(path, ` says "${word}", but ${lack}.${didYouMean(word, among)}`);
};
