import { describe, expect, it } from 'vitest';
import { renderBlocks } from '../../../src/slack/render/blocks.ts';
import {
  ask,
  daysAgo,
  machineWords,
  placesOf,
  prod,
  rowsOf,
  sandbox,
  shown,
  shownCard,
  staging,
} from '../helpers.ts';
import { keyId, rigOf, roleOf, rowOf, serviceOf, userOf, type World } from './rig.ts';

const services = [
  serviceOf('ec2', 'Amazon EC2', daysAgo(40), {
    by: 'arn:aws:iam::111122223333:role/ci',
    entities: 2,
  }),
  serviceOf('s3', 'Amazon S3', daysAgo(2), {
    by: 'arn:aws:iam::111122223333:user/alice',
    entities: 5,
    actions: [
      { name: 'GetObject', at: daysAgo(2), by: undefined, region: 'eu-west-1' },
      { name: 'PutObject', at: undefined, by: undefined, region: undefined },
    ],
  }),
  serviceOf('sqs', 'Amazon SQS', undefined),
  serviceOf('glue', 'AWS Glue', undefined),
];
const keys = [{ id: keyId, isActive: true, createdAt: daysAgo(412) }];
const keyUse = { userName: 'alice', at: daysAgo(5), service: 's3', region: 'eu-west-1' };
const alice: World = {
  users: [userOf('alice')],
  services,
  keys,
  keyUse,
  rows: [rowOf('alice')],
};
const deploy: World = { roles: [roleOf('deploy')], services };
const all = placesOf(prod, staging, sandbox);

describe('/iam-lastused of a role', () => {
  it('tells services newest first, never-used ones, tracking period and the CLI lines', async () => {
    const answer = await ask(rigOf(deploy).command, 'role deploy');

    const text = shown(answer);
    expect(text).toContain(
      'The role deploy in prod was last used 2 days ago, for Amazon S3; 2 of 4 services that it may use were used',
    );
    expect(rowsOf(answer.card)).toEqual([
      'Amazon S3 | 2026-05-30 10:02 UTC | 2 days ago | eu-west-1',
      'Amazon EC2 | 2026-04-22 10:02 UTC | 40 days ago | eu-west-1',
    ]);
    expect(text).toContain('Allowed but never used: 2 services: Amazon SQS, AWS Glue.');
    expect(text).toContain('at least 400 days');
    expect(text).toContain('denied attempts count too');
    expect(text).toContain('aws iam generate-service-last-accessed-details');
    expect(text).not.toMatch(machineWords);
    expect(answer.csv?.rows).toHaveLength(4);
    expect(answer.isPartial).toBe(false);
  });

  it('says that regions narrow nothing', async () => {
    const answer = await ask(rigOf(deploy).command, 'role deploy in eu-west-1');

    expect(shownCard(answer)).toContain('IAM answers for all regions together: eu-west-1');
  });

  it('goes down to actions where AWS has them, and says where not', async () => {
    const answer = await ask(rigOf(deploy).command, 'role deploy actions');

    expect(rowsOf(answer.card)[0]).toBe(
      's3:GetObject | 2026-05-30 10:02 UTC | 2 days ago | eu-west-1',
    );
    expect(shown(answer)).toContain('tracks no single actions for 1 used service: Amazon EC2');
    expect(shown(answer)).toContain('Never used: PutObject');
  });

  it('says so where nothing is known, or nothing may be used', async () => {
    const unusedRole = roleOf('deploy', { lastUsedAt: undefined, lastUsedRegion: undefined });
    const never = services.map((service) => ({ ...service, at: undefined }));

    const idle = await ask(rigOf({ roles: [unusedRole], services: never }).command, 'role deploy');
    const powerless = await ask(rigOf({ roles: [unusedRole] }).command, 'role deploy');

    expect(shownCard(idle)).toContain(
      'The role deploy in prod has no known use; none of the 4 services that it may use was used',
    );
    expect(shownCard(powerless)).toContain('it may use no service that AWS tracks');
  });

  it('keeps what there is room for, and the rest in the details', async () => {
    const many = Array.from({ length: 250 }, (_, index) =>
      serviceOf(`s${index}`, `AWS Service ${index}`, index < 120 ? daysAgo(index + 1) : undefined),
    );

    const answer = await ask(rigOf({ ...deploy, services: many }).command, 'role deploy');

    const blocks = JSON.stringify(renderBlocks(answer.card, { linkHosts: [] }));
    expect(blocks).toContain(
      '120 services used, newest first (the first 50; all are in the details)',
    );
    expect(blocks).toContain('Allowed but never used: 130 services');
    expect(answer.details?.map(({ label }) => label)).toEqual([
      'Every service used',
      '130 services never used',
    ]);
  });
});

