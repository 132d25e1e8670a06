import type { Question } from '../../core/command.ts';
import type { Destination, DestinationWish } from '../../core/destination.ts';
import type { Digests } from '../../core/digest.ts';
import type { Account, DigestSettings } from '../../core/settings.ts';
import type { DigestQuery } from './query.ts';

export interface SecurityDigestDeps {
  readonly digests: Digests;
  readonly digestSettings: () => readonly DigestSettings[];
  readonly accounts: () => readonly Account[];
  /** May this be told in a channel, as far as the asker can see it? */
  readonly destination: (wish: DestinationWish) => Promise<Destination>;
}

export type Asked<Q extends DigestQuery> = Question<Q>;
