import type { Detection } from '../../detections/detection.ts';
import { eventPatternOf, isAboutReads } from '../../detections/event-pattern.ts';
import { detections } from '../../detections/index.ts';
import { filterPatternOf } from '../../detections/pattern.ts';
import { either, logicalId, type Resource, type Resources, ref, sub } from './cloudformation.ts';
import { securityHubPatterns } from './security-hub.ts';

/** Where a rule sends its events. */
export interface Target {
  readonly Id: string;
  readonly Arn: object;
  readonly RoleArn?: object;
}

const namespace = 'Trailwarden';

/** One failed sign-in is a typing error. Of everything else one is enough. */
const thresholds: Readonly<Record<string, number>> = { 'console-sign-in-failure': 3 };

const patternOf = (detection: Detection): unknown => {
  const published = securityHubPatterns[detection.securityHub ?? ''];
  const own = filterPatternOf(detection);
  return published === undefined ? own : either('LikeSecurityHub', published, own);
};

/** Without a default value: a datapoint is an event. */
const filterOf = (detection: Detection): Resource => ({
  Type: 'AWS::Logs::MetricFilter',
  Properties: {
    LogGroupName: ref('TrailLogGroup'),
    FilterPattern: patternOf(detection),
    MetricTransformations: [
      { MetricNamespace: namespace, MetricName: detection.id, MetricValue: '1' },
    ],
  },
});

/**
 * CloudTrail needs about 5 minutes to deliver, so a shorter period would tell nothing earlier.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html
 */
const alarmOf = ({ id, title, meaning, next }: Detection): Resource => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: sub(`\${Name}: ${title}`),
    AlarmDescription: `${meaning} ${next}`,
    Namespace: namespace,
    MetricName: id,
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: thresholds[id] ?? 1,
    TreatMissingData: 'notBreaching',
    AlarmActions: [ref('Topic')],
    OKActions: [ref('Topic')],
  },
});

/** Reads are many: only a rule that is about them gets them. */
export const ruleOf = (detection: Detection, target: Target): Resource => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    Description: detection.title,
    State: isAboutReads(detection) ? 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' : 'ENABLED',
    EventPattern: eventPatternOf(detection),
    Targets: [target],
  },
});

const resourcesOf = (detection: Detection): Resources => {
  const id = logicalId(detection.id);
  return {
    [`${id}Filter`]: filterOf(detection),
    [`${id}Alarm`]: alarmOf(detection),
    [`${id}Rule`]: ruleOf(detection, { Id: 'Topic', Arn: ref('Topic') }),
  };
};

/** For each detection what counts it in the log, what tells of the count, and what tells of the event. */
export const detectionResources = (): Resources =>
  Object.assign({}, ...detections.map(resourcesOf));
