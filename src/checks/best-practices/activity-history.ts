import type { BestPractice } from '../check.ts';
import { trailLogging } from '../trail-logging.ts';

export const activityHistory: BestPractice = {
  id: 'activity-history',
  title: 'Activity history kept',
  asks: 'CloudTrail records what is done in every region, in files that nobody can change unnoticed.',
  fails: trailLogging.fails,
  warns: trailLogging.warns,
  findings: trailLogging.findings,
  next: trailLogging.next,
  urgency: trailLogging.urgency,
  cis: trailLogging.cis,
  needs: trailLogging.needs,
  judge: trailLogging.judge,
};
