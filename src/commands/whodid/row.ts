import type { TrailRecord } from '../../aws/trail-types.ts';
import { type Human, humanOf } from '../../core/human.ts';
import { readTrailEvent, type TrailEvent } from '../../core/trail-event.ts';
import { textAt } from '../../core/values.ts';

/** A record that was found, and what it says. */
export interface Row {
  /** As CloudTrail has it: not redacted, never to be shown. */
  readonly record: TrailRecord;
  readonly event: TrailEvent;
  readonly human: Human;
  /** Epoch ms of its own time. */
  readonly at: number;
  /** How a bare word was found. */
  readonly sides: ReadonlySet<Side>;
}

/** A bare word is looked for as both. */
export type Side = 'resource' | 'user';

export const toRow = (record: TrailRecord): Row | undefined => {
  const event = readTrailEvent(record);
  if (event.when === undefined) return undefined;
  return { record, event, human: humanOf(record), at: event.when, sides: new Set() };
};

/** As it stands in the record, for asking AWS with it; `event.accessKey` is shortened for people. */
export const keyOf = ({ record }: Row): string | undefined =>
  textAt(record, 'userIdentity', 'accessKeyId');
