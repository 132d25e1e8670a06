import type { Detection, Watched } from './detection.ts';
import { detections } from './index.ts';

type Json = Readonly<Record<string, unknown>>;

interface Entry {
  readonly detection: Detection;
  readonly watched: Watched;
  /** Its place in the catalogue. */
  readonly rank: number;
}

const entries = detections.flatMap((detection, rank) =>
  detection.events.map((watched): Entry => ({ detection, watched, rank })),
);

const ofAnyName = entries.filter(({ watched }) => watched.names === undefined);

/** A record is compared only with the few that may be meant. */
const byName = Map.groupBy(
  entries.flatMap((entry) => (entry.watched.names ?? []).map((name) => ({ name, entry }))),
  ({ name }): unknown => name,
);

const holds = ({ watched }: Entry, record: Json): boolean =>
  (watched.source === undefined || watched.source === record['eventSource']) &&
  (watched.where === undefined || watched.where.holds(record));

/** Most records are nothing: that is answered without making anything. */
const none: readonly Detection[] = [];

/** What a CloudTrail record is, in the order of the catalogue; empty for what nobody watches. */
export const matchDetections = (record: Json): readonly Detection[] => {
  const found: Entry[] = [];
  for (const entry of ofAnyName) if (holds(entry, record)) found.push(entry);
  for (const { entry } of byName.get(record['eventName']) ?? [])
    if (holds(entry, record)) found.push(entry);
  if (found.length === 0) return none;
  return found.toSorted((a, b) => a.rank - b.rank).map(({ detection }) => detection);
};
