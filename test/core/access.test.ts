import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AccessRequest,
  type AccessVerdict,
  coversAccount,
  isAdmin,
  judgeAccess,
  ruleGroups,
} from '../../src/core/access.ts';
import type { Person } from '../../src/core/person.ts';
import type { AccessRule, AccessSettings, Account } from '../../src/core/settings.ts';
import { makeAccount, makePerson, makeRequest, makeRule, makeSettings } from './access-make.ts';

const prod = makeAccount('111122223333', 'prod', ['workloads']);
const staging = makeAccount('444455556666', 'staging', ['workloads']);
const security = makeAccount('777788889999', 'security');
const accounts = [prod, staging, security];

const judge = (
  rules: readonly AccessRule[],
  request: Partial<AccessRequest> = {},
  about: readonly Account[] = accounts,
): AccessVerdict => judgeAccess(makeSettings({ rules }), makeRequest(request), about);

const names = (list: readonly Account[]): readonly string[] => list.map(({ name }) => name);

describe('who is let in where', () => {
  const rules = {
    'everyone anywhere': makeRule(),
    'everyone in sec-prod': makeRule({ channels: ['sec-prod'] }),
    'the group S0ONCALL': makeRule({ members: { users: [], groups: ['S0ONCALL'] } }),
    'the user U0ALICE': makeRule({ members: { users: ['U0ALICE'], groups: [] } }),
    'everyone about themselves': makeRule({ scope: 'self' }),
  };
  // One letter each: in the channel that a rule names, in another, in a direct message, in the App Home.
  const channels = [
    { id: 'C0PROD', name: 'sec-prod' },
    { id: 'C0OTHER', name: 'other' },
    { id: 'D0DIRECT', name: '' },
    undefined,
  ];
  const grid = { team: 'T0HOME', enterprise: 'E0HOME' };
  const onCall = new Set(['S0ONCALL']);
  const alice = (team: string, enterprise?: string): Person['id'] => ({
    enterprise,
    team,
    user: 'U0ALICE',
  });
  const nowhere = ['----', '----', '----', '----', '----'];
  const identities: readonly (readonly [string, Partial<AccessRequest>, readonly string[]])[] = [
    ['a member', { person: makePerson() }, ['ffff', 'f---', '----', '----', 'ssss']],
    ['a member of the group', { groups: onCall }, ['ffff', 'f---', 'ffff', '----', 'ssss']],
    [
      'a member who is named',
      { person: makePerson({ id: alice('T0HOME') }) },
      ['ffff', 'f---', '----', 'ffff', 'ssss'],
    ],
    [
      'a member whose e-mail address Slack does not tell',
      { person: makePerson({ email: undefined }) },
      ['ffff', 'f---', '----', '----', '----'],
    ],
    ['a guest', { person: makePerson({ kind: 'guest' }) }, nowhere],
    [
      'a guest whom the group lists',
      { person: makePerson({ kind: 'guest' }), groups: onCall },
      nowhere,
    ],
    [
      'a guest who is named',
      { person: makePerson({ kind: 'guest', id: alice('T0HOME') }), groups: onCall },
      ['----', '----', '----', 'ffff', '----'],
    ],
    [
      'somebody of another organisation with the id of a member',
      { person: makePerson({ kind: 'stranger', id: alice('T0HOME') }), groups: onCall },
      nowhere,
    ],
    [
      'a bot',
      { person: makePerson({ kind: 'bot', id: alice('T0HOME') }), groups: onCall },
      nowhere,
    ],
    [
      'somebody who was deactivated',
      { person: makePerson({ kind: 'deactivated', id: alice('T0HOME') }), groups: onCall },
      nowhere,
    ],
    [
      'a member of another workspace with the id of a member',
      { person: makePerson({ id: alice('T0AWAY') }), groups: onCall },
      nowhere,
    ],
    [
      'a member of another workspace of the same enterprise',
      { person: makePerson({ id: alice('T0AWAY', 'E0HOME') }), home: grid },
      ['ffff', 'f---', '----', 'ffff', 'ssss'],
    ],
    [
      'a member of another enterprise',
      { person: makePerson({ id: alice('T0AWAY', 'E0AWAY') }), home: grid, groups: onCall },
      nowhere,
    ],
    [
      'a member who is said to be of another enterprise, though of this workspace',
      { person: makePerson({ id: alice('T0HOME', 'E0AWAY') }), home: grid, groups: onCall },
      nowhere,
    ],
    [
      'a member of this workspace, whose enterprise is not told',
      { person: makePerson({ id: alice('T0HOME') }), home: grid },
      ['ffff', 'f---', '----', 'ffff', 'ssss'],
    ],
    [
      'a member of this workspace, of which no enterprise is known',
      { person: makePerson({ id: alice('T0HOME', 'E0HOME') }) },
      ['ffff', 'f---', '----', 'ffff', 'ssss'],
    ],
    [
      'somebody of whom and of whose workspace nothing is known',
      {
        person: makePerson({ id: { team: '', enterprise: '', user: 'U0ALICE' } }),
        home: { team: '', enterprise: '' },
        groups: onCall,
      },
      nowhere,
    ],
  ];
  const letter = ({ full, self }: AccessVerdict): string => {
    if (full.length > 0) return 'f';
    return self.length > 0 ? 's' : '-';
  };

  it.each(identities)('%s', (_who, request, expected) => {
    const found = Object.values(rules).map((rule) =>
      channels.map((channel) => letter(judge([rule], { ...request, channel }))).join(''),
    );

    expect(found).toEqual(expected);
  });
});

