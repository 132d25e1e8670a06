import type { Json } from '../../json.ts';

/** One event of a log group, as filters and queries see it. */
export interface LogEvent {
  readonly id: string;
  readonly stream: string;
  /** Epoch ms. */
  readonly timestamp: number;
  readonly record: Json;
  readonly message: () => string;
}
