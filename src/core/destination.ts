import type { Person } from './person.ts';
import type { Account } from './settings.ts';

/** A channel that somebody names for something to be told in. */
export interface DestinationWish {
  readonly asker: Person;
  /** An id, or a name without `#`. */
  readonly channel: string;
  /** What is told there is about these. */
  readonly accounts: readonly Account[];
  /** Whoever is in the channel has to have it on the accounts, by a rule that names the channel. */
  readonly right: string;
  /** Channels where no rule is needed, because the settings have it told there anyway. */
  readonly usual: readonly string[];
}

export type Destination =
  | {
      readonly kind: 'found';
      /** As the settings name it, else its id. */
      readonly channel: string;
      readonly id: string;
    }
  /** A sentence without its full stop. */
  | { readonly kind: 'refused'; readonly why: string };
