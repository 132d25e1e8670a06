import type { Period } from '../../../core/digest.ts';
import type { AccountId } from '../../../core/ids.ts';
import type { Incident, Placement } from '../../../core/incident-store.ts';
import { foreign } from '../../../core/redact.ts';
import { compareSeverity, type Severity } from '../../../core/severity.ts';
import type { Store, Tx } from '../../../core/store.ts';
import type { Text } from '../../../core/text.ts';
import { detectionById } from '../../../detections/by-id.ts';
import { readIncidentPages } from '../../incident-pages.ts';

/** An incident as the digest tells of it. */
export interface Occurrence {
  readonly id: string;
  readonly account: AccountId | undefined;
  /** The detection's title, else the alarm's name. */
  readonly name: Text;
  /** Those of one name are counted together. */
  readonly group: string;
  readonly severity: Severity;
  readonly createdAt: number;
  readonly firings: number;
  readonly isOpen: boolean;
  /** Somebody can, and ought to, take it over: it is no mere event. */
  readonly isAlarm: boolean;
  readonly acknowledgedAt: number | undefined;
  readonly resolvedAt: number | undefined;
}

export interface ReadIncidents {
  readonly begun: readonly Occurrence[];
  readonly open: readonly Occurrence[];
  /** There are more than were read. */
  readonly isCut: boolean;
}

const mostOpen = 1_000;

const worst = (placements: readonly Placement[]): Severity =>
  placements.map(({ severity }) => severity.level).toSorted(compareSeverity)[0] ?? 'high';

const resolvedAtOf = ({ phase, closed, lastAt }: Incident): number | undefined =>
  closed?.at ?? (phase === 'resolved' ? lastAt : undefined);

const occurrenceOf = (incident: Incident, severity: Severity): Occurrence => {
  const { id, latest, createdAt, firings, phase, detection, acknowledged } = incident;
  const known = detectionById(detection ?? latest.detection);
  const named = foreign(latest.name.untrusted);
  return {
    id,
    account: latest.account,
    name: known === undefined ? [named] : [known.title],
    group: known === undefined ? `alarm ${named.untrusted}` : `detection ${known.id}`,
    severity,
    createdAt,
    firings,
    isOpen: phase === 'firing' || phase === 'unknown',
    isAlarm: phase !== 'event',
    acknowledgedAt: acknowledged?.at,
    resolvedAt: resolvedAtOf(incident),
  };
};

const occurrencesOf = async (
  tx: Tx,
  incidents: readonly Incident[],
): Promise<readonly Occurrence[]> => {
  const found: Occurrence[] = [];
  for (const incident of incidents)
    found.push(occurrenceOf(incident, worst(await tx.incidents.placements(incident.id))));
  return found;
};

/** What happened in the period, and what is open now, from the bot's own store. */
export const readIncidents = async (
  store: Store,
  period: Period,
  signal: AbortSignal,
): Promise<ReadIncidents> => {
  const begun = await readIncidentPages(store, { period, signal, read: occurrencesOf });
  const open = await store.transaction(async (tx) =>
    occurrencesOf(tx, await tx.incidents.open(mostOpen)),
  );
  return { begun: begun.found, open, isCut: begun.isCut || open.length >= mostOpen };
};
