import { mkdtemp, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/config/load.ts';
import type { Settings } from '../../src/core/settings.ts';

const secrets = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
const smallest = `
slack: { fallbackChannel: alerts }
topics: ['arn:aws:sns:eu-west-1:111122223333:security-alarms']
`;

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailwarden-'));
});

afterEach(() => rm(folder, { recursive: true }));

const load = async (yaml: string, env: NodeJS.ProcessEnv = secrets) => {
  const path = join(folder, 'trailwarden.yaml');
  await writeFile(path, yaml);
  return await loadSettings({ ...env, TRAILWARDEN_CONFIG: path });
};

const settingsOf = async (yaml: string, env?: NodeJS.ProcessEnv): Promise<Settings> => {
  const loaded = await load(yaml, env);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.settings;
};

/** The problems, without the folder the file is in. */
const problemsOf = async (yaml: string, env?: NodeJS.ProcessEnv): Promise<readonly string[]> => {
  const loaded = await load(yaml, env);
  return loaded.ok ? [] : loaded.problems.map((problem) => problem.replaceAll(`${folder}/`, ''));
};

describe('loadSettings with right settings', () => {
  it('fills in what the smallest file leaves out', async () => {
    const settings = await settingsOf(smallest);

    expect(settings).toMatchObject({
      slack: {
        mode: 'socket',
        fallbackChannel: 'alerts',
        apiUrl: 'https://slack.com/api/',
        linkHosts: [],
      },
      http: { host: '0.0.0.0', port: 8080, publicUrl: undefined },
      topics: [
        { arn: 'arn:aws:sns:eu-west-1:111122223333:security-alarms', signatureVersion: 'any' },
      ],
      queues: [],
      accounts: [],
      routes: [],
      incidents: { reopenWithinMs: 1_800_000 },
      store: { kind: 'sqlite', path: 'data/trailwarden.db' },
    });
    expect(settings.slack.botToken()).toBe('xoxb-1');
    expect(settings.slack.appToken()).toBe('xapp-1');
    expect(settings.slack.signingSecret()).toBeUndefined();
  });

  it('loads the example file that people copy', async () => {
    const loaded = await loadSettings({
      ...secrets,
      TRAILWARDEN_CONFIG: 'deploy/trailwarden.example.yaml',
    });

    expect(loaded).toMatchObject({
      ok: true,
      settings: { topics: [{ signatureVersion: 'any' }, { signatureVersion: '2' }] },
    });
  });

  it('takes the region of a queue from its URL, of old and new form', async () => {
    const settings = await settingsOf(`
slack: { fallbackChannel: alerts }
queues:
  - https://sqs.eu-west-1.amazonaws.com/111122223333/trailwarden
  - https://us-east-2.queue.amazonaws.com/111122223333/trailwarden
  - https://sqs.cn-north-1.amazonaws.com.cn/111122223333/trailwarden
  - { url: 'http://127.0.0.1:9324/111122223333/q', region: ap-south-1 }
`);

    expect(settings.queues.map(({ region }) => region)).toEqual([
      'eu-west-1',
      'us-east-2',
      'cn-north-1',
      'ap-south-1',
    ]);
  });

  it('takes a condition as a word or as a list, and a channel with its # in quotes', async () => {
    const settings = await settingsOf(`${smallest}
accounts: [{ id: '111122223333', name: prod, groups: [production] }]
routes:
  - { when: { account: prod, severity: [critical, high] }, channel: '#sec-prod' }
  - { channel: 'sec-{account.name}', severity: low, continue: true }
`);

    expect(settings.routes).toEqual([
      {
        when: { account: ['prod'], severity: ['critical', 'high'] },
        channel: 'sec-prod',
        severity: undefined,
        continue: false,
        unwatched: false,
      },
      {
        when: {},
        channel: 'sec-{account.name}',
        severity: 'low',
        continue: true,
        unwatched: false,
      },
    ]);
  });

  it('takes a section with every line commented out for one that is left out', async () => {
    const settings = await settingsOf(`${smallest}\nhttp:\n  # port: 1\nroutes:\nstore:\n`);

    expect(settings.http.port).toBe(8080);
  });

  it('keeps the state in PostgreSQL when there is a DATABASE_URL', async () => {
    const { store } = await settingsOf(smallest, {
      ...secrets,
      DATABASE_URL: 'postgres://u:p@db/t',
    });

    expect(store.kind === 'postgres' && store.url()).toBe('postgres://u:p@db/t');
  });

  it('ends SLACK_API_URL with a slash and publicUrl without', async () => {
    const { slack, http } = await settingsOf(
      `${smallest}http: { publicUrl: 'https://alarms.example.com/' }`,
      {
        ...secrets,
        SLACK_API_URL: 'http://127.0.0.1:3999/api',
      },
    );

    expect(slack.apiUrl).toBe('http://127.0.0.1:3999/api/');
    expect(http.publicUrl).toBe('https://alarms.example.com');
  });

  it('asks for the signing secret in HTTP mode and not for the app token', async () => {
    const http =
      'slack: { mode: http, fallbackChannel: a }\ntopics: [arn:aws:sns:eu-west-1:111122223333:t]';
    const { slack } = await settingsOf(http, {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'abc',
    });

    expect(slack.signingSecret()).toBe('abc');
    expect(await problemsOf(http)).toEqual([
      "SLACK_SIGNING_SECRET is not set: slack.mode: http needs the app's Signing Secret.",
    ]);
  });
});

