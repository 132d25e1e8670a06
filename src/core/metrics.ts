/** Counters that operators alert on. A label's value is one of a small fixed set, never foreign text. */
export interface Metrics {
  readonly count: (name: string, labels?: Readonly<Record<string, string>>, by?: number) => void;
  /** A duration in seconds. */
  readonly observe: (
    name: string,
    seconds: number,
    labels?: Readonly<Record<string, string>>,
  ) => void;
}

const nothing = (): void => {};

export const noMetrics: Metrics = { count: nothing, observe: nothing };
