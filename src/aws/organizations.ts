import type { Account, Organizations } from '@aws-sdk/client-organizations';
import { asAccountId } from '../core/ids.ts';
import { type Ask, allPages, createAsk } from './ask.ts';
import type { AwsClients } from './clients.ts';
import type { Where } from './cloudwatch-types.ts';
import type { OrganizationAccount, OrganizationReader } from './organizations-types.ts';
import { organizationsRegion } from './partition.ts';
import type { Reading } from './trail-types.ts';

/** `State` takes the place of `Status`, which ends in 2026. */
const accountOf = ({
  Id = '',
  Name = '',
  State,
  Status,
}: Account): readonly OrganizationAccount[] => {
  const id = asAccountId(Id);
  return id === undefined ? [] : [{ id, name: Name, isActive: (State ?? Status) === 'ACTIVE' }];
};

/** An organisation has five levels of units at most; a ring of them would be AWS's mistake, and endless. */
const mostLevels = 10;

interface Place {
  readonly ask: Ask<Organizations>;
  readonly where: Where;
  readonly reading: Reading;
}

const allAccounts = ({ ask, where, reading }: Place): Promise<readonly OrganizationAccount[]> =>
  allPages(async (token) => {
    const page = await ask('organizations:ListAccounts', where, reading, (client, options) =>
      client.listAccounts(token ? { NextToken: token } : {}, options),
    );
    return { found: (page.Accounts ?? []).flatMap(accountOf), next: page.NextToken };
  });

const accountsOf = ({ ask, where, reading }: Place, unit: string) =>
  allPages(async (token) => {
    const input = { ParentId: unit, ...(token && { NextToken: token }) };
    const page = await ask(
      'organizations:ListAccountsForParent',
      where,
      reading,
      (client, options) => client.listAccountsForParent(input, options),
    );
    return { found: (page.Accounts ?? []).flatMap(accountOf), next: page.NextToken };
  });

const unitsOf = ({ ask, where, reading }: Place, unit: string): Promise<readonly string[]> =>
  allPages(async (token) => {
    const input = { ParentId: unit, ...(token && { NextToken: token }) };
    const page = await ask(
      'organizations:ListOrganizationalUnitsForParent',
      where,
      reading,
      (client, options) => client.listOrganizationalUnitsForParent(input, options),
    );
    const units = page.OrganizationalUnits ?? [];
    return { found: units.flatMap(({ Id }) => Id ?? []), next: page.NextToken };
  });

const accountsWithin = async (
  place: Place,
  unit: string,
  levels = mostLevels,
): Promise<readonly OrganizationAccount[]> => {
  const found = [...(await accountsOf(place, unit))];
  if (levels === 0) return found;
  for (const child of await unitsOf(place, unit))
    found.push(...(await accountsWithin(place, child, levels - 1)));
  return found;
};

/**
 * The accounts of the organisation. Only its management account and a delegated administrator may
 * list them; a partition has one endpoint, whatever region is asked for.
 */
export const createOrganizationReader = (clients: AwsClients): OrganizationReader => {
  const ask = createAsk(clients, clients.organizations);
  return {
    accounts: (where, unit, reading) => {
      const place = {
        ask,
        where: { ...where, region: organizationsRegion(where.region) },
        reading,
      };
      return unit === undefined ? allAccounts(place) : accountsWithin(place, unit);
    },
  };
};