describe('loadSettings with a secret in a file', () => {
  const secretFile = async (value: string): Promise<string> => {
    const path = join(folder, 'token');
    await writeFile(path, value);
    return path;
  };

  const replace = async (path: string, value: string): Promise<void> => {
    await writeFile(`${path}.new`, value);
    await rename(`${path}.new`, path);
    const { mtimeMs } = await stat(path);
    await utimes(path, new Date(), new Date(mtimeMs + 2000));
  };

  const botToken = async (path: string): Promise<() => string> => {
    const settings = await settingsOf(smallest, {
      SLACK_BOT_TOKEN_FILE: path,
      SLACK_APP_TOKEN: 'xapp-1',
    });
    return settings.slack.botToken;
  };

  it('reads it without the line break at its end, and again when it has changed', async () => {
    const path = await secretFile('xoxb-old\n');
    const token = await botToken(path);
    const before = token();

    await replace(path, 'xoxb-new\n');

    expect([before, token()]).toEqual(['xoxb-old', 'xoxb-new']);
  });

  it.each(['', 'xapp-wrong-kind'])(
    'keeps the old value when the file comes to hold "%s"',
    async (bad) => {
      const path = await secretFile('xoxb-old');
      const token = await botToken(path);

      await replace(path, bad);
      const meanwhile = token();
      await replace(path, 'xoxb-new');

      expect([meanwhile, token()]).toEqual(['xoxb-old', 'xoxb-new']);
    },
  );

  it('keeps the old value while the file is gone', async () => {
    const path = await secretFile('xoxb-old');
    const token = await botToken(path);

    await rm(path);

    expect(token()).toBe('xoxb-old');
  });

  it('names a file that is not there, is empty, or is set beside the variable', async () => {
    const empty = await secretFile(' \n');
    const env = {
      SLACK_BOT_TOKEN_FILE: join(folder, 'none'),
      SLACK_APP_TOKEN_FILE: empty,
      DATABASE_URL: 'postgres://db/t',
      DATABASE_URL_FILE: empty,
    };

    expect(await problemsOf(smallest, env)).toEqual([
      'SLACK_BOT_TOKEN_FILE: none cannot be read: there is no such file.',
      'SLACK_APP_TOKEN_FILE: the file token is empty.',
      'DATABASE_URL and DATABASE_URL_FILE are both set: keep one of them.',
    ]);
  });
});

