import { isAccountId } from '../core/ids.ts';
import type {
  AccessRule,
  AccessSettings,
  IdentityCenterSettings,
  MemberList,
  TrailLogGroup,
  UnitSettings,
} from '../core/settings.ts';
import type { SettingsFile } from './schema.ts';

type Entry = SettingsFile['accounts'][number];
type Accounts = readonly Extract<Entry, { id: string }>[];
type AccountId = Accounts[number]['id'];

/** The entries that are one account each. */
export const singleAccounts = ({ accounts }: Pick<SettingsFile, 'accounts'>): Accounts =>
  accounts.flatMap((entry) => ('id' in entry ? [entry] : []));

/** Users and user groups told apart. */
export const toMembers = (ids: readonly string[]): MemberList => ({
  users: ids.filter((id) => !id.startsWith('S')),
  groups: ids.filter((id) => id.startsWith('S')),
});

const toRule = (rule: SettingsFile['access']['rules'][number]): AccessRule => {
  const { members, channels, commands, accounts, scope } = rule;
  // Neither is refused when the file is checked; should it get here all the same, it is for nobody.
  const whoever: AccessRule['members'] = channels === undefined ? toMembers([]) : 'everyone';
  const named = members === undefined ? whoever : toMembers([members].flat());
  return {
    members: members === 'everyone' ? 'everyone' : named,
    channels,
    commands,
    accounts,
    scope,
  };
};

/** The file's access rules with users and groups told apart. */
export const toAccess = ({ access }: SettingsFile): AccessSettings => ({
  admins: toMembers(access.admins),
  rules: access.rules.map(toRule),
  shareExternally: access.shareExternally,
});

/** The ids that a word stands for: an id, a name, or a group of several. */
const idsOf = (word: string, accounts: Accounts): readonly AccountId[] => {
  if (isAccountId(word)) return [word];
  return accounts
    .filter(({ name, groups }) => name === word || groups.includes(word))
    .map(({ id }) => id);
};

/** Of one account; an id goes before another account's name. Names were checked to be listed. */
export const idOf = (word: string, accounts: Accounts): readonly AccountId[] => {
  if (isAccountId(word)) return [word];
  return accounts.filter(({ name }) => name === word).map(({ id }) => id);
};

/** Log groups with their accounts' ids. */
export const toTrailLogs = (file: SettingsFile): readonly TrailLogGroup[] => {
  const accounts = singleAccounts(file);
  return file.trailLogs.flatMap(({ logGroup, account, region, covers }) =>
    idOf(account, accounts).map((id) => ({
      logGroup,
      account: id,
      region,
      covers: covers && [...new Set(covers.flatMap((word) => idsOf(word, accounts)))],
    })),
  );
};

/** Units with the id of the account that lists theirs. */
export const toUnits = (file: SettingsFile): readonly UnitSettings[] =>
  file.accounts.flatMap((entry) => {
    if ('id' in entry) return [];
    const { readBy, externalId } = entry;
    const [reader] = readBy === undefined ? [] : idOf(readBy, singleAccounts(file));
    return [{ ...entry, externalId, readBy: reader }];
  });

/** Identity Center with its account's id. */
export const toIdentityCenter = (file: SettingsFile): IdentityCenterSettings | undefined => {
  const { identityCenter } = file;
  if (identityCenter === undefined) return undefined;
  const [account] = idOf(identityCenter.account, singleAccounts(file));
  return account && { account, region: identityCenter.region };
};
