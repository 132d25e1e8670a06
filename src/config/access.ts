import { isAccountId } from '../core/ids.ts';
import type {
  AccessRule,
  AccessSettings,
  IdentityCenterSettings,
  MemberList,
  TrailLogGroup,
} from '../core/settings.ts';
import type { SettingsFile } from './schema.ts';

type Accounts = SettingsFile['accounts'];
type AccountId = Accounts[number]['id'];

const toMembers = (ids: readonly string[]): MemberList => ({
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
const idsOf = (word: string, accounts: Accounts): readonly AccountId[] =>
  accounts
    .filter(({ id, name, groups }) => id === word || name === word || groups.includes(word))
    .map(({ id }) => id);

/** Of one account; an id goes before another account's name. Names were checked to be listed. */
const idOf = (word: string, accounts: Accounts): readonly AccountId[] => {
  if (isAccountId(word)) return [word];
  return accounts.filter(({ name }) => name === word).map(({ id }) => id);
};

/** Log groups with their accounts' ids. */
export const toTrailLogs = ({ trailLogs, accounts }: SettingsFile): readonly TrailLogGroup[] =>
  trailLogs.flatMap(({ logGroup, account, region, covers }) =>
    idOf(account, accounts).map((id) => ({
      logGroup,
      account: id,
      region,
      covers: covers && [...new Set(covers.flatMap((word) => idsOf(word, accounts)))],
    })),
  );

/** Identity Center with its account's id. */
export const toIdentityCenter = (file: SettingsFile): IdentityCenterSettings | undefined => {
  const { identityCenter, accounts } = file;
  if (identityCenter === undefined) return undefined;
  const [account] = idOf(identityCenter.account, accounts);
  return account && { account, region: identityCenter.region };
};
