/** The same numbers for the same seed, in every run. */
export interface Random {
  /** From 0 up to 1. */
  readonly next: () => number;
  readonly integer: (below: number) => number;
  readonly pick: <T>(from: readonly [T, ...(readonly T[])]) => T;
  /** Hexadecimal digits. */
  readonly hex: (digits: number) => string;
  readonly uuid: () => string;
}

/** FNV-1a, 32 bits. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
};

/** Mulberry32. */
export const createRandom = (seed: string): Random => {
  let state = hashOf(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (below: number): number => Math.floor(next() * below);
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => integer(16).toString(16)).join('');
  return {
    next,
    integer,
    pick: (from) => from[integer(from.length)] ?? from[0],
    hex,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  };
};

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An id as IAM gives them, always the same for the same name: `AROA…EXAMPLE`. */
export const exampleId = (prefix: 'AKIA' | 'ASIA' | 'AROA' | 'AIDA', name: string): string => {
  const random = createRandom(`${prefix}:${name}`);
  const middle = Array.from({ length: 9 }, () => letters.charAt(random.integer(letters.length)));
  return `${prefix}${middle.join('')}EXAMPLE`;
};
