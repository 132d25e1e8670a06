import type { Where } from '../aws/cloudwatch-types.ts';
import type { AccountId, RegionId } from '../core/ids.ts';
import { homeRegion } from '../core/partition.ts';
import { usualRegions } from '../core/regions.ts';
import type { Settings, UnitSettings } from '../core/settings.ts';

const regionOfRole = (role: string): RegionId => {
  const region = homeRegion(role) ?? usualRegions[0];
  if (region === undefined) throw new Error('there is no region at all');
  return region;
};

/** Where the accounts of a unit are listed: by the account that may, in the partition of their roles. */
export const whereUnitIsListed = ({ readBy, role }: UnitSettings): Where => ({
  account: readBy,
  region: regionOfRole(role),
});

/** Where it is tried whether an account's role works. */
export const whereAccountIsTried = (
  { accounts }: Pick<Settings, 'accounts'>,
  id: AccountId,
): Where => {
  const account = accounts.find((one) => one.id === id);
  return { account: id, region: account?.regions[0] ?? regionOfRole(account?.role ?? '') };
};
