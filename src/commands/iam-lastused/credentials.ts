import type { CredentialRow } from '../../aws/iam-types.ts';
import type { CardPart, Fact } from '../../core/card.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { age, ago } from '../asking/age.ts';
import type { EntityRead, KeyAndUse } from './read-entity.ts';

const at = (time: number, now: number): Text => [
  `${ago(time, now)} (`,
  { time, style: 'date-time' },
  ')',
];

const passwordText = (row: CredentialRow, now: number): Text => {
  if (row.passwordEnabled !== true) return ['none'];
  const used: Text =
    row.passwordLastUsedAt !== undefined
      ? ['last used ', ...at(row.passwordLastUsedAt, now)]
      : [row.passwordUseUnknown ? 'AWS knows of no sign-in' : 'never used'];
  return row.passwordChangedAt === undefined
    ? used
    : [...used, `; set ${ago(row.passwordChangedAt, now)}`];
};

/** "for s3 in eu-west-1"; AWS writes N/A where it does not know. */
const useWords = (service: string | undefined, region: string | undefined): Text => [
  ...(service === undefined || service === 'N/A' ? [] : [' for ', foreign(service)]),
  ...(region === undefined || region === 'N/A' ? [] : [' in ', foreign(region)]),
];

const keyText = ({ key, use }: KeyAndUse, now: number): Text => [
  key.isActive ? 'active' : 'inactive',
  ...(key.createdAt === undefined ? [] : [`, ${age(key.createdAt, now)} old`]),
  ...(use === undefined
    ? [', last use not known']
    : use.at === undefined
      ? [', never used']
      : [', last used ', ...at(use.at, now), ...useWords(use.service, use.region)]),
];

/** The password, MFA and every key of a user: age, last use, active or not. */
export const credentialFacts = (
  { entity, credentials, keys }: EntityRead,
  now: number,
): readonly Fact[] => {
  if (entity.type !== 'user') return [];
  const row = credentials?.rows.find(({ user }) => user === entity.name);
  const signIn: readonly Fact[] =
    row === undefined
      ? passwordOf(entity.user?.passwordLastUsedAt, now)
      : [
          { label: 'Password', value: passwordText(row, now) },
          { label: 'MFA', value: [row.mfaActive ? 'on' : 'off'] },
        ];
  const keyFacts =
    keys?.length === 0
      ? [{ label: 'Access keys', value: ['none'] }]
      : (keys ?? []).map((one) => ({
          label: `Key ${foreign(one.key.id).untrusted}`,
          value: keyText(one, now),
        }));
  return [...signIn, ...keyFacts];
};

/** What GetUser alone tells, where the report has no such user or was not read. */
const passwordOf = (usedAt: number | undefined, now: number): readonly Fact[] =>
  usedAt === undefined ? [] : [{ label: 'Password', value: ['last used ', ...at(usedAt, now)] }];

/** How old the report is: AWS makes none more often. */
export const reportNote = ({ credentials, entity }: EntityRead): readonly CardPart[] =>
  credentials === undefined
    ? []
    : [
        {
          kind: 'note',
          text: [
            'Password and MFA are from the credential report, as of ',
            { time: credentials.generatedAt, style: 'time' },
            ': AWS makes one at most every four hours.',
            credentials.rows.some(({ user }) => user === entity.name)
              ? ''
              : ' The user is newer than it.',
          ],
        },
      ];

/** The newest use of a user's own credentials. */
export const newestCredentialUse = ({
  entity,
  credentials,
  keys,
}: EntityRead): number | undefined => {
  const row = credentials?.rows.find(({ user }) => user === entity.name);
  const uses = [
    row?.passwordLastUsedAt,
    entity.user?.passwordLastUsedAt,
    ...(keys ?? []).map(({ use }) => use?.at),
  ].flatMap((time) => time ?? []);
  return uses.length === 0 ? undefined : Math.max(...uses);
};
