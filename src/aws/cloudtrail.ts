import type {
  AdvancedEventSelector,
  CloudTrail,
  Event,
  EventSelector,
  GetEventSelectorsResponse,
  Trail as SdkTrail,
} from '@aws-sdk/client-cloudtrail';
import { AppError } from '../core/errors.ts';
import { asRegionId } from '../core/ids.ts';
import { isRecord } from '../core/values.ts';
import { type Ask, allPages, createAsk } from './ask.ts';
import type { AwsClients } from './clients.ts';
import type { Where } from './cloudwatch-types.ts';
import type { Reading, Trail, TrailReader, TrailRecord, TrailState } from './trail-types.ts';

/** The most that LookupEvents gives. */
const pageSize = 50;

const parse = (json: string | undefined): unknown => {
  try {
    return JSON.parse(json ?? '');
  } catch {
    return undefined;
  }
};

/** What is told beside the record, in the record's own form: for a record that cannot be read. */
const fromOutside = (event: Event, where: Where): TrailRecord => ({
  eventID: event.EventId,
  eventName: event.EventName,
  eventSource: event.EventSource,
  eventTime: event.EventTime?.toISOString(),
  awsRegion: where.region,
  recipientAccountId: where.account,
  // AWS gives it as a string here.
  readOnly: event.ReadOnly === undefined ? undefined : event.ReadOnly === 'true',
  userIdentity: { userName: event.Username, accessKeyId: event.AccessKeyId },
  resources: (event.Resources ?? []).map(({ ResourceName, ResourceType }) => ({
    ARN: ResourceName,
    type: ResourceType,
  })),
});

const recordOf = (event: Event, where: Where): TrailRecord => {
  const record = parse(event.CloudTrailEvent);
  return isRecord(record) ? record : fromOutside(event, where);
};

const trailOf = (trail: SdkTrail): readonly Trail[] =>
  trail.TrailARN === undefined || trail.HomeRegion === undefined
    ? []
    : [
        {
          arn: trail.TrailARN,
          name: trail.Name ?? '',
          homeRegion: trail.HomeRegion,
          isMultiRegion: trail.IsMultiRegionTrail ?? false,
          isOrganization: trail.IsOrganizationTrail ?? false,
          logFileValidation: trail.LogFileValidationEnabled ?? false,
          logGroupArn: trail.CloudWatchLogsLogGroupArn,
        },
      ];

type Recorded = 'all' | 'read-only' | 'write-only';

const basic = (selector: EventSelector): readonly Recorded[] => {
  if (selector.IncludeManagementEvents === false) return [];
  if (selector.ReadWriteType === 'ReadOnly') return ['read-only'];
  return selector.ReadWriteType === 'WriteOnly' ? ['write-only'] : ['all'];
};

const advanced = ({ FieldSelectors = [] }: AdvancedEventSelector): readonly Recorded[] => {
  const equals = (field: string): readonly string[] | undefined =>
    FieldSelectors.find(({ Field }) => Field === field)?.Equals;
  if (equals('eventCategory')?.includes('Management') !== true) return [];
  const readOnly = equals('readOnly');
  if (readOnly === undefined || readOnly.length > 1) return ['all'];
  return readOnly[0] === 'true' ? ['read-only'] : ['write-only'];
};

const managementOf = (selectors: GetEventSelectorsResponse): TrailState['management'] => {
  const { EventSelectors, AdvancedEventSelectors } = selectors;
  if (EventSelectors === undefined && AdvancedEventSelectors === undefined) return 'unknown';
  const recorded = new Set([
    ...(EventSelectors ?? []).flatMap(basic),
    ...(AdvancedEventSelectors ?? []).flatMap(advanced),
  ]);
  // Two selectors may each record one half.
  if (recorded.has('all') || recorded.size === 2) return 'all';
  return [...recorded][0] ?? 'none';
};

