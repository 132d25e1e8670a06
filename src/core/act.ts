import type { Untrusted } from './text.ts';

/** Something that was done to an incident, by a person or by the bot on its own (`by` undefined). */
export interface Act {
  readonly incidentId: string;
  readonly kind:
    | 'acknowledged'
    | 'muted'
    | 'mute-ended'
    | 'resolved'
    | 'auto-resolved'
    | 'paged'
    | 'reminded'
    | 'escalated';
  /** A user's id. */
  readonly by: string | undefined;
  /** Our clock, epoch ms. */
  readonly at: number;
  /** A reason that was given, whom it was escalated to … */
  readonly detail: Untrusted | undefined;
}
