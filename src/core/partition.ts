import { asRegionId, type RegionId } from './ids.ts';

/** By the partition of a role: where STS is asked for it. Tokens of a regional STS hold in every region. */
const homeRegions: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-eusc': 'eusc-de-east-1',
};

/** The region to call STS in for the ARN of a role; undefined for a partition we do not know. */
export const homeRegion = (arn: string): RegionId | undefined =>
  asRegionId(homeRegions[arn.split(':')[1] ?? '']);

/** `aws-cn` of cn-north-1. */
export const partitionOf = (region: RegionId): string => {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('eusc-') ? 'aws-eusc' : 'aws';
};

/**
 * Where the services that have one endpoint a partition are asked: IAM, and the Support API, which
 * answers only there. https://docs.aws.amazon.com/awssupport/latest/user/about-support-api.html
 */
export const globalRegion = (region: RegionId): RegionId =>
  region.startsWith('us-iso') ? region : (asRegionId(homeRegions[partitionOf(region)]) ?? region);
