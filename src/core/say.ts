import type { Card } from './card.ts';
import type { Tx } from './store.ts';

/**
 * Has the bot itself say something, in the transaction that decided it: in the fallback channel
 * unless another is named, by id or as the settings name it. The same `key` is said once; a later
 * call with it changes what is said.
 */
export type Say = (
  tx: Tx,
  notice: { readonly key: string; readonly card: Card; readonly channel?: string },
) => Promise<void>;
