import type { Place } from '../../core/command.ts';
import { asRegionId, type RegionId } from '../../core/ids.ts';
import type { Account } from '../../core/settings.ts';

const homes: readonly (readonly [prefix: string, region: string])[] = [
  ['cn-', 'cn-north-1'],
  ['us-gov-', 'us-gov-west-1'],
  ['eusc-', 'eusc-de-east-1'],
  ['', 'us-east-1'],
];

const roleHomes: Readonly<Record<string, string>> = {
  'aws-cn': 'cn-',
  'aws-us-gov': 'us-gov-',
  'aws-eusc': 'eusc-',
};

/** Where the services without regions (IAM, Support) of an account's partition are asked. */
export const homeRegion = ({ account, regions }: Place): RegionId => {
  const partition = account.role?.split(':')[1] ?? '';
  const sample = roleHomes[partition] ?? account.regions[0] ?? regions[0] ?? '';
  const home = homes.find(([prefix]) => sample.startsWith(prefix))?.[1];
  const region = asRegionId(home);
  if (region === undefined) throw new TypeError('the table of home regions is complete');
  return region;
};

/** "prod (111122223333)". */
export const accountLabel = ({ name, id }: Pick<Account, 'name' | 'id'>): string =>
  name === id ? id : `${name} (${id})`;

/** "in prod", "in 3 accounts". */
export const inAccounts = (places: readonly Place[]): string =>
  places.length === 1 && places[0] !== undefined
    ? `in ${places[0].account.name}`
    : `in ${places.length} accounts`;
