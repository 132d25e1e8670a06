import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/config/load.ts';
import {
  commandNames,
  commandRights,
  incidentRights,
  overviewRights,
} from '../../src/core/command-names.ts';
import type { Settings } from '../../src/core/settings.ts';

const base = `
slack: { fallbackChannel: alerts }
topics: ['arn:aws:sns:eu-west-1:111122223333:security-alarms']
accounts:
  - { id: '111122223333', name: security }
  - { id: '444455556666', name: prod, groups: [workloads] }
  - { id: '777788889999', name: staging, groups: [workloads] }
`;

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailwarden-'));
});

afterEach(() => rm(folder, { recursive: true }));

const load = async (yaml: string) => {
  const path = join(folder, 'trailwarden.yaml');
  await writeFile(path, `${base}${yaml}`);
  return await loadSettings({
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    TRAILWARDEN_CONFIG: path,
  });
};

const settingsOf = async (yaml: string): Promise<Settings> => {
  const loaded = await load(yaml);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.settings;
};

/** The problems, without the file and the line. */
const problemsOf = async (yaml: string): Promise<readonly string[]> => {
  const loaded = await load(yaml);
  return loaded.ok ? [] : loaded.problems.map((problem) => problem.replace(/^.* line \d+: /, ''));
};

const rule = (text: string): string => `access: { rules: [{ ${text} }] }`;

