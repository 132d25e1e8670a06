import { createAlarmLookup } from './aws/alarm-lookup.ts';
import type { AwsClients } from './aws/clients.ts';
import { createTrailReader } from './aws/cloudtrail.ts';
import { createLogReader } from './aws/logs.ts';
import { createMetricFilterReader } from './aws/metric-filters.ts';
import type { Clock } from './core/clock.ts';
import type { Settings } from './core/settings.ts';
import { createNormalityReader } from './incidents/evidence/normality.ts';
import { createOriginReader } from './incidents/evidence/origin.ts';
import { createEvidenceReader } from './incidents/evidence/read.ts';
import type { EvidenceSources } from './incidents/evidence-work.ts';

export interface EvidencingDeps {
  readonly settings: () => Settings;
  readonly aws: AwsClients;
  readonly clock: Clock;
}

/** What tells from AWS who tripped an alarm, and whether that is usual. */
export const createEvidencing = ({ settings, aws, clock }: EvidencingDeps): EvidenceSources => {
  const trail = createTrailReader(aws);
  const { whereOf } = aws;
  return {
    reader: createEvidenceReader({
      alarms: createAlarmLookup(aws),
      filters: createMetricFilterReader(aws),
      logs: createLogReader(aws),
      trail,
      whereOf,
      trailLogs: () => settings().trailLogs,
    }),
    normality: createNormalityReader({ trail, whereOf, clock }),
    origin: createOriginReader({ trail, whereOf, clock }),
  };
};
