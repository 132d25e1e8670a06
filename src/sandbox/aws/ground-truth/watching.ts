import { detections } from '../../../detections/index.ts';
import { homeRegion, prod, regions, security, staging } from '../accounts.ts';
import type { Planned } from '../plan/accounts.ts';
import { countedMetrics, type PlannedAlarm, planAlarms } from '../plan/alarms.ts';
import { isIn, type Week } from '../plan/span.ts';
import { secondRegion } from '../trail/trails.ts';

/** Which regions a trail leaves out, of the accounts that the organisation's does not reach. */
const without: Readonly<Record<string, (week: Week) => readonly string[]>> = {
  'acquired-1': (week) =>
    week === 2 ? [] : regions.filter((region) => region !== homeRegion && region !== secondRegion),
  'acquired-2': (week) => (week === 1 ? regions : []),
  'sandbox-7': (week) => (week === 2 ? [] : regions),
};

/** Where the activity history is not as it should be. */
const badHistory: Readonly<Record<string, readonly Week[]>> = {
  'acquired-1': [0, 1],
  'acquired-2': [1],
  'sandbox-7': [0, 1, 2],
};

export const regionsWithoutTrail = ({ account }: Planned, week: Week): readonly string[] =>
  without[account.name]?.(week) ?? [];

export const hasBadHistory = ({ account }: Planned, week: Week): boolean =>
  badHistory[account.name]?.includes(week) === true;

const isQuiet = ({ quiet }: PlannedAlarm, week: Week): boolean => isIn(quiet?.span, week);

export const alarmsWithoutActions = ({ account }: Planned, week: Week): readonly string[] =>
  planAlarms(account.id).flatMap((alarm) => (isQuiet(alarm, week) ? [alarm.name] : []));

export const alarmsWithoutData = ({ account }: Planned): readonly string[] =>
  planAlarms(account.id).flatMap(({ name, isWithoutData }) => (isWithoutData ? [name] : []));

/** What alarms of the story watch, in one region or another. */
const partly = [
  'root-use',
  'network-acl-change',
  'network-gateway-change',
  ...Object.values(countedMetrics).map(({ detection }) => detection),
];

/** The detections that an alarm watches everywhere in an account, and those that it watches somewhere. */
const watchedIn = ({ account }: Planned, week: Week) => {
  const isStory = [prod, staging, security].some((id) => id === account.id);
  const own = planAlarms(account.id).flatMap((alarm): readonly string[] =>
    alarm.metricName === undefined || isQuiet(alarm, week)
      ? []
      : [countedMetrics[alarm.metricName].detection],
  );
  // The alarm on the organisation's own trail.
  const ofAll = without[account.name] === undefined ? ['cloudtrail-change'] : [];
  return { everywhere: [...own, ...ofAll], somewhere: isStory ? partly : [] };
};

export const detectionsWithoutAlarm = (planned: Planned, week: Week): readonly string[] => {
  const { everywhere, somewhere } = watchedIn(planned, week);
  const watched = new Set([...everywhere, ...somewhere]);
  return detections.map(({ id }) => id).filter((id) => !watched.has(id));
};

export const detectionsWithAlarm = (planned: Planned, week: Week): readonly string[] => [
  ...new Set(watchedIn(planned, week).everywhere),
];