describe('access', () => {
  it('lets nobody in when it is left out, which is allowed', async () => {
    const { access, trailLogs, identityCenter } = await settingsOf('');

    expect(access).toEqual({
      admins: { users: [], groups: [] },
      rules: [],
      shareExternally: [],
    });
    expect({ trailLogs, identityCenter }).toEqual({ trailLogs: [], identityCenter: undefined });
  });

  it('tells users and groups apart by their ids', async () => {
    const { access } = await settingsOf(`
access:
  admins: [U0ADMIN, S0ADMINS]
  rules:
    - members: [W0ALICE, S0ONCALL, U0BOB]
      channels: ['#sec-prod', C0123]
      commands: [whodid, iam-lastused]
      accounts: [prod, workloads, '111122223333']
      scope: self
  shareExternally: [sec-partner]
`);

    expect(access).toEqual({
      admins: { users: ['U0ADMIN'], groups: ['S0ADMINS'] },
      rules: [
        {
          members: { users: ['W0ALICE', 'U0BOB'], groups: ['S0ONCALL'] },
          channels: ['sec-prod', 'C0123'],
          commands: ['whodid', 'iam-lastused'],
          accounts: ['prod', 'workloads', '111122223333'],
          scope: 'self',
        },
      ],
      shareExternally: ['sec-partner'],
    });
  });

  it('takes a word for a list of one, and everything for the scope that is left out', async () => {
    const { access } = await settingsOf(
      rule('members: U0ALICE, channels: sec-prod, commands: all, accounts: all'),
    );

    expect(access.rules).toEqual([
      {
        members: { users: ['U0ALICE'], groups: [] },
        channels: ['sec-prod'],
        commands: ['all'],
        accounts: ['all'],
        scope: 'all',
      },
    ]);
  });

  it.each([
    ['channels: sec-prod', ['sec-prod']],
    ['members: everyone', undefined],
  ])('means everyone by a rule with %s', async (who, channels) => {
    const { access } = await settingsOf(rule(`${who}, commands: all, accounts: all`));

    expect(access.rules).toMatchObject([{ members: 'everyone', channels }]);
  });

  it('knows every command and every right', async () => {
    const names = [...commandNames, ...overviewRights, ...incidentRights, ...commandRights, 'all']
      .map((name) => `"${name}"`)
      .join();

    expect(
      await problemsOf(rule(`members: everyone, commands: [${names}], accounts: all`)),
    ).toEqual([]);
  });

  it.each([
    [
      'alice@example.com',
      /is an e-mail address: rules go by ids.* choose ⋮, then "Copy member ID"/,
    ],
    ['@alice', /is a handle: .*"Copy member ID".*"Copy group ID"/],
    ['Alice Example', /is not an id, perhaps a name: .*"Copy member ID"/],
    ['u0alice', /is not an id, perhaps a name/],
    ['<@U0ALICE>', /is a mention: give the id alone/],
    ['<!subteam^S0ONCALL>', /is a mention: give the id alone/],
    ['C0123', /is the id of a conversation: list it under channels/],
    ['everyone', /stands alone: write "members: everyone", without a list/],
  ])('tells whoever names %s how to find the id', async (given, expected) => {
    const found = [
      ...(await problemsOf(rule(`members: ['${given}'], commands: all, accounts: all`))),
      ...(await problemsOf(`access: { admins: [U0ADMIN, '${given}'] }`)),
    ];

    expect(found).toHaveLength(2);
    expect(found[0]).toMatch(/^entry 1 of access\.rules, entry 1 of members: "/);
    expect(found[1]).toMatch(/^entry 2 of access\.admins: "/);
    for (const problem of found) expect(problem).toMatch(expected);
  });

  it('tells it also where one word stands for the list', async () => {
    expect(await problemsOf(rule('members: alice, commands: all, accounts: all'))).toEqual([
      expect.stringMatching(/^entry 1 of access\.rules, members: "alice" is not an id/),
    ]);
  });

  it.each([
    [
      'no who and no where',
      'commands: all, accounts: all',
      /^entry 1 of access\.rules says neither who \(members\) nor where \(channels\)/,
    ],
    [
      'members and channels that were commented out',
      'members: , channels: , commands: all, accounts: all',
      /says neither who/,
    ],
    [
      'channels that were commented out',
      'members: everyone, channels: , commands: all, accounts: all',
      /channels is empty: fill it in, or take the line out/,
    ],
    [
      'members that were commented out',
      'members: , channels: sec-prod, commands: all, accounts: all',
      /members is empty: fill it in/,
    ],
    [
      'a scope that was commented out',
      'members: everyone, scope: , commands: all, accounts: all',
      /scope is empty: fill it in/,
    ],
    ['no members', 'members: [], commands: all, accounts: all', /members is an empty list/],
    [
      'no channel in its list',
      'members: everyone, channels: [], commands: all, accounts: all',
      /channels is an empty list/,
    ],
    ['no commands', 'members: everyone, accounts: all', /commands is missing: list the commands/],
    ['no accounts', 'members: everyone, commands: all', /accounts is missing: list the accounts/],
    [
      'a slip in a command',
      'members: everyone, commands: [whodidd], accounts: all',
      /commands says "whodidd", but there is no such command or right\. Did you mean "whodid"\?/,
    ],
    [
      'a command with its slash',
      'members: everyone, commands: /whodid, accounts: all',
      /Did you mean "whodid"\?/,
    ],
    [
      'a right that is none',
      'members: everyone, commands: whodid refresh, accounts: all',
      /"whodid refresh", but there is no such command or right/,
    ],
    [
      'a slip in an account',
      'members: everyone, commands: all, accounts: [prdo]',
      /accounts says "prdo", but no entry of accounts has that id, name or group\. Did you mean "prod"\?/,
    ],
    [
      'a slip in a group',
      'members: everyone, commands: all, accounts: workload',
      /Did you mean "workloads"\?/,
    ],
    [
      'an account that is not listed',
      "members: everyone, commands: all, accounts: ['123456789012']",
      /says "123456789012", but no entry/,
    ],
    [
      'an account id without quotes',
      'members: everyone, commands: all, accounts: [444455556666]',
      /quote it, '444455556666'/,
    ],
    [
      'a channel that cannot be',
      'channels: Sec Prod, commands: all, accounts: all',
      /channels: "Sec Prod" is not a channel/,
    ],
    [
      'a pattern for a channel',
      "channels: ['sec-{account.name}'], commands: all, accounts: all",
      /"sec-\{account\.name\}" is not a channel/,
    ],
    [
      'a scope that is none',
      'members: everyone, commands: all, accounts: all, scope: own',
      /scope is "own", but must be one of all, self/,
    ],
    [
      'a slip in a key',
      'member: everyone, commands: all, accounts: all',
      /member is not a setting\. Did you mean "members"\?/,
    ],
  ])('refuses a rule with %s', async (_, text, expected) => {
    const found = await problemsOf(rule(text));

    expect(found).toContainEqual(expect.stringMatching(expected));
    expect(found.join()).not.toMatch(/undefined|\[object|Invalid input/);
  });

  it('keeps "all" for all accounts', async () => {
    const text =
      "accounts: [{ id: '111122223333', name: all }, { id: '444455556666', name: prod, groups: [all] }]";
    const path = join(folder, 'trailwarden.yaml');
    await writeFile(path, `${base.replace(/accounts:[^]*/, '')}${text}`);

    const loaded = await loadSettings({ TRAILWARDEN_CONFIG: path });

    expect(loaded.ok ? [] : loaded.problems).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/entry 1 of accounts, name says "all", which means every account/),
        expect.stringMatching(/entry 2 of accounts, groups says "all"/),
      ]),
    );
  });
});

