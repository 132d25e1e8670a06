import { planInstances } from '../ec2/instances.ts';
import { type AccountFlaw, isGuarded, type Planned, planAccount } from '../plan/accounts.ts';
import { planRoles } from '../plan/roles.ts';
import { isIn, type Week } from '../plan/span.ts';
import { type PlannedUser, planUsers, type UserFlaw } from '../plan/users.ts';

/** A flaw that was given to somebody or something, under the best practice that it is against. */
export interface GivenFlaw {
  /** `mfa-for-privileged-users`. */
  readonly practice: string;
  /** `user carol`, `policy x in role y`, `i-0123…`; `account`: the account as a whole. */
  readonly subject: string;
}

const given =
  (...practices: readonly string[]) =>
  (subject: string): readonly GivenFlaw[] =>
    practices.map((practice) => ({ practice, subject }));

const groups = given('groups-for-permissions');
const leastPrivilege = given('least-privilege');
const mfa = given('mfa-for-privileged-users');
const rotation = given('credential-rotation');
const unneeded = given('unneeded-credentials');
const individual = given('individual-users');
const delegation = given('delegation-by-roles');

/** What lets people change rights is against a second practice where nothing narrows it. */
const powerful = (planned: Planned, policy: string): readonly GivenFlaw[] => [
  ...leastPrivilege(policy),
  ...(isGuarded(planned) ? [] : given('policy-conditions')(policy)),
];

const userFlaws: Readonly<
  Record<UserFlaw, (user: PlannedUser, planned: Planned) => readonly GivenFlaw[]>
> = {
  'no-mfa': ({ name }) => mfa(`user ${name}`),
  'unused-password': ({ name }) => unneeded(`user ${name}`),
  'idle-password': ({ name }) => unneeded(`user ${name}`),
  'never-used-password': ({ name }) => unneeded(`user ${name}`),
  'old-password': ({ name }) => rotation(`user ${name}`),
  'ancient-key': ({ name }) => rotation(`${name}, key 1`),
  'old-key': ({ name }) => rotation(`${name}, key 1`),
  'stale-key': ({ name }) => [...rotation(`${name}, key 1`), ...unneeded(`user ${name}`)],
  'inactive-key': ({ name }) => unneeded(`user ${name}`),
  'second-key': ({ name, kind }) => [
    ...unneeded(`user ${name}`),
    ...(kind === 'person' ? individual(`user ${name}`) : []),
  ],
  'own-policy': ({ name }) => groups(`user ${name}`),
  // A program's key needs no MFA, whatever it may do.
  'own-admin': ({ name, kind }) => [
    ...groups(`user ${name}`),
    ...leastPrivilege('policy AdministratorAccess'),
    ...(kind === 'machine' ? mfa(`user ${name}`) : []),
  ],
  'inline-admin': ({ name, kind }, planned) => [
    ...groups(`user ${name}`),
    ...powerful(planned, `policy everything in user ${name}`),
    ...(kind === 'machine' ? mfa(`user ${name}`) : []),
  ],
  'no-group': ({ name }) => groups(`user ${name}`),
  'shared-name': ({ name }) => individual(`user ${name}`),
};

const root = given('root-locked-away');
const contacts = given('alternate-contacts');
const passwords = given('strong-password-policy');

const accountFlaws: Readonly<Record<AccountFlaw, (planned: Planned) => readonly GivenFlaw[]>> = {
  'root-key': () => [...root('account'), ...rotation('root user, key 1')],
  'root-without-mfa': () => root('account'),
  'root-used': () => root('account'),
  'no-password-policy': () => passwords('account'),
  'short-passwords': () => passwords('account'),
  'reused-passwords': () => passwords('account'),
  'no-security-contact': () => contacts('account'),
  'no-billing-contact': () => contacts('account'),
  'no-operations-contact': () => contacts('account'),
  'wide-machine-policy': () => leastPrivilege('policy machine-access'),
  'wide-workload-policy': () => leastPrivilege('policy workload-access'),
  'admin-policy': (planned) => powerful(planned, 'policy platform-admin'),
  'escalating-policy': (planned) => powerful(planned, 'policy pipeline'),
};

/** What the story says of `prod`. */
const storyFlaws = ({ organisation, account }: Planned): readonly GivenFlaw[] =>
  account.id !== organisation.places.prod
    ? []
    : [
        ...['legacy-backup', 'old-contractor', 'ftp-import'].flatMap((name) => [
          ...groups(`user ${name}`),
          ...rotation(`${name}, key 1`),
        ]),
        ...mfa('user old-contractor'),
        ...rotation('user old-contractor'),
        ...['old-contractor', 'ftp-import'].flatMap((name) => unneeded(`user ${name}`)),
        ...['deploy-pipeline', 'data-export'].flatMap((name) => leastPrivilege(`policy ${name}`)),
      ];

const ofUsers = (planned: Planned, week: Week): readonly GivenFlaw[] =>
  planUsers(planned)
    .filter(({ there }) => isIn(there, week))
    .flatMap((user) =>
      [...user.flaws].flatMap(([flaw, span]) =>
        isIn(span, week) ? userFlaws[flaw](user, planned) : [],
      ),
    );

const ofRoles = (planned: Planned, week: Week): readonly GivenFlaw[] =>
  planRoles(planned)
    .filter(({ span }) => isIn(span, week))
    .flatMap(({ name, trait }) => {
      if (trait === 'inline-admin') return powerful(planned, `policy everything in role ${name}`);
      const isFlaw = trait === 'open-trust' || trait === 'loose-trust' || trait === 'stranger';
      return isFlaw ? delegation(`role ${name}`) : [];
    });

const ofAccount = (planned: Planned, week: Week): readonly GivenFlaw[] => [
  // Its developers have it everywhere, and it lets them run code with other roles.
  ...leastPrivilege('policy PowerUserAccess'),
  ...[...planAccount(planned)].flatMap(([flaw, span]) =>
    isIn(span, week) ? accountFlaws[flaw](planned) : [],
  ),
  ...planInstances(planned.organisation, planned.account.id).flatMap(({ id, bare }) =>
    isIn(bare, week) ? given('roles-for-instances')(id) : [],
  ),
];

/** Every flaw of an account's IAM that was put in, once. */
export const givenFlaws = (planned: Planned, week: Week): readonly GivenFlaw[] => {
  const all = [
    ...ofAccount(planned, week),
    ...storyFlaws(planned),
    ...ofUsers(planned, week),
    ...ofRoles(planned, week),
  ];
  return [...new Map(all.map((one) => [`${one.practice} ${one.subject}`, one])).values()];
};
