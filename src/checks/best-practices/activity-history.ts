import type { BestPractice } from '../check.ts';
import { trailLogging } from '../trail-logging.ts';

export const activityHistory: BestPractice = {
  id: 'activity-history',
  title: 'Activity history kept',
  asks: 'CloudTrail records what is done in every region, in files that nobody can change unnoticed.',
  fails: trailLogging.fails,
  warns: trailLogging.warns,
  next: 'Make one trail for all regions (of the organisation, if there is one) with log file validation.',
  cis: trailLogging.cis,
  needs: trailLogging.needs,
  judge: trailLogging.judge,
};
