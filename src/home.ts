import type { Where } from './aws/cloudwatch-types.ts';
import { asRegionId } from './core/ids.ts';
import { usualRegions } from './core/regions.ts';
import type { Settings } from './core/settings.ts';

/**
 * Where the bot calls as itself what any region answers: a region of the partition that the settings
 * are about.
 */
export const homeOf = ({ identityCenter, accounts, topics }: Settings): Where => {
  const named = [
    identityCenter?.region,
    ...accounts.flatMap(({ regions }) => regions),
    ...topics.map(({ arn }) => asRegionId(arn.split(':')[3])),
    ...usualRegions,
  ];
  const region = named.find((each) => each !== undefined);
  if (region === undefined) throw new Error('there is no region at all');
  return { account: undefined, region };
};