describe('/iam-lastused of a user', () => {
  it('tells password, MFA and each key, with the time of the report', async () => {
    const { command, calls } = rigOf(alice);

    const answer = await ask(command, 'user alice');

    const text = shownCard(answer);
    expect(text).toContain(
      'Password: last used 3 days ago (2026-05-29 10:02 UTC); set 412 days ago',
    );
    expect(text).toContain('MFA: off');
    expect(text).toContain(
      'Key AKIA…MPLE: active, 412 days old, last used 5 days ago (2026-05-27 10:02 UTC) for s3 in eu-west-1',
    );
    expect(text).toContain('as of 09:52 UTC: AWS makes one at most every four hours');
    expect(text).not.toContain(keyId);
    expect(calls.filter((call) => call === 'iam:GetAccessKeyLastUsed')).toHaveLength(1);
    expect(text).not.toMatch(machineWords);
  });

  it('tells the rest where the report may not be read', async () => {
    const answer = await ask(
      rigOf({ ...alice, denied: ['iam:GetCredentialReport'] }).command,
      'user alice',
    );

    expect(answer.isPartial).toBe(true);
    expect(shownCard(answer)).toContain('the permission iam:GetCredentialReport is missing');
    expect(shownCard(answer)).toContain('Password: last used 3 days ago');
    expect(shownCard(answer)).toContain('Amazon S3');
  });

  it('tells what it has when time is up', async () => {
    const abort = new AbortController();
    const asked = ask(
      rigOf({ ...alice, slow: ['iam:GenerateServiceLastAccessedDetails'] }).command,
      'user alice',
      { signal: abort.signal },
    );
    setTimeout(() => abort.abort(), 20);

    const answer = await asked;

    expect(answer.isPartial).toBe(true);
    expect(shownCard(answer)).toContain('the services used: there was no time left');
    expect(shownCard(answer)).toContain('The user alice in prod was last used 3 days ago');
  });

  it('knows users without password and keys, and those newer than the report', async () => {
    const robot = await ask(
      rigOf({
        ...alice,
        keys: [],
        rows: [rowOf('alice', { passwordEnabled: false, passwordLastUsedAt: undefined })],
      }).command,
      'user alice',
    );
    const fresh = await ask(rigOf({ ...alice, rows: [] }).command, 'user alice');

    expect(shownCard(robot)).toContain('Password: none');
    expect(shownCard(robot)).toContain('Access keys: none');
    expect(shownCard(fresh)).toContain('The user is newer than it.');
  });
});

describe('/iam-lastused of a group or policy', () => {
  const usedBy = [
    { arn: 'a', name: 'alice', kind: 'USER', at: daysAgo(2) },
    { arn: 'b', name: 'bob', kind: 'USER', at: undefined },
  ];
  const group = { name: 'admins', arn: 'arn:aws:iam::111122223333:group/admins' };

  it('tells by whom, asking for the newest few only', async () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      serviceOf(`s${index}`, `Service ${index}`, daysAgo(index), {
        by: 'arn:aws:iam::111122223333:role/ci',
        entities: 3,
      }),
    );
    const { command, calls } = rigOf({ groups: [group], services: many, usedBy });

    const answer = await ask(command, 'group admins');

    expect(rowsOf(answer.card)[0]).toContain('alice and 2 more');
    expect(rowsOf(answer.card)[10]).toContain('ci and 2 more');
    const asked = calls.filter((call) => call === 'iam:GetServiceLastAccessedDetailsWithEntities');
    expect(asked).toHaveLength(5);
    expect(shown(answer)).toContain('bob | user | – | never');
  });

  it('says to how many a policy is attached, also by its ARN', async () => {
    const policy = {
      name: 'read',
      arn: 'arn:aws:iam::111122223333:policy/read',
      attachments: 3,
    };

    const answer = await ask(rigOf({ policies: [policy], services }).command, policy.arn);

    expect(shownCard(answer)).toContain('Attached to: 3 users, groups and roles');
  });

  it('says who could not be read', async () => {
    const answer = await ask(
      rigOf({
        groups: [group],
        services,
        denied: ['iam:GetServiceLastAccessedDetailsWithEntities'],
      }).command,
      'group admins',
    );

    expect(answer.isPartial).toBe(true);
    expect(shownCard(answer)).toContain('who used Amazon S3, who used Amazon EC2: the permission');
  });
});

