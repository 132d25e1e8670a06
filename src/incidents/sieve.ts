import type { Alert, Destination } from '../core/alert.ts';
import type { Metrics } from '../core/metrics.ts';
import type { Account, Suppression } from '../core/settings.ts';
import type { Tx } from '../core/store.ts';
import { judgeOwnRoles } from './own-roles.ts';
import type { Source } from './record.ts';
import { countSuppressed, suppressionOf } from './suppress.ts';

interface SieveDeps {
  readonly settings: () => {
    readonly suppress: readonly Suppression[];
    readonly accounts: readonly Account[];
  };
  /** Takes in a notice that there are log files to read. */
  readonly notices: Sieve;
  readonly destinations: (alert: Alert) => readonly Destination[];
  readonly now: () => number;
  readonly metrics: Metrics;
}

/** What is told of an alert; undefined: nothing, and it was counted. */
export type Sieve = (tx: Tx, alert: Alert, source: Source) => Promise<Alert | undefined>;

/** Holds back what nobody asked for, what the settings suppress, and what is about the bot itself. */
export const createSieve =
  ({ settings, notices, destinations, now, metrics }: SieveDeps): Sieve =>
  async (tx, alert, source) => {
    if (alert.logFiles !== undefined) return notices(tx, alert, source);
    if (alert.isUnwatched === true && destinations(alert).length === 0) {
      metrics.count('trailwarden_events_ignored_total');
      return undefined;
    }
    if (alert.events === undefined) return alert;
    const judged = await judgeOwnRoles(tx, alert, settings().accounts, now());
    if (judged === undefined) {
      metrics.count('trailwarden_events_held_back_total', { reason: 'own-denied' });
      return undefined;
    }
    const suppression = judged === alert ? suppressionOf(judged, settings(), now()) : undefined;
    if (suppression === undefined) return judged;
    await countSuppressed(tx, suppression);
    metrics.count('trailwarden_events_held_back_total', { reason: 'suppressed' });
    return undefined;
  };
