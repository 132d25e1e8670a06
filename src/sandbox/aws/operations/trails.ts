import { day, minute } from '../../../core/clock.ts';
import { type Json, listOf, stringOf } from '../../json.ts';
import { AwsError } from '../aws-error.ts';
import type { AwsContext, Caller, Operation } from '../operation.ts';
import { trailBucket } from '../s3/objects.ts';
import { lastSwitch, type SampleTrail, trailsOf } from '../trail/trails.ts';

/** By name at home, by ARN anywhere; without a name the caller's own. */
const isNamed = (trail: SampleTrail, caller: Caller, name: string): boolean =>
  trail.arn === name ||
  (trail.name === name && trail.region === caller.region && trail.owner === caller.account);

const trailsFor = ({ organisation, weeks }: AwsContext, { account }: Caller) =>
  trailsOf(organisation, account, weeks.week());

const trailNamed = (context: AwsContext, caller: Caller, name: string): SampleTrail => {
  const found = trailsFor(context, caller).find((trail) => isNamed(trail, caller, name));
  if (found === undefined)
    throw new AwsError(
      'TrailNotFoundException',
      `Unknown trail: ${name} for the user: ${caller.account}`,
    );
  return found;
};

const describe = (trail: SampleTrail): Json => ({
  Name: trail.name,
  TrailARN: trail.arn,
  HomeRegion: trail.region,
  S3BucketName: trailBucket,
  IncludeGlobalServiceEvents: true,
  IsMultiRegionTrail: trail.isMultiRegion,
  IsOrganizationTrail: trail.isOrganization,
  LogFileValidationEnabled: trail.isValidated,
  HasCustomEventSelectors: false,
  HasInsightSelectors: false,
  ...(trail.logGroupArn === undefined ? {} : { CloudWatchLogsLogGroupArn: trail.logGroupArn }),
});

/** A region's own trails, and the shadows of those that record it from elsewhere. */
const isShown = (trail: SampleTrail, region: string, hasShadows: boolean): boolean =>
  trail.region === region || (hasShadows && (trail.isMultiRegion || trail.isOrganization));

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html */
const describeTrails: Operation = {
  service: 'cloudtrail',
  name: 'DescribeTrails',
  run: (context, caller, input) => {
    const names = listOf(input['trailNameList']).map(String);
    const hasShadows = input['includeShadowTrails'] !== false;
    const found = trailsFor(context, caller).filter(
      (trail) =>
        isShown(trail, caller.region, hasShadows) &&
        (names.length === 0 || names.some((name) => isNamed(trail, caller, name))),
    );
    return { trailList: found.map(describe) };
  },
};

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListTrails.html */
const listTrails: Operation = {
  service: 'cloudtrail',
  name: 'ListTrails',
  run: (context, caller) => ({
    Trails: trailsFor(context, caller).map(({ name, arn, region }) => ({
      Name: name,
      TrailARN: arn,
      HomeRegion: region,
    })),
  }),
};

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html */
const getTrailStatus: Operation = {
  service: 'cloudtrail',
  name: 'GetTrailStatus',
  run: (context, caller, input) => {
    const { trail, clock } = context;
    const found = trailNamed(context, caller, stringOf(input['Name']));
    const last = lastSwitch(trail, found);
    const isLogging = last?.name !== 'StopLogging' && !found.isStopped;
    const stoppedAt = last?.name === 'StopLogging' ? last.at : clock.now() - 2 * day;
    const delivered = (isLogging ? clock.now() : stoppedAt) - 3 * minute;
    return {
      IsLogging: isLogging,
      StartLoggingTime:
        ((last?.name === 'StartLogging' ? last.at : undefined) ?? clock.now() - 500 * day) / 1000,
      ...(isLogging ? {} : { StopLoggingTime: stoppedAt / 1000 }),
      LatestDeliveryTime: delivered / 1000,
      ...(found.logGroupArn === undefined
        ? {}
        : { LatestCloudWatchLogsDeliveryTime: delivered / 1000 }),
    };
  },
};

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html */
const getEventSelectors: Operation = {
  service: 'cloudtrail',
  name: 'GetEventSelectors',
  run: (context, caller, input) => ({
    TrailARN: trailNamed(context, caller, stringOf(input['TrailName'])).arn,
    EventSelectors: [
      {
        ReadWriteType: 'All',
        IncludeManagementEvents: true,
        DataResources: [],
        ExcludeManagementEventSources: [],
      },
    ],
  }),
};

export const trailOperations: readonly Operation[] = [
  describeTrails,
  getEventSelectors,
  getTrailStatus,
  listTrails,
];
