import type { AwsClients } from './aws/clients.ts';
import { createObjectReader } from './aws/s3.ts';
import type { Settings } from './core/settings.ts';
import type { LogFileSources } from './incidents/log-files/read-errand.ts';
import { toAlerts } from './notifiers/index.ts';

interface LogFileSourcesDeps {
  readonly settings: () => Settings;
  readonly aws: AwsClients;
}

/** Packed records are some fifteen times smaller than what CloudTrail writes at most (50 MB). */
const mostBytes = 20 * 1024 * 1024;

/** Reads the log files of the listed buckets, each in its account and region. */
export const createLogFileSources = ({ settings, aws }: LogFileSourcesDeps): LogFileSources => {
  const reader = createObjectReader(aws);
  return {
    buckets: () => settings().trailBuckets,
    fetch: ({ bucket, account, region }, key, signal) =>
      reader.object(
        aws.whereOf(account, region),
        { bucket, key, maxBytes: mostBytes },
        { urgency: 'background', signal },
      ),
    alertsOf: toAlerts,
    takesUnwatched: () => settings().routes.some(({ unwatched }) => unwatched === true),
  };
};
