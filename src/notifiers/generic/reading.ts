import type { CardPart, Fact } from '../../core/card.ts';
import type { AccountId, RegionId } from '../../core/ids.ts';
import type { SeverityVerdict } from '../../core/severity.ts';
import type { SafeUrl, Text } from '../../core/text.ts';
import type { Status } from './states.ts';

/** What the generic notifier found in a notification. Strings are foreign, without their secrets. */
export interface Reading {
  readonly title: string;
  /** Ours: what follows the title in the headline. */
  readonly verb: string;
  readonly cause?: Text | undefined;
  readonly status: Status;
  /** Epoch ms, where the source tells it. */
  readonly at?: number | undefined;
  readonly account?: AccountId | undefined;
  readonly region?: RegionId | undefined;
  readonly resource?: string | undefined;
  readonly severity?: SeverityVerdict | undefined;
  /** What tells it from others; left out, the message's id does. */
  readonly key?: readonly string[] | undefined;
  readonly facts: readonly Fact[];
  readonly details?: readonly CardPart[];
  readonly consoleUrl?: SafeUrl | undefined;
}

export type Json = Readonly<Record<string, unknown>>;
