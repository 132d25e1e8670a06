import { day } from '../../../core/clock.ts';
import type { AccessKey, Directory, IamUser, RootUser } from './entities.ts';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
const columns: readonly string[] = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  ...[1, 2].flatMap((number) =>
    ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'].map(
      (name) => `access_key_${number}_${name}`,
    ),
  ),
  ...[1, 2].flatMap((number) => [`cert_${number}_active`, `cert_${number}_last_rotated`]),
  'additional_credentials_info',
];

const none = 'N/A';
const unknown = 'no_information';
const unsupported = 'not_supported';

const time = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, '+00:00');

const keyCells = (key: AccessKey | undefined): readonly string[] => {
  if (key === undefined) return ['false', none, none, none, none];
  const { lastUsed } = key;
  return [
    String(key.isActive),
    time(key.createdAt),
    lastUsed ? time(lastUsed.at) : none,
    lastUsed?.region ?? none,
    lastUsed?.service ?? none,
  ];
};

const rest = (keys: readonly AccessKey[]): readonly string[] => [
  ...keyCells(keys[0]),
  ...keyCells(keys[1]),
  'false',
  none,
  'false',
  none,
  '',
];

/** The root user's row tells less than others. */
const rootRow = (account: string, root: RootUser): readonly string[] => [
  '<root_account>',
  `arn:aws:iam::${account}:root`,
  time(root.createdAt),
  unsupported,
  root.passwordLastUsedAt === undefined ? unknown : time(root.passwordLastUsedAt),
  unsupported,
  unsupported,
  String(root.hasMfa),
  ...rest(root.keys),
];

const passwordCells = (
  { password }: IamUser,
  maxAgeDays: number | undefined,
): readonly string[] => {
  if (password === undefined) return ['false', none, none, none];
  const { changedAt, lastUsedAt } = password;
  return [
    'true',
    lastUsedAt === undefined ? unknown : time(lastUsedAt),
    time(changedAt),
    maxAgeDays === undefined ? none : time(changedAt + maxAgeDays * day),
  ];
};

const userRow = (user: IamUser, maxAgeDays: number | undefined): readonly string[] => [
  user.name,
  user.arn,
  time(user.createdAt),
  ...passwordCells(user, maxAgeDays),
  String(user.hasMfa),
  ...rest(user.keys),
];

/** The report as CSV. */
export const credentialReport = ({ account, root, users, passwordPolicy }: Directory): string =>
  [
    columns,
    rootRow(account, root),
    ...[...users.values()].map((user) => userRow(user, passwordPolicy?.maxAgeDays)),
  ]
    .map((cells) => cells.join(','))
    .join('\n');
