import type { PasswordPolicy } from '../aws/iam-types.ts';
import type { Text } from '../core/text.ts';
import type { OwnCheck } from './check.ts';
import type { AccountFacts } from './facts.ts';
import { couldNotRead, verdict } from './verdict.ts';

/** What the CIS benchmark asks for. */
const wantedLength = 14;
const wantedReuse = 24;

/** Undefined where nobody could read it. */
const passwordUsers = ({ credentials }: AccountFacts): number | undefined =>
  credentials.kind === 'unread'
    ? undefined
    : credentials.value.rows.filter(({ passwordEnabled }) => passwordEnabled === true).length;

const missingClasses = (policy: PasswordPolicy): readonly string[] => [
  ...(policy.requiresUppercase ? [] : ['capital letters']),
  ...(policy.requiresLowercase ? [] : ['small letters']),
  ...(policy.requiresNumbers ? [] : ['numbers']),
  ...(policy.requiresSymbols ? [] : ['symbols']),
];

const remarks = (policy: PasswordPolicy): readonly Text[] => {
  const missing = missingClasses(policy);
  const reuse = policy.reusePrevention ?? 0;
  return [
    ...(reuse < wantedReuse
      ? [
          [
            reuse === 0
              ? 'Old passwords may be used again at once; '
              : `Only the last ${reuse} passwords may not be used again; `,
            `${wantedReuse} are asked for.`,
          ],
        ]
      : []),
    ...(missing.length > 0 ? [[`It does not ask for ${missing.join(', ')}.`]] : []),
  ];
};

const judgePolicy = (policy: PasswordPolicy) => {
  const rest = remarks(policy);
  if (policy.minimumLength < wantedLength)
    return verdict(
      'fail',
      [
        `Passwords may be as short as ${policy.minimumLength} characters; ${wantedLength} are asked for.`,
      ],
      ...rest,
    );
  return rest.length > 0
    ? verdict('warn', ...rest)
    : verdict('pass', [
        `Passwords have at least ${policy.minimumLength} characters of every kind, and none of the last ${policy.reusePrevention ?? 0} again.`,
      ]);
};

export const passwordPolicy: OwnCheck = {
  id: 'password-policy',
  title: 'Password policy',
  cis: ['1.8', '1.9'],
  fails:
    'the account has no password policy of its own, or passwords may be shorter than 14 characters',
  warns: 'old passwords may be used again within 24, or a kind of characters is not asked for',
  findings: 'Weak password policies',
  next: 'Set a password policy with 14 characters or more and 24 remembered passwords.',
  urgency: { fail: 50, warn: 20 },
  advisor: { id: 'Yw2K9puPzl', name: 'IAM Password Policy' },
  needs: ['passwordPolicy', 'credentials'],
  judge: (facts) => {
    if (passwordUsers(facts) === 0)
      return verdict('not-applicable', ['No IAM user has a password.']);
    if (facts.passwordPolicy.kind === 'unread') return couldNotRead(facts.passwordPolicy.why);
    const policy = facts.passwordPolicy.value;
    return policy === undefined
      ? verdict('fail', [
          `The account has no password policy of its own, so AWS's default with 8 characters holds; ${wantedLength} are asked for.`,
        ])
      : judgePolicy(policy);
  },
};
