import type { Alert } from '../core/alert.ts';
import type { EventsElsewhere, Evidence } from '../core/evidence.ts';
import type { Incident } from '../core/incident-store.ts';
import type { Tx } from '../core/store.ts';
import { placeEvents } from './events-of.ts';
import {
  callOf,
  type EvidenceNews,
  evidenceOfMessage,
  mergeEvidence,
  newsOf,
} from './evidence/merge.ts';
import { recognise } from './recognise.ts';

/** What became of a look, or of the records that a message brought. */
export interface Taken {
  readonly incident: Incident;
  readonly before: Evidence | undefined;
  readonly evidence: Evidence;
  readonly news: EvidenceNews;
}

/** Of each incident the last count: a look finds the same events again. */
const unitedElsewhere = (
  before: readonly EventsElsewhere[],
  found: readonly EventsElsewhere[],
): readonly EventsElsewhere[] => [
  ...new Map([...before, ...found].map((each) => [each.incidentId, each])).values(),
];

/** What is told elsewhere is no news here. */
const ownNews = (news: EvidenceNews, { events, elsewhere = [] }: Evidence): EvidenceNews => {
  if (elsewhere.length === 0) return news;
  const actors = new Set(events.map(({ actor }) => actor));
  const calls = new Set(events.map(callOf));
  const accounts = new Set(events.map(({ trail }) => trail.account));
  return {
    actors: news.actors.filter((actor) => actors.has(actor)),
    calls: news.calls.filter((call) => calls.has(call)),
    accounts: news.accounts.filter((account) => accounts.has(account)),
  };
};

const putMerged = async (
  tx: Tx,
  incident: Incident,
  found: Evidence,
  elsewhere: readonly EventsElsewhere[],
): Promise<Taken> => {
  const before = await tx.evidence.get(incident.id);
  const merged = mergeEvidence(before, found);
  const others = unitedElsewhere(before?.elsewhere ?? [], elsewhere);
  const evidence = { ...merged, ...(others.length > 0 && { elsewhere: others }) };
  await tx.evidence.put(evidence);
  const news = ownNews(newsOf(before, evidence), evidence);
  return { incident: await recognise(tx, incident, evidence.detection), before, evidence, news };
};

/** Without what stands elsewhere; of what is counted and not kept nobody knows where it stands. */
const withOnly = (found: Evidence, own: Evidence['events']): Evidence => {
  if (own.length === found.events.length) return found;
  const isCut = found.isCountAtLeast || found.count > found.events.length;
  return { ...found, events: own, count: own.length, isCountAtLeast: isCut && own.length > 0 };
};

/** Puts what a look found to what stands under an incident. After `lockedIncident`. */
export const takeLook = async (
  tx: Tx,
  incident: Incident,
  found: Evidence,
  now: number,
): Promise<Taken> => {
  const { own, elsewhere } = await placeEvents(tx, incident.id, found.events, now);
  return putMerged(tx, incident, withOnly(found, own), elsewhere);
};

/** The same with the records that an alert brings itself; undefined: it brings none. */
export const takeRecords = async (
  tx: Tx,
  incident: Incident,
  { events = [], detection }: Alert,
  now: number,
): Promise<(Taken & { readonly isAllElsewhere: boolean }) | undefined> => {
  if (events.length === 0) return undefined;
  const { own, fresh, elsewhere } = await placeEvents(tx, incident.id, events, now);
  const told = evidenceOfMessage(incident.id, fresh, now);
  const found = { ...told, detection: detection ?? told.detection };
  const taken = await putMerged(tx, incident, found, elsewhere);
  return { ...taken, isAllElsewhere: own.length === 0 };
};
