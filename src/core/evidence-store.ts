import type { Act } from './act.ts';
import type { Evidence } from './evidence.ts';
import type { Mute } from './mute.ts';

export interface EvidenceStore {
  readonly get: (incidentId: string) => Promise<Evidence | undefined>;
  readonly put: (evidence: Evidence) => Promise<void>;
  /**
   * Says that this event stands in this incident, unless it stands in another; returns the id of the
   * incident that it stands in afterwards.
   */
  readonly claim: (eventId: string, incidentId: string, at: number) => Promise<string>;
  /** The id of the incident that it stands in, if any. */
  readonly holder: (eventId: string) => Promise<string | undefined>;
  /** Forgets claims made before, epoch ms; returns how many. */
  readonly prune: (before: number) => Promise<number>;
}

export interface MuteStore {
  readonly put: (mute: Mute) => Promise<void>;
  readonly get: (id: string) => Promise<Mute | undefined>;
  /** Neither over nor ended; those that wait for a second person too. The newest first. */
  readonly active: (now: number) => Promise<readonly Mute[]>;
  /** Begun in this time, oldest first. */
  readonly between: (from: number, to: number) => Promise<readonly Mute[]>;
}

export interface ActStore {
  readonly add: (act: Act) => Promise<void>;
  /** Oldest first. */
  readonly of: (incidentId: string) => Promise<readonly Act[]>;
}
