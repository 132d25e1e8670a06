import type { CommandSpec } from '../../core/command.ts';
import type { Incident } from '../../core/incident-store.ts';
import type { Mute } from '../../core/mute.ts';
import type { Overview } from '../../core/overview.ts';
import type { Suppression } from '../../core/settings.ts';
import type { Tx } from '../../core/store.ts';
import type { CoverageDeps } from './coverage.ts';

/** A mute as far as it is about one incident. */
export interface IncidentMute {
  readonly mute: Mute;
  /** Epoch ms. */
  readonly until: number;
  /** It does not hold yet: a second admin has to agree. */
  readonly isWaiting: boolean;
}

export interface TrailwardenDeps extends CoverageDeps {
  /** Every command, this one too. */
  readonly specs: readonly CommandSpec[];
  readonly overview: () => Promise<Overview>;
  readonly suppressions: () => readonly Suppression[];
  /** How many events a suppression kept from the channels so far. */
  readonly suppressedBy: (tx: Tx, suppression: Suppression) => Promise<number>;
  /** The mute that holds, or waits to hold, for an incident. */
  readonly muting: (tx: Tx, incident: Incident) => Promise<IncidentMute | undefined>;
}
