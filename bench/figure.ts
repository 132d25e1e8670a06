/** One line of output: a figure, and where there is one the floor of the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly floor?: number;
}

const rounded = (value: number): number => Number(value.toPrecision(4));

/** Prints a figure as a JSON line; the ratio is value over floor. */
export const print = ({ name, value, unit, floor }: Figure): void => {
  const line =
    floor === undefined
      ? { name, value: rounded(value), unit }
      : { name, value: rounded(value), unit, floor: rounded(floor), ratio: rounded(value / floor) };
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

/** Says whether a goal was met, on stderr, and remembers a miss for the exit code. */
export const goal = (what: string, met: boolean): void => {
  process.stderr.write(`${met ? 'met   ' : 'MISSED'} ${what}\n`);
  if (!met) process.exitCode = 1;
};

/** The value below which `share` (0–1) of the sorted values lie. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};
