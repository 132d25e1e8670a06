import type { Question } from '../../core/command.ts';
import type { Digests } from '../../core/digest.ts';
import type { Person } from '../../core/person.ts';
import type { Account, DigestSettings } from '../../core/settings.ts';
import type { DigestQuery } from './query.ts';

export interface DestinationWish {
  readonly asker: Person;
  /** An id, or a name without `#`. */
  readonly channel: string;
  /** What is told there is about these. */
  readonly accounts: readonly Account[];
  /** The command whose answers those in the channel have to be allowed. */
  readonly right: string;
  /** Channels that the settings have it told in anyway. */
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

export interface SecurityDigestDeps {
  readonly digests: Digests;
  readonly digestSettings: () => readonly DigestSettings[];
  readonly accounts: () => readonly Account[];
  /** May this be told in a channel, as far as the asker can see it? */
  readonly destination: (wish: DestinationWish) => Promise<Destination>;
}

export type Asked<Q extends DigestQuery> = Question<Q>;