describe('loadSettings with wrong settings', () => {
  it('says what is missing when there is nothing at all', async () => {
    const loaded = await loadSettings({ TRAILWARDEN_CONFIG: join(folder, 'none.yaml') });

    expect(loaded.ok ? [] : loaded.problems).toEqual([
      expect.stringMatching(
        /none\.yaml: there is no such file\. Copy deploy\/trailwarden\.example\.yaml/,
      ),
      expect.stringMatching(/^SLACK_BOT_TOKEN is not set: .*xoxb/),
      expect.stringMatching(/^SLACK_APP_TOKEN is not set: .*xapp/),
    ]);
  });

  it('says everything at once', async () => {
    const problems = await problemsOf(
      `
slack:
  fallbackChanel: alerts
http:
  port: "8080"
topics: []
accounts:
  - { id: 012345678901, name: prod }
routes:
  - { when: { account: prodd }, channel: Sec Prod }
incidents:
  reopenWithin: 30 minutes
`,
      {
        SLACK_BOT_TOKEN: 'xoxp-1',
        SLACK_APP_TOKEN: 'xoxb-1',
        SLACK_API_URL: 'http://slack.example.com',
      },
    );

    expect(problems).toEqual([
      'trailwarden.yaml line 2: slack.fallbackChannel is missing: name the channel for alerts that no route takes, without #.',
      'trailwarden.yaml line 3: slack.fallbackChanel is not a setting. Did you mean "fallbackChannel"?',
      'trailwarden.yaml line 5: http.port is the string "8080", but must be a number without quotes.',
      "trailwarden.yaml line 8: entry 1 of accounts, id is a number for YAML, which may drop its zeros: quote it, '012345678901'.",
      'trailwarden.yaml line 10: entry 1 of routes, channel: "Sec Prod" is not a channel: give its id (C0123ABCD), its name in lower case, or a pattern like sec-{account.name}.',
      'trailwarden.yaml line 12: incidents.reopenWithin: "30 minutes" is not a duration: write it like 90s, 30m, 2h or 1d.',
      'trailwarden.yaml line 6: topics is empty, and so is queues: list the SNS topics whose alarms are to be shown.',
      'trailwarden.yaml line 10: entry 1 of routes, when.account says "prodd", but no entry of accounts has that id, name or group. Did you mean "prod"?',
      'SLACK_BOT_TOKEN is a user token (xoxp-), which the bot does not use. Use the Bot User OAuth Token, which begins with xoxb- (OAuth & Permissions).',
      'SLACK_APP_TOKEN is a bot token (xoxb-): it belongs in SLACK_BOT_TOKEN. Use the app-level token with connections:write, which begins with xapp- (Basic Information).',
      'SLACK_API_URL is not a URL that begins with https:// (http:// only on this machine): the bot token is sent there.',
    ]);
  });

  it.each([
    ['a tab', 'slack:\n\tmode: socket', /line 2, column 1: a tab; YAML is indented with spaces/],
    [
      'a key given twice',
      'topics: []\ntopics: []',
      /line 2, column 1: this setting is given twice/,
    ],
    [
      'an open bracket',
      'slack: {mode: socket\nhttp:',
      /line \d+, column \d+: this is not valid YAML: [A-Z].*\.$/,
    ],
    ['a list', '- a', /trailwarden.yaml is a list, but must be a group of settings/],
    ['nothing', '', /slack is missing: add slack: with fallbackChannel: under it/],
  ])('explains a file that holds %s', async (_, yaml, expected) => {
    expect(await problemsOf(yaml)).toContainEqual(expect.stringMatching(expected));
  });

  it.each([
    [
      'a topic that is none',
      'topics: [arn:aws:sqs:eu-west-1:111122223333:t]',
      /entry 1 of topics: ".*" is not the ARN of an SNS topic/,
    ],
    [
      'a topic with a line break',
      'topics: ["arn:aws:sns:eu-west-1:111122223333:t\\n"]',
      /is not the ARN of an SNS topic/,
    ],
    [
      'a topic given twice',
      'topics: [arn:aws:sns:eu-west-1:111122223333:t, {arn: arn:aws:sns:eu-west-1:111122223333:t}]',
      /entry 2 of topics names the topic ".*" a second time/,
    ],
    [
      'a version without quotes',
      'topics: [{arn: arn:aws:sns:eu-west-1:111122223333:t, signatureVersion: 2}]',
      /signatureVersion is a number for YAML: quote it, '2'/,
    ],
    [
      'a queue without a region',
      'queues: [https://queue.example.com/q]',
      /entry 1 of queues: ".*" does not tell its region/,
    ],
    [
      'an account given twice',
      "accounts: [{id: '111122223333', name: a}, {id: '111122223333', name: a}]",
      /entry 2 of accounts, id names the account "111122223333" a second time/,
    ],
    [
      'a role of another account',
      "accounts: [{id: '111122223333', name: a, role: 'arn:aws:iam::444455556666:role/R'}]",
      /role is a role of account 444455556666, but the entry is for 111122223333/,
    ],
    [
      'an external id without a role',
      "accounts: [{id: '111122223333', name: a, externalId: abc}]",
      /externalId has no use without a role/,
    ],
    [
      'a region that is none',
      "accounts: [{id: '111122223333', name: a, regions: [Ireland]}]",
      /entry 1 of accounts, entry 1 of regions: "Ireland" is not a region/,
    ],
    [
      'a word where a list is wanted',
      "accounts: [{id: '111122223333', name: a, groups: b}]",
      /groups is the string "b", but must be a list/,
    ],
    [
      'a route to an unknown topic',
      'routes: [{channel: a, when: {topic: alarm}}]',
      /when\.topic says "alarm", but no entry of topics has that ARN or name/,
    ],
    [
      'a route by an unknown condition',
      'routes: [{channel: a, when: {acount: x}}]',
      /when\.acount is not a setting. Did you mean "account"\?/,
    ],
    [
      'an unknown placeholder',
      "routes: [{channel: 'a-{acount.name}'}]",
      /channel says "acount.name", but there is no such placeholder. Did you mean "account.name"\?/,
    ],
    [
      'an unknown severity',
      'routes: [{channel: a, severity: High}]',
      /severity is "High", but must be one of critical, high, medium, low, info. Did you mean "high"\?/,
    ],
    ['an empty list', 'routes: [{channel: a, when: {name: []}}]', /when\.name is an empty list/],
    [
      'a channel that YAML takes for a comment',
      'routes:\n  - channel: #sec',
      /channel is empty. A # begins a comment/,
    ],
    [
      'a public address in the open',
      'http: {publicUrl: http://alarms.example.com}',
      /publicUrl must begin with https:\/\//,
    ],
    [
      'a public address with the path',
      'http: {publicUrl: https://alarms.example.com/sns}',
      /publicUrl must be given without \/sns/,
    ],
    [
      'a port that is none',
      'http: {port: 80800}',
      /http\.port is "80800", but must be at most 65535/,
    ],
    [
      'a yes where true is wanted',
      'routes: [{channel: a, continue: yes}]',
      /continue is the string "yes", but must be true or false/,
    ],
    [
      'a token in the file',
      'slack: {fallbackChannel: a, botToken: xoxb-1-secret}',
      /slack\.botToken is not a setting of this file: it comes from the environment, SLACK_BOT_TOKEN/,
    ],
    [
      'a host with its scheme',
      'slack: {fallbackChannel: a, linkHosts: ["https://x.example.com"]}',
      /entry 1 of slack.linkHosts: ".*" is not a host name/,
    ],
  ])('explains %s', async (_, yaml, expected) => {
    const found = await problemsOf(yaml);

    expect(found).toContainEqual(expect.stringMatching(expected));
    expect(found.join()).not.toMatch(/undefined|\[object|NaN|Invalid input|secret/);
  });

  it('refuses a store in two places', async () => {
    const env = { ...secrets, DATABASE_URL: 'postgres://db/t' };

    expect(await problemsOf(`${smallest}store: { path: a.db }`, env)).toEqual([
      'DATABASE_URL and store.path are both set: keep one, they name two different stores.',
    ]);
  });

  it('never repeats a secret', async () => {
    const env = {
      SLACK_BOT_TOKEN: 'xoxp-hush',
      SLACK_APP_TOKEN: 'xoxb-hush',
      DATABASE_URL: 'mysql://hush@db',
    };

    const problems = await problemsOf(smallest, env);

    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain('hush');
  });

  it('does not take the same mistake for one in another place', async () => {
    const problems = await problemsOf(`${smallest}
accounts:
  - { id: 111122223333, name: prod, groups: [production] }
routes:
  - { when: { account: [prod, production, '111122223333'] }, channel: a }
`);

    expect(problems).toEqual([
      "trailwarden.yaml line 6: entry 1 of accounts, id is a number for YAML, which may drop its zeros: quote it, '111122223333'.",
    ]);
  });

  it('answers in words whatever the file holds', async () => {
    const key = fc.constantFrom(
      'slack',
      'http',
      'topics',
      'queues',
      'accounts',
      'routes',
      'id',
      'when',
    );
    const { tree } = fc.letrec((tie) => ({
      leaf: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
      tree: fc.oneof(
        { maxDepth: 4 },
        tie('leaf'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(key, fc.string()), tie('tree'), { maxKeys: 4 }),
      ),
    }));
    const text = fc.oneof(
      fc.string(),
      tree.map((value) => JSON.stringify(value)),
    );

    await fc.assert(
      fc.asyncProperty(text, async (yaml) => {
        const problems = await problemsOf(yaml);

        expect(problems.length).toBeGreaterThan(0);
        for (const problem of problems) {
          expect(problem).toMatch(/^(trailwarden\.yaml|SLACK_)/);
          expect(problem).not.toContain('Invalid input');
        }
      }),
      { numRuns: 300 },
    );
  });
});