describe('access that is denied', () => {
  it('is so for everybody while there are no rules', () => {
    expect(judge([])).toEqual({
      full: [],
      self: [],
      denied: accounts,
      reason: 'no access rule is set, so nobody may ask',
    });
  });

  it('lets no guest in by a rule for everyone, and says what would', () => {
    const person = makePerson({ kind: 'guest' });

    expect(judge([makeRule()], { person })).toMatchObject({
      denied: accounts,
      reason: 'guests have to be named in a rule',
    });
  });

  it.each([
    ['no rule lets you acknowledge here', {}],
    ['rules let you acknowledge only in other channels', { channels: ['sec-other'] }],
    ['rules let you ask about yourself only', { scope: 'self' as const }],
  ])('says of what is done to an incident: %s', (reason, change) => {
    const everyone = makeRule({ commands: ['acknowledge'], ...change });
    const rules =
      Object.keys(change).length > 0 ? [everyone] : [makeRule({ commands: ['whodid'] })];

    expect(judge(rules, { right: 'acknowledge', knowsSelf: false })).toMatchObject({
      denied: accounts,
      reason,
    });
  });

  it('lets nobody of another organisation in, not even in a channel that is shared with them', () => {
    const person = makePerson({
      kind: 'stranger',
      id: { enterprise: undefined, team: 'T0AWAY', user: 'U0EXT' },
    });
    const rules = [
      makeRule({ channels: ['sec-prod'] }),
      makeRule({ members: { users: ['U0EXT'], groups: [] } }),
    ];

    expect(judge(rules, { person })).toMatchObject({
      denied: accounts,
      reason: 'only people of this workspace are let in, not those of another organisation',
    });
  });

  it('is so for whoever presses a button without a rule of their own', () => {
    const rules = [makeRule({ members: { users: ['U0ALICE'], groups: ['S0ONCALL'] } })];

    expect(judge(rules, { person: makePerson() })).toMatchObject({
      denied: accounts,
      reason: 'no rule lets you use /whodid here',
    });
  });

  it('is so for a request of another workspace, however right the user id is', () => {
    const rules = [makeRule({ members: { users: ['U0ALICE'], groups: [] } })];
    const person = makePerson({ id: { enterprise: undefined, team: 'T0AWAY', user: 'U0ALICE' } });

    expect(judge(rules, { person }).denied).toEqual(accounts);
  });

  it('lets nobody in by a group that Slack could not be asked about, and says so', () => {
    const rules = [makeRule({ members: { users: [], groups: ['S0ONCALL', 'S0OTHER'] } })];
    const groups = new Set(['S0ONCALL']);

    expect(judge(rules, { groups, unreadGroups: ['S0ONCALL'] })).toMatchObject({
      denied: accounts,
      reason: 'Slack could not be asked who is in the group S0ONCALL, so nobody is let in by it',
    });
  });

  it('does not speak of an unread group that would not matter', () => {
    const group = { users: [], groups: ['S0ONCALL'] };
    const rules = [
      makeRule({ members: group, commands: ['iam-lastused'] }),
      makeRule({ members: group, channels: ['other'] }),
      makeRule({ members: { users: ['U0ALICE'], groups: [] } }),
    ];

    expect(judge(rules, { unreadGroups: ['S0ONCALL'] }).reason).toBe(
      'no rule lets you use /whodid here',
    );
  });

  it('still lets in by another rule while a group cannot be read', () => {
    const rules = [
      makeRule({ members: { users: [], groups: ['S0ONCALL'] } }),
      makeRule({ channels: ['sec-prod'], accounts: ['prod'] }),
    ];

    expect(names(judge(rules, { unreadGroups: ['S0ONCALL'] }).full)).toEqual(['prod']);
  });

  it.each([
    ['bot', 'bots and workflows are not let in'],
    ['deactivated', 'the account in Slack is deactivated'],
  ] as const)('says why a %s is not let in', (kind, reason) => {
    expect(judge([makeRule()], { person: makePerson({ kind }) }).reason).toBe(reason);
  });

  it('says that it would be allowed in other channels, without naming them', () => {
    const rules = [makeRule({ channels: ['private-room'] })];

    expect(judge(rules).reason).toBe('rules let you use /whodid only in other channels');
  });

  it('says when nobody can be asked about themselves', () => {
    const rules = [makeRule({ scope: 'self' })];

    expect(judge(rules, { knowsSelf: false, right: 'iam-lastused' }).reason).toBe(
      'rules let you ask about yourself only, which /iam-lastused cannot be',
    );
    expect(judge(rules, { person: makePerson({ email: '' }) }).reason).toBe(
      'rules let you ask about yourself only, and Slack tells no e-mail address of yours',
    );
    expect(
      judge([makeRule({ scope: 'self', channels: ['other'] })], { knowsSelf: false }).reason,
    ).toBe('no rule lets you use /whodid here');
  });

  it('is not explained by rules about other accounts', () => {
    const rules = [
      makeRule({ accounts: ['staging'] }),
      makeRule({ channels: ['other'], accounts: ['staging'] }),
    ];

    expect(judge(rules, {}, [prod])).toMatchObject({
      denied: [prod],
      reason: 'no rule lets you use /whodid here',
    });
  });

  it('carries no account and no channel', () => {
    const rules = [
      makeRule({
        members: { users: ['U0ALICE'], groups: [] },
        channels: ['sec-prod'],
        accounts: ['prod'],
      }),
    ];

    expect(judge(rules).reason).not.toMatch(/prod|1111/);
  });
});

