import type { AccountId, AlertKey } from './ids.ts';
import type { Untrusted } from './text.ts';

/** What a mute is about. */
export type MuteScope =
  | { readonly kind: 'alarm'; readonly key: AlertKey; readonly name: Untrusted }
  | {
      readonly kind: 'detection';
      /** Of the catalogue. */
      readonly detection: string;
      readonly account: AccountId | undefined;
      /** As {@link EvidenceEvent.actor}; undefined: whoever does it. */
      readonly actor: string | undefined;
    };

/** Somebody wants to hear no more of something for a while. What happens meanwhile is kept and counted. */
export interface Mute {
  readonly id: string;
  readonly scope: MuteScope;
  /** A user's id. */
  readonly by: string;
  readonly at: number;
  /** Epoch ms. */
  readonly until: number;
  readonly reason: Untrusted;
  /** The incident whose button it was. */
  readonly incidentId: string | undefined;
  /** It blinds several accounts: it holds only once a second admin has agreed. */
  readonly needsSecond: boolean;
  readonly secondBy: string | undefined;
  /** Set when it was ended before its time. */
  readonly endedAt: number | undefined;
  /** How many firings it kept from the channel. */
  readonly held: number;
}
