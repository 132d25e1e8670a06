import type { CredentialRow } from '../../aws/iam-types.ts';
import { foreign } from '../../core/redact.ts';
import { counted } from '../../core/words.ts';
import type { BestPractice } from '../check.ts';
import type { AccountFacts } from '../facts.ts';
import type { User } from '../policy/authorization.ts';
import { deniesWithoutMfa } from '../policy/grants.ts';
import { type Privilege, policiesOf, privilegeOf, privilegeWords } from '../policy/privilege.ts';
import { rootMfa } from '../root-mfa.ts';
import {
  type CheckedResource,
  combined,
  couldNotRead,
  gapsOf,
  type Verdict,
  verdict,
  verdictOn,
} from '../verdict.ts';

interface Rights {
  /** Undefined: nobody knows, or there is none. */
  readonly privilege: Privilege | undefined;
  /** Without MFA a policy denies what leads to more rights. */
  readonly isGuarded: boolean;
}

const rightsOf = (user: User | undefined, row: CredentialRow): Rights => {
  const policies = user === undefined ? [] : policiesOf(user);
  const credential = row.passwordEnabled === true ? 'password' : 'key';
  return {
    privilege: privilegeOf(policies),
    isGuarded: policies.some(
      ({ document }) =>
        document?.kind === 'read' && deniesWithoutMfa(document.statements, credential),
    ),
  };
};

const judgePassword = (name: CheckedResource['name'], rights: Rights): CheckedResource => {
  const { privilege, isGuarded } = rights;
  if (privilege === undefined)
    return { outcome: 'warn', name, region: undefined, why: ['a password without MFA'] };
  return isGuarded
    ? {
        outcome: 'warn',
        name,
        region: undefined,
        why: ['a password without MFA; a policy denies what matters until it is there'],
      }
    : {
        outcome: 'fail',
        name,
        region: undefined,
        why: [`a password without MFA, and ${privilegeWords(privilege)}`],
      };
};

const judgeRow = (row: CredentialRow, rights: Rights): readonly CheckedResource[] => {
  const name = foreign(`user ${row.user}`);
  if (row.passwordEnabled === true) return row.mfaActive ? [] : [judgePassword(name, rights)];
  const hasKey = row.keys.some(({ isActive }) => isActive);
  if (!hasKey || rights.privilege === undefined || rights.isGuarded) return [];
  return [
    {
      outcome: 'warn',
      name,
      region: undefined,
      why: [`an access key that no MFA protects, and ${privilegeWords(rights.privilege)}`],
    },
  ];
};

const judgeUsers = ({ credentials, authorization }: AccountFacts): Verdict => {
  if (credentials.kind === 'unread') return couldNotRead(credentials.why);
  const rows = credentials.value.rows.filter(
    ({ user, passwordEnabled, keys }) =>
      user !== '<root_account>' &&
      (passwordEnabled === true || keys.some(({ isActive }) => isActive)),
  );
  if (rows.length === 0)
    return verdict('not-applicable', ['No IAM user has a password or an active key.']);
  const users = new Map(
    authorization.kind === 'unread'
      ? []
      : authorization.value.users.map((user) => [user.name, user]),
  );
  const bad = rows.flatMap((row) => judgeRow(row, rightsOf(users.get(row.user), row)));
  const withPassword = rows.filter(({ passwordEnabled }) => passwordEnabled === true).length;
  const privileged = bad.filter(({ outcome }) => outcome === 'fail').length;
  return verdictOn(bad, gapsOf([authorization]), {
    bad: [
      privileged > 0
        ? `${counted(privileged, 'privileged user')} of ${counted(withPassword, 'user')} with a password ${privileged === 1 ? 'has' : 'have'} no MFA.`
        : `${counted(bad.length, 'user')} of ${rows.length} with a password or an active key ${bad.length === 1 ? 'is' : 'are'} not protected by MFA.`,
    ],
    good: [
      withPassword === 0
        ? 'No IAM user has a password, and no key gives much.'
        : `All ${counted(withPassword, 'user')} with a password have MFA.`,
    ],
  });
};

export const mfaForPrivilegedUsers: BestPractice = {
  id: 'mfa-for-privileged-users',
  title: 'MFA for privileged users',
  asks: 'Whoever may do much proves twice who they are; so does everybody else with a password.',
  fails:
    'the root user, or a user who may do everything or give themselves more rights, has a password and no MFA',
  warns:
    'any other user has a password and no MFA, or the key of a privileged user works without MFA',
  findings: 'Users without MFA',
  next: 'Have them register an MFA device, and deny everything else until they have.',
  urgency: { fail: 90, warn: 55 },
  cis: ['1.5', '1.10'],
  needs: ['summary', 'credentials', 'authorization'],
  judge: (facts) => combined([rootMfa.judge(facts), judgeUsers(facts)]),
};