describe('what a rule is about', () => {
  it.each([
    ['its id', ['111122223333'], ['prod']],
    ['its name', ['security'], ['security']],
    ['a group', ['workloads'], ['prod', 'staging']],
    ['all', ['all'], ['prod', 'staging', 'security']],
    ['several words', ['security', 'prod'], ['prod', 'security']],
    ['a part of its name', ['pro'], []],
    ['another case', ['Prod'], []],
  ])('an account is covered by %s', (_how, words, expected) => {
    const { full, denied } = judge([makeRule({ accounts: words })]);

    expect(names(full)).toEqual(expected);
    expect(names(denied)).toEqual(names(accounts).filter((name) => !expected.includes(name)));
    expect(names(accounts.filter((each) => coversAccount({ accounts: words }, each)))).toEqual(
      expected,
    );
  });

  it.each([
    ['whodid', ['whodid'], true],
    ['whodid', ['all'], true],
    ['whodid', ['iam-lastused'], false],
    ['trusted-advisor refresh', ['all'], false],
    ['trusted-advisor refresh', ['trusted-advisor'], false],
    ['trusted-advisor refresh', ['all', 'trusted-advisor refresh'], true],
    ['trusted-advisor', ['trusted-advisor refresh'], false],
    ['no-such-command', ['all'], false],
    ['acknowledge', ['acknowledge'], true],
    ['acknowledge', ['all'], true],
    ['acknowledge', ['whodid', 'trusted-advisor refresh'], false],
  ])('/%s is allowed by %j: %s', (right, commands, expected) => {
    expect(judge([makeRule({ commands })], { right }).full.length > 0).toBe(expected);
  });

  it.each([
    ['its id', ['C0PROD'], true],
    ['its name', ['other', 'sec-prod'], true],
    ['the name of another', ['other'], false],
    ['its id in small letters', ['c0prod'], false],
  ])('a channel is named by %s', (_how, channels, expected) => {
    expect(judge([makeRule({ channels })]).full.length > 0).toBe(expected);
  });

  it('a direct message is named by no channel, not even by an empty name', () => {
    const channel = { id: 'D0DIRECT', name: '' };

    expect(judge([makeRule({ channels: [''] })], { channel }).full).toEqual([]);
  });
});

