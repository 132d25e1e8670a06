import type { TrailEvent } from '../aws/trail/record.ts';
import type { Happening, World } from './happening.ts';
import type { RecordsOf } from './trail-records.ts';

/** An alarm that is tripped, and recovers. */
export interface Trip {
  readonly what: string;
  readonly title: string;
  readonly alarm: string;
  readonly account?: string;
  /** The datapoint that trips it, and the one it recovers with; undefined if none comes. */
  readonly value: number;
  readonly calm?: number;
  /** What CloudTrail writes of it. */
  readonly records?: RecordsOf;
  /** How much longer than usual that takes. */
  readonly lateMs?: number;
  /** What it writes of the recovery. */
  readonly recoveryRecords?: RecordsOf;
  readonly recovers: string;
}

export const writeRecords = (
  { trail, clock }: World,
  records: RecordsOf = () => [],
  lateMs = 0,
): readonly TrailEvent[] => trail.recordAll(records(clock.now()), lateMs);

export const tripAndRecovery = (trip: Trip): readonly Happening[] => [
  {
    what: trip.what,
    title: trip.title,
    run: async (world) => {
      writeRecords(world, trip.records, trip.lateMs);
      await world.alarm(trip.alarm, 'ALARM', trip.value, trip.account);
    },
  },
  {
    what: trip.recovers,
    title: `${trip.alarm} is OK again`,
    run: async (world) => {
      writeRecords(world, trip.recoveryRecords);
      await world.alarm(trip.alarm, 'OK', trip.calm, trip.account);
    },
  },
];