/** A member account may see its organisation's trail, but not always the trail's selectors. */
const isHidden = (thrown: unknown): boolean =>
  thrown instanceof AppError && (thrown.kind === 'access' || thrown.kind === 'input');

const readManagement = async (
  ask: Ask<CloudTrail>,
  home: Where,
  arn: string,
  reading: Reading,
): Promise<TrailState['management']> => {
  try {
    const selectors = await ask(
      'cloudtrail:GetEventSelectors',
      home,
      reading,
      (cloudtrail, options) => cloudtrail.getEventSelectors({ TrailName: arn }, options),
    );
    return managementOf(selectors);
  } catch (thrown) {
    if (isHidden(thrown)) return 'unknown';
    throw thrown;
  }
};

/**
 * DescribeTrails tells of a region's own trails and of those that record every region; one that records
 * another region only has to be asked for there. ListTrails tells where.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
 */
const createReadTrails = (ask: Ask<CloudTrail>): TrailReader['trails'] => {
  const describe = async (
    where: Where,
    reading: Reading,
    arns?: readonly string[],
  ): Promise<readonly Trail[]> => {
    const input = { includeShadowTrails: true, ...(arns && { trailNameList: [...arns] }) };
    const { trailList = [] } = await ask(
      'cloudtrail:DescribeTrails',
      where,
      reading,
      (cloudtrail, options) => cloudtrail.describeTrails(input, options),
    );
    return trailList.flatMap(trailOf);
  };

  const list = (where: Where, reading: Reading) =>
    allPages(async (token) => {
      const page = await ask('cloudtrail:ListTrails', where, reading, (cloudtrail, options) =>
        cloudtrail.listTrails(token === undefined ? {} : { NextToken: token }, options),
      );
      const found = (page.Trails ?? []).flatMap(({ TrailARN: arn, HomeRegion }) =>
        arn === undefined ? [] : [{ arn, region: asRegionId(HomeRegion) ?? where.region }],
      );
      return { found, next: page.NextToken };
    });

  return async (where, reading) => {
    const [here, listed] = await Promise.all([describe(where, reading), list(where, reading)]);
    const known = new Set(here.map(({ arn }) => arn));
    const elsewhere = Map.groupBy(
      listed.filter(({ arn }) => !known.has(arn)),
      ({ region }) => region,
    );
    const others = await Promise.all(
      [...elsewhere].map(([region, trails]) =>
        describe(
          { ...where, region },
          reading,
          trails.map(({ arn }) => arn),
        ),
      ),
    );
    return [...here, ...others.flat()];
  };
};

/** Reads Event history and the trails; translates, and judges nothing. */
export const createTrailReader = (clients: AwsClients): TrailReader => {
  const ask = createAsk(clients, clients.cloudtrail);
  return {
    lookup: async (where, { attribute, from, to, token }, reading) => {
      const input = {
        StartTime: new Date(from),
        EndTime: new Date(to),
        MaxResults: pageSize,
        ...(attribute && {
          LookupAttributes: [{ AttributeKey: attribute.key, AttributeValue: attribute.value }],
        }),
        ...(token !== undefined && { NextToken: token }),
      };
      const page = await ask('cloudtrail:LookupEvents', where, reading, (cloudtrail, options) =>
        cloudtrail.lookupEvents(input, options),
      );
      return {
        records: (page.Events ?? []).map((event) => recordOf(event, where)),
        next: page.NextToken || undefined,
      };
    },
    trails: createReadTrails(ask),
    trailState: async (where, trail, reading) => {
      const home = { ...where, region: asRegionId(trail.homeRegion) ?? where.region };
      const status = await ask('cloudtrail:GetTrailStatus', home, reading, (cloudtrail, options) =>
        cloudtrail.getTrailStatus({ Name: trail.arn }, options),
      );
      return {
        isLogging: status.IsLogging ?? false,
        deliveryError:
          status.LatestDeliveryError || status.LatestCloudWatchLogsDeliveryError || undefined,
        management: await readManagement(ask, home, trail.arn, reading),
      };
    },
  };
};