describe('several rules', () => {
  it('give each account the most that any of them gives', () => {
    const { full, self, denied, reason } = judge([
      makeRule({ scope: 'self', accounts: ['workloads'] }),
      makeRule({ accounts: ['prod'] }),
    ]);

    expect([names(full), names(self), names(denied)]).toEqual([
      ['prod'],
      ['staging'],
      ['security'],
    ]);
    expect(reason).toBe(
      'rule 1: everyone, all on workloads, about themselves; rule 2: everyone, all on prod',
    );
  });

  it('are named by their numbers and what they say, those that decided only', () => {
    const users = ['U1', 'U2', 'U3', 'U0BOB'];
    const rules = [
      makeRule({ members: { users: ['U0ALICE'], groups: [] } }),
      makeRule({
        members: { users, groups: ['S0ONCALL', 'S1'] },
        channels: ['sec-prod'],
        commands: ['whodid', 'iam-lastused'],
      }),
      makeRule(),
    ];

    expect(judge(rules).reason).toBe(
      'rule 2: U1, U2, U3, U0BOB, S0ONCALL and 1 more in sec-prod, whodid, iam-lastused on all',
    );
  });
});

describe('an admin', () => {
  const settings = makeSettings({ admins: { users: ['U0ADMIN'], groups: ['S0ADMINS'] } });
  const admin = makePerson({ id: { enterprise: undefined, team: 'T0HOME', user: 'U0ADMIN' } });
  const { home } = makeRequest();
  const inGroup = new Set(['S0ADMINS']);

  it.each([
    ['by their id', admin, new Set<string>(), true],
    ['by a group', makePerson(), inGroup, true],
    ['a guest by their id', { ...admin, kind: 'guest' }, new Set<string>(), true],
    ['a guest by a group', makePerson({ kind: 'guest' }), inGroup, false],
    ['anybody else', makePerson(), new Set(['S0ONCALL']), false],
    ['of another workspace', { ...admin, id: { ...admin.id, team: 'T0AWAY' } }, inGroup, false],
    ['a stranger', { ...admin, kind: 'stranger' }, inGroup, false],
    ['deactivated', { ...admin, kind: 'deactivated' }, inGroup, false],
  ] as const)('%s', (_how, person, groups, expected) => {
    expect(isAdmin(settings, { person, groups, home })).toBe(expected);
  });

  it('gets no data by it', () => {
    const verdict = judgeAccess(
      settings,
      makeRequest({ person: admin, groups: inGroup }),
      accounts,
    );

    expect(verdict.denied).toEqual(accounts);
  });
});

it('the groups to ask Slack about are those that the settings name, each once', () => {
  const settings = makeSettings({
    admins: { users: ['U0ADMIN'], groups: ['S0ADMINS'] },
    rules: [
      makeRule(),
      makeRule({ members: { users: ['U0ALICE'], groups: ['S0ONCALL', 'S0ADMINS'] } }),
    ],
  });

  expect(ruleGroups(settings)).toEqual(['S0ADMINS', 'S0ONCALL']);
});

