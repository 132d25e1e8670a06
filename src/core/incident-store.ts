import type { Alert, Phase } from './alert.ts';
import type { AlertKey } from './ids.ts';
import type { Via } from './notification.ts';
import type { Severity, SeverityVerdict } from './severity.ts';
import type { Untrusted } from './text.ts';

/** Who took an incident over: a user's id, and our clock, epoch ms. */
export interface Acknowledgement {
  readonly by: string;
  readonly at: number;
}

export interface Incident {
  readonly id: string;
  readonly key: AlertKey;
  readonly phase: Phase;
  readonly state: string;
  /** Source clock of the first and last transition, epoch ms. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** How often it fired. */
  readonly firings: number;
  /** The transition that is the current one; it carries what the card shows. */
  readonly latest: Alert;
  /** Goes up with every change; the outbox asks for a revision. */
  readonly revision: number;
  /** Our clock, epoch ms. */
  readonly createdAt: number;
  /** It lapses when the incident fires again after it was over. */
  readonly acknowledged: Acknowledgement | undefined;
  /** The catalogue's id: what is one does not resolve itself. */
  readonly detection: string | undefined;
  /** Its alarm is OK since, by the source's clock, and it is still open: `phase` stays `firing`. */
  readonly okSince: number | undefined;
  /** Somebody, or the time, closed it; it lapses when the incident fires again. */
  readonly closed: Closure | undefined;
}

/** Who closed an incident, and why. */
export interface Closure {
  /** A user's id; undefined: the route's time was over. */
  readonly by: string | undefined;
  readonly at: number;
  readonly reason: Untrusted;
}

export interface Transition {
  readonly incidentId: string;
  readonly alert: Alert;
  readonly inboxId: number | undefined;
  readonly via: Via;
  readonly receivedAt: number;
}

/** One incident in one channel. */
export interface Placement {
  readonly incidentId: string;
  readonly channel: string;
  readonly severity: SeverityVerdict;
  readonly why: string;
  /** The root message, once it has one. */
  readonly postId: string | undefined;
  readonly stormId: string | undefined;
}

export interface StormMember {
  readonly incidentId: string;
  readonly phase: Phase;
  readonly state: string;
  readonly firings: number;
  readonly lastAt: number;
  readonly latest: Alert;
  readonly severity: Severity;
  readonly postId: string | undefined;
  readonly acknowledged: Acknowledgement | undefined;
}

export interface IncidentStore {
  /** Newest first by `lastAt`. In PostgreSQL the key is locked for the transaction. */
  readonly byKey: (key: AlertKey, limit: number) => Promise<readonly Incident[]>;
  readonly get: (id: string) => Promise<Incident | undefined>;
  readonly put: (incident: Incident) => Promise<void>;
  /** Firing or unknown ones, newest first. */
  readonly open: (limit: number) => Promise<readonly Incident[]>;
  /** Begun in this time by our clock (`createdAt`), oldest first; `after`: the id of the last one had. */
  readonly between: (
    from: number,
    to: number,
    limit: number,
    after?: string,
  ) => Promise<readonly Incident[]>;
  /** False if this (key, state, at) was counted before, whatever brought it. */
  readonly addTransition: (transition: Transition) => Promise<boolean>;
  /** Sorted by the source's clock. */
  readonly transitions: (incidentId: string) => Promise<readonly Transition[]>;
  /** Is there a transition of this key and state within ±`withinMs` of `at`? */
  readonly hasTransitionNear: (
    key: AlertKey,
    state: string,
    at: number,
    withinMs: number,
  ) => Promise<boolean>;
  readonly placements: (incidentId: string) => Promise<readonly Placement[]>;
  readonly putPlacement: (placement: Placement) => Promise<void>;
  /** Worst severity first, then firing first, then newest. */
  readonly stormMembers: (stormId: string) => Promise<readonly StormMember[]>;
}
