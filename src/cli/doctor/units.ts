import type { AwsClients } from '../../aws/clients.ts';
import { createOrganizationReader } from '../../aws/organizations.ts';
import { createSts } from '../../aws/sts.ts';
import { hintOf, toError } from '../../core/errors.ts';
import type { Account, Settings, UnitSettings } from '../../core/settings.ts';
import { counted } from '../../core/words.ts';
import { expandUnits } from '../../organization/expand.ts';
import { whereAccountIsTried, whereUnitIsListed } from '../../organization/where.ts';
import { bad, type Check, type Finding, ok, warn } from './report.ts';

/** Roles that are tried; in a large organisation one finds what is wrong by them. */
const mostTried = 60;
const atOnce = 10;
const withinMs = 60_000;

interface Failure {
  readonly account: Account;
  readonly error: Error;
}

const tryRoles = async (
  accounts: readonly Account[],
  sts: ReturnType<typeof createSts>,
  signal: AbortSignal,
): Promise<readonly Failure[]> => {
  const left = accounts.slice(0, mostTried);
  const failures: Failure[] = [];
  const worker = async (): Promise<void> => {
    for (let account = left.shift(); account !== undefined; account = left.shift())
      try {
        await sts.identity(whereAccountIsTried({ accounts }, account.id), signal);
      } catch (thrown) {
        failures.push({ account, error: toError(thrown) });
      }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return failures;
};

const roleFindings = (
  unit: string,
  accounts: readonly Account[],
  failures: readonly Failure[],
): readonly Finding[] => {
  const tried = Math.min(accounts.length, mostTried);
  if (failures.length === 0)
    return [ok(`${unit}: the role works in ${counted(tried, 'account')}.`)];
  const { error } = failures[0] ?? {};
  const names = failures.slice(0, 5).map(({ account }) => `${account.name} (${account.id})`);
  const more = failures.length > names.length ? ` and ${failures.length - names.length} more` : '';
  return [
    bad(
      `${unit}: the role works in ${tried - failures.length} of ${counted(tried, 'account')}, not in ${names.join(', ')}${more}: ${error?.message ?? ''}`,
      hintOf(error),
    ),
  ];
};

/**
 * Lists each unit's accounts and tries their roles.
 * @param learn Told of the accounts before their roles are tried: the clients have to know of them.
 */
export const unitChecks = (
  settings: Settings,
  clients: AwsClients,
  learn: (accounts: readonly Account[]) => void,
): readonly Check[] => {
  const reader = createOrganizationReader(clients);
  const sts = createSts(clients);
  const check = async (unit: UnitSettings, signal: AbortSignal): Promise<readonly Finding[]> => {
    const reading = { urgency: 'people', signal } as const;
    const found = await reader.accounts(whereUnitIsListed(unit), unit.unit, reading);
    const all = expandUnits({ ...settings, units: [unit] }, new Map([[unit.unit, found]]));
    const accounts = all.filter(({ id }) => settings.accounts.every((one) => one.id !== id));
    learn(accounts);
    if (found.length === 0)
      return [
        warn(
          `${unit.unit} has no accounts.`,
          'Is it the right unit? aws organizations list-accounts-for-parent tells.',
        ),
      ];
    return roleFindings(unit.unit, accounts, await tryRoles(accounts, sts, signal));
  };
  return settings.units.map((unit) => ({
    about: `The accounts of ${unit.unit}`,
    withinMs,
    run: (signal) => check(unit, signal),
  }));
};
