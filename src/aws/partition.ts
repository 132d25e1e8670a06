import { asRegionId, type RegionId } from '../core/ids.ts';
import { globalRegion, partitionOf } from '../core/partition.ts';

/** Where Organizations answers. https://docs.aws.amazon.com/general/latest/gr/ao.html */
export const organizationsRegion = (region: RegionId): RegionId =>
  partitionOf(region) === 'aws-cn'
    ? (asRegionId('cn-northwest-1') ?? region)
    : globalRegion(region);

/** `arn:aws:sns:eu-west-1:111122223333:name` in its parts that tell where to call. */
export const placeOf = (arn: string): { readonly region: string; readonly account: string } => {
  const [, , , region = '', account = ''] = arn.split(':');
  return { region, account };
};