describe('places to look in', () => {
  it('are loaded with the ids of accounts that are named', async () => {
    const { trailLogs, identityCenter } = await settingsOf(`
trailLogs:
  - { logGroup: aws-cloudtrail-logs-organization, account: security, region: eu-west-1, covers: [workloads, prod] }
  - { logGroup: /trail, account: '444455556666', region: us-east-1 }
identityCenter: { account: security, region: eu-west-1 }
`);

    expect(trailLogs).toEqual([
      {
        logGroup: 'aws-cloudtrail-logs-organization',
        account: '111122223333',
        region: 'eu-west-1',
        covers: ['444455556666', '777788889999'],
      },
      { logGroup: '/trail', account: '444455556666', region: 'us-east-1', covers: undefined },
    ]);
    expect(identityCenter).toEqual({ account: '111122223333', region: 'eu-west-1' });
  });

  it.each([
    [
      'trailLogs: [{ logGroup: l, account: securty, region: eu-west-1 }]',
      /entry 1 of trailLogs, account says "securty", but no entry of accounts has that id or name\. Did you mean "security"\?/,
    ],
    [
      'trailLogs: [{ logGroup: l, account: workloads, region: eu-west-1 }]',
      /account says "workloads", but no entry/,
    ],
    [
      'trailLogs: [{ logGroup: l, account: prod, region: eu-west-1, covers: workload }]',
      /covers says "workload".*Did you mean "workloads"\?/,
    ],
    [
      'trailLogs: [{ logGroup: l, account: prod, region: Ireland }]',
      /region: "Ireland" is not a region/,
    ],
    [
      'trailLogs: [{ account: prod, region: eu-west-1 }]',
      /logGroup is missing: give the name of the log group/,
    ],
    [
      "trailLogs: [{ logGroup: 'arn:aws:logs:eu-west-1:111122223333:log-group:l', account: prod, region: eu-west-1 }]",
      /is not the name of a log group \(not its ARN\)/,
    ],
    [
      'trailLogs: [{ logGroup: l, account: prod, region: eu-west-1 }, { logGroup: l, account: prod, region: eu-west-1 }]',
      /entry 2 of trailLogs names the log group "l in prod in eu-west-1" a second time/,
    ],
    [
      'identityCenter: { account: securit, region: eu-west-1 }',
      /identityCenter\.account says "securit".*Did you mean "security"\?/,
    ],
    [
      'identityCenter: { region: eu-west-1 }',
      /identityCenter\.account is missing: give the name or the id/,
    ],
  ])('are refused where they cannot be: %s', async (yaml, expected) => {
    expect(await problemsOf(yaml)).toContainEqual(expect.stringMatching(expected));
  });
});
