import { alarmHappenings } from './alarms.ts';
import { botRoleHappenings } from './bot-roles.ts';
import { eventHappenings } from './events.ts';
import { evidenceAlarmHappenings } from './evidence-alarms.ts';
import { guardHappenings } from './guards.ts';
import type { Happening } from './happening.ts';
import { logFileHappenings } from './log-files.ts';
import { serviceHappenings } from './services.ts';
import { terraformHappenings } from './terraform.ts';

/** Everything that `POST /_sandbox/happen` can bring about. */
export const happenings: readonly Happening[] = [
  ...alarmHappenings,
  ...evidenceAlarmHappenings,
  ...eventHappenings,
  ...guardHappenings,
  ...terraformHappenings,
  ...logFileHappenings,
  ...botRoleHappenings,
  ...serviceHappenings,
];
