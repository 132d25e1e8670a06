import type { Card } from './card.ts';
import type { Tx } from './store.ts';

interface Notice {
  readonly key: string;
  readonly card: Card;
  readonly channel?: string;
  /**
   * The key of the notice whose thread it stands in, wherever that is: below those that were said there
   * before it, as soon as they stand. Rejects where there is no such notice.
   */
  readonly under?: string;
}

/**
 * Has the bot itself say something, in the transaction that decided it: in the fallback channel
 * unless another is named, by id or as the settings name it. The same `key` is said once; a later
 * call with it changes what is said.
 */
export type Say = (tx: Tx, notice: Notice) => Promise<void>;
