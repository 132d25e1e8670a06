import type { Place } from '../../core/command.ts';
import type { RegionId } from '../../core/ids.ts';
import { globalRegion, homeRegion } from '../../core/partition.ts';
import type { SectionRun } from '../section.ts';

/** Where the services without regions are asked of an account: each partition has a home of its own. */
export const accountHome = (
  { account, regions }: Place,
  { home }: Pick<SectionRun, 'home'>,
): RegionId => {
  const byRole = account.role === undefined ? undefined : homeRegion(account.role);
  const sample = account.regions[0] ?? regions[0];
  return byRole ?? (sample === undefined ? home : globalRegion(sample));
};
