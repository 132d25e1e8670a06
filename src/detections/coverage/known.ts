import type { TrailLogGroup } from '../../core/settings.ts';
import type { Known, ReachingAlarm } from './judge.ts';
import { type Found, readPlaces } from './read.ts';
import { reachOf } from './trails.ts';
import { createIsUncertain } from './uncertain.ts';

/** What the judgement needs to know of what was read. */
export const knownOf = (found: Found, trailLogs: readonly TrailLogGroup[]): Known => ({
  sightings: found.sightings,
  isUncertain: createIsUncertain(found, trailLogs),
  isWithout: (account, trailArn) =>
    found.trails.get(account)?.some(({ arn }) => arn === trailArn) === false,
  alarms: readPlaces(found).flatMap(({ account, region, alarms }) =>
    alarms.map((alarm): ReachingAlarm => {
      const trails = found.trails.get(account) ?? [];
      const { logGroup } = alarm;
      return { ...alarm, reach: reachOf({ account, region, logGroup }, { trails, trailLogs }) };
    }),
  ),
});
