/** Each numbering of the CIS AWS Foundations Benchmark's monitoring controls, and its chapter. */
const numberings = [
  { versions: '1.2', chapter: 3, controls: 14 },
  { versions: '1.4 to 5.0', chapter: 4, controls: 15 },
  { versions: '6.0 and later', chapter: 5, controls: 15 },
] as const;

interface CisNumber {
  /** "1.4 to 5.0" */
  readonly versions: string;
  /** "4.10" */
  readonly number: string;
}

/** A monitoring control's number in each version that has it. */
export const cisNumbers = (control: number): readonly CisNumber[] =>
  numberings
    .filter(({ controls }) => control <= controls)
    .map(({ versions, chapter }) => ({ versions, number: `${chapter}.${control}` }));