describe('/iam-lastused of a bare name', () => {
  it('is the one that there is', async () => {
    const answer = await ask(rigOf(deploy).command, 'deploy');

    expect(shownCard(answer)).toContain('The role deploy in prod');
  });

  it('names each with its counts where there are several', async () => {
    const world = { ...deploy, users: [userOf('deploy')] };

    const answer = await ask(rigOf(world).command, 'deploy');

    expect(shownCard(answer)).toContain(
      'deploy is the name of 1 user and 1 role in prod: which one?',
    );
    expect(rowsOf(answer.card)[1]).toBe(
      'role | prod (111122223333) | arn:aws:iam::111122223333:role/deploy | 2 days ago | 2026-05-30 10:02 UTC | 2 of 4',
    );
    expect(answer.next?.map(({ text }) => text)).toEqual([
      'user deploy in prod',
      'role deploy in prod',
    ]);
  });

  it('finds a role in the account that has it', async () => {
    const answer = await ask(rigOf({ ...deploy, only: staging.id }).command, 'role deploy in all', {
      places: all,
    });

    expect(shownCard(answer)).toContain('The role deploy in staging');
  });

  it('is not there, or was not found in what could be read: two things', async () => {
    const none = await ask(rigOf().command, 'nobody');
    const unsure = await ask(rigOf({ denied: ['iam:GetUser'] }).command, 'nobody');

    expect(shownCard(none)).toContain('No user, role, group or policy is called nobody in prod');
    expect(none.isPartial).toBe(false);
    expect(shownCard(unsure)).toContain('was found in what could be read in prod');
    expect(unsure.isPartial).toBe(true);
  });

  it('fails with the cure where one account may not be read at all', async () => {
    await expect(ask(rigOf({ denied: [prod.id] }).command, 'user alice')).rejects.toThrow(
      'iam:GetUser is missing',
    );
  });
});

describe('/iam-lastused of an access key', () => {
  it('reads the account that AWS names', async () => {
    const { command, calls } = rigOf({ ...alice, accountOfKey: staging.id });

    const answer = await ask(command, keyId, { places: all });

    expect(shownCard(answer)).toContain(
      'The key AKIA…MPLE of alice in staging was last used 5 days ago, for s3 in eu-west-1',
    );
    expect(shownCard(answer)).toContain('Age: 412 days');
    expect(answer.next?.[0]?.text).toBe('user alice in staging');
    expect(calls).toEqual([
      'sts:GetAccessKeyInfo',
      'iam:GetAccessKeyLastUsed',
      'iam:ListAccessKeys',
    ]);
    expect(shown(answer)).not.toMatch(machineWords);
  });

  it('says nothing of an account that was not asked about', async () => {
    const answer = await ask(rigOf({ ...alice, accountOfKey: staging.id }).command, keyId);

    expect(shownCard(answer)).toContain('belongs to none of the accounts that were asked about');
    expect(shownCard(answer)).not.toContain(staging.id);
  });

  it('knows keys that were never used, deleted, or of nobody', async () => {
    const never = await ask(
      rigOf({
        ...alice,
        accountOfKey: prod.id,
        keyUse: { ...keyUse, at: undefined, service: 'N/A', region: 'N/A' },
      }).command,
      keyId,
    );
    const { keyUse: _, ...gone } = alice;
    const deleted = await ask(rigOf({ ...gone, accountOfKey: prod.id }).command, keyId);
    const unknown = await ask(rigOf(alice).command, keyId);

    expect(shownCard(never)).toContain('was never used');
    expect(shownCard(deleted)).toContain('is not there any more in prod');
    expect(shownCard(unknown)).toContain('is none that AWS knows');
  });
});

describe('/iam-lastused with scope self', () => {
  const self = 'alice@example.com';

  it('answers about oneself', async () => {
    const { command } = rigOf({ ...alice, users: [userOf(self)] });

    await expect(ask(command, self, { self })).resolves.toBeDefined();
    await expect(ask(command, `user ${self}`, { self })).resolves.toBeDefined();
  });

  it.each([
    'bob@example.com',
    'user bob',
    'role deploy',
    'deploy',
    keyId,
    'unused',
    `role ${self}`,
  ])('refuses %s without asking AWS', async (text) => {
    const { command, calls } = rigOf(alice);

    await expect(ask(command, text, { self })).rejects.toMatchObject({ kind: 'access' });
    expect(calls).toEqual([]);
  });

  it('lets nobody in whose address Slack does not tell', async () => {
    await expect(ask(rigOf().command, 'alice@example.com', { self: '' })).rejects.toMatchObject({
      code: 'self_only',
    });
  });
});