describe('whatever the rules and whoever asks', () => {
  const user = fc.constantFrom('U0ALICE', 'U0BOB', 'U0CAROL');
  const group = fc.constantFrom('S0ONCALL', 'S0ADMINS');
  const channel = fc.constantFrom(
    { id: 'C0PROD', name: 'sec-prod' },
    { id: 'C0OTHER', name: 'other' },
    { id: 'D0DIRECT', name: '' },
    undefined,
  );
  const words = <T>(...all: readonly T[]) => fc.subarray([...all], { minLength: 1 });
  const rule: fc.Arbitrary<AccessRule> = fc.record({
    members: fc.oneof(
      fc.constant('everyone' as const),
      fc.record({ users: fc.uniqueArray(user), groups: fc.uniqueArray(group) }),
    ),
    channels: fc.option(words('sec-prod', 'C0OTHER'), { nil: undefined }),
    commands: words('whodid', 'iam-lastused', 'all', 'trusted-advisor refresh'),
    accounts: words('prod', '444455556666', 'workloads', 'all'),
    scope: fc.constantFrom('all' as const, 'self' as const),
  });
  const rules = fc.array(rule, { maxLength: 5 });
  const request: fc.Arbitrary<AccessRequest> = fc.record({
    person: fc.record({
      id: fc.record({
        enterprise: fc.constantFrom(undefined, 'E0HOME', 'E0AWAY'),
        team: fc.constantFrom('T0HOME', 'T0AWAY'),
        user,
      }),
      name: fc.constant('Somebody'),
      email: fc.constantFrom('somebody@example.com', undefined),
      zone: fc.constant('Etc/UTC'),
      kind: fc.constantFrom(
        'member',
        'member',
        'member',
        'guest',
        'stranger',
        'bot',
        'deactivated',
      ),
    }),
    home: fc.constantFrom(
      { team: 'T0HOME', enterprise: undefined },
      { team: 'T0HOME', enterprise: 'E0HOME' },
    ),
    groups: fc.uniqueArray(group).map((ids) => new Set(ids)),
    unreadGroups: fc.uniqueArray(group, { maxLength: 1 }),
    channel,
    right: fc.constantFrom('whodid', 'trusted-advisor refresh', 'trusted-advisor'),
    knowsSelf: fc.boolean(),
  });
  const ids = (list: readonly Account[]) => new Set(list.map(({ id }) => id));

  /** Could this rule let them in at all? Written anew, and with more trust than the judgement has. */
  const couldLetIn = (one: AccessRule, asked: AccessRequest, account: Account): boolean => {
    const { person, right } = asked;
    const isNamed = one.members !== 'everyone' && one.members.users.includes(person.id.user);
    const isInGroup =
      one.members !== 'everyone' && one.members.groups.some((id) => asked.groups.has(id));
    return (
      ['member', 'guest'].includes(person.kind) &&
      (isNamed || (person.kind === 'member' && (one.members === 'everyone' || isInGroup))) &&
      (one.commands.includes(right) || (one.commands.includes('all') && !right.includes(' '))) &&
      (one.channels === undefined ||
        one.channels.some((name) => [asked.channel?.id, asked.channel?.name].includes(name))) &&
      one.accounts.some((word) =>
        ['all', account.id, account.name, ...account.groups].includes(word),
      )
    );
  };

  it('nobody is let in without a rule that fits', () => {
    fc.assert(
      fc.property(rules, request, (all, asked) => {
        const { full, self } = judge(all, asked);

        for (const account of full)
          expect(all.some((one) => one.scope === 'all' && couldLetIn(one, asked, account))).toBe(
            true,
          );
        for (const account of self)
          expect(all.some((one) => one.scope === 'self' && couldLetIn(one, asked, account))).toBe(
            true,
          );
      }),
      { numRuns: 2_000 },
    );
  });

  it('every account is in one list, in the order it was given', () => {
    fc.assert(
      fc.property(rules, request, (all, asked) => {
        const { full, self, denied, reason } = judge(all, asked);

        expect(accounts.filter((each) => [...full, ...self, ...denied].includes(each))).toEqual(
          accounts,
        );
        expect(full.length + self.length + denied.length).toBe(accounts.length);
        for (const list of [full, self, denied])
          expect(accounts.filter((each) => list.includes(each))).toEqual(list);
        expect(reason.startsWith('rule ')).toBe(full.length + self.length > 0);
        expect(reason).not.toBe('');
      }),
    );
  });

  it('one more rule takes nothing away', () => {
    fc.assert(
      fc.property(rules, rule, fc.nat(5), request, (all, more, at, asked) => {
        const before = judge(all, asked);
        const after = judge(all.toSpliced(at, 0, more), asked);

        expect(ids(before.full).isSubsetOf(ids(after.full))).toBe(true);
        expect(ids(before.self).isSubsetOf(ids([...after.full, ...after.self]))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('the order of the rules does not matter for what is allowed', () => {
    fc.assert(
      fc.property(rules, request, (all, asked) => {
        const { full, self, denied } = judge(all, asked);

        expect(judge(all.toReversed(), asked)).toMatchObject({ full, self, denied });
      }),
      { numRuns: 1_000 },
    );
  });

  it('one account is judged alike, whatever others are asked about', () => {
    fc.assert(
      fc.property(rules, request, (all, asked) => {
        const { full, self } = judge(all, asked);

        for (const account of accounts) {
          const alone = judge(all, asked, [account]);
          expect(alone.full).toEqual(full.filter((each) => each === account));
          expect(alone.self).toEqual(self.filter((each) => each === account));
        }
      }),
    );
  });

  it('no settings at all let anybody in', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const settings: AccessSettings = makeSettings();

        expect(judgeAccess(settings, asked, accounts).denied).toEqual(accounts);
      }),
    );
  });
});
