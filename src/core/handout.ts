import type { Csv } from './command.ts';
import type { SubjectId } from './digest.ts';
import type { Tx } from './store.ts';

/** What a button of the bot's own messages hands out. */
export interface HandedOut {
  /** Whom it tells of. */
  readonly subjects: readonly SubjectId[];
  /** The rows about some of them. */
  readonly csv: (subjects: ReadonlySet<SubjectId>) => Csv;
}

/**
 * A button under a message of the bot's own that sends a file to whoever presses it, about those
 * accounts that they may ask a command about, in the channel where it stands.
 */
export interface Handout {
  /** The `action_id` of the button. */
  readonly id: string;
  /** The command's name. */
  readonly command: string;
  /** Undefined: what the value names is not kept any more. */
  readonly find: (tx: Tx, value: string) => Promise<HandedOut | undefined>;
}
