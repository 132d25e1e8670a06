import { alarmHappenings } from './alarms.ts';
import { eventHappenings } from './events.ts';
import type { Happening } from './happening.ts';
import { serviceHappenings } from './services.ts';

/** Everything that `POST /_sandbox/happen` can bring about. */
export const happenings: readonly Happening[] = [
  ...alarmHappenings,
  ...eventHappenings,
  ...serviceHappenings,
];
