import { homeRegion, security } from '../accounts.ts';

/** What the organisation's trail writes to. */
export const trailGroup = {
  name: 'aws-cloudtrail-logs-organization',
  arn: `arn:aws:logs:${homeRegion}:${security}:log-group:aws-cloudtrail-logs-organization`,
};
