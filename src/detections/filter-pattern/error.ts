/** A filter pattern that CloudWatch would refuse. */
export class FilterPatternError extends Error {
  /** Characters from the beginning of the pattern. */
  readonly position: number;

  constructor(expected: string, position: number) {
    super(`Invalid filter pattern: expected ${expected} at position ${position}`);
    this.name = 'FilterPatternError';
    this.position = position;
  }
}
