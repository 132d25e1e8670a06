import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prod } from '../../src/sandbox/aws/organisation.ts';
import { iamUser } from '../../src/sandbox/aws/trail/identities.ts';
import type { Deed } from '../../src/sandbox/aws/trail/record.ts';
import { type Conversation, startConversation } from './conversation.ts';

type Planted = Pick<Deed, 'source' | 'name' | 'request' | 'response' | 'error'>;

const userData = Buffer.from('#!/bin/sh\nexport DB_PASSWORD=planted-user-data\n').toString(
  'base64',
);
const secretKey = 'Zk3vQ9tLm2XaB7cD/Wf5+EXAMPLEsecretKEY12R';
const keyId = 'AKIAPLANTED22EXAMPLE';

/** Every secret in it has `planted` in it, or is one of the two above. */
const planted: readonly Planted[] = [
  {
    source: 'iam',
    name: 'CreateAccessKey',
    response: { accessKey: { accessKeyId: keyId, secretAccessKey: secretKey, status: 'Active' } },
  },
  { source: 'ec2', name: 'RunInstances', request: { userData, imageId: 'ami-0123456789abcdef0' } },
  {
    source: 'lambda',
    name: 'UpdateFunctionConfiguration20150331v2',
    request: { environment: { variables: { API_KEY: 'planted-lambda', MODE: 'planted-mode' } } },
  },
  {
    source: 'ecs',
    name: 'RegisterTaskDefinition',
    request: {
      containerDefinitions: [{ environment: [{ name: 'DB_PASSWORD', value: 'planted-ecs' }] }],
    },
  },
  {
    source: 'secretsmanager',
    name: 'PutSecretValue',
    request: { secretId: 'orders/db', secretString: '{"p":"planted-secret-string"}' },
  },
  {
    source: 'iam',
    name: 'CreateLoginProfile',
    request: { userName: 'newcomer', password: 'planted-password' },
  },
  {
    source: 's3',
    name: 'PutBucketPolicy',
    error: {
      code: 'AccessDenied',
      message:
        'see https://b.s3.amazonaws.com/k?X-Amz-Signature=plantedsignature&X-Amz-Security-Token=plantedtoken',
    },
  },
  {
    source: 'ssm',
    name: 'SendCommand',
    request: {
      comment:
        'xoxb-EXAMPLE-1111-plantedtoken xapp-1-A1-2-plantedapp https://hooks.slack.com/services/T000/B000/plantedhook',
      parameters: '{"commands":"{\\"password\\":\\"planted-nested\\"}"}',
    },
  },
  {
    source: 'rds',
    name: 'ModifyDBInstance',
    request: { url: 'postgres://u:planted-url@db/x', masterUserPassword: 'planted-master' },
    error: { code: 'Failed', message: 'headers.authorization Bearer xoxb-planted-bearer' },
  },
];

const expectClean = (text: string): void => {
  expect(text).not.toContain('planted');
  expect(text).not.toContain(userData);
  expect(text).not.toContain(secretKey);
  expect(text).not.toContain(keyId);
};

describe.each(['Event history', "the trail's log group"])('secrets in records of %s', (source) => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await startConversation({ trailLogs: source !== 'Event history' });
    for (const deed of planted)
      talk.sandbox.world.trail.record({
        ...deed,
        account: prod,
        region: 'eu-west-1',
        actor: iamUser(prod, 'gardener', 'AKIAGARDENER2EXAMPLE'),
        from: '203.0.113.9',
        agent: 'aws-cli/2 xoxb-EXAMPLE-2222-plantedagent',
        resources: [{ type: 'AWS::EC2::Instance', name: 'i-0123456789abcdef0' }],
      });
  }, 60_000);
  afterAll(() => talk.stop());

  it('are in no answer, modal, file or shared message; what only looks like one is', async () => {
    const answer = await talk.ask('alice sec-prod /whodid user:gardener since 1h in prod');
    const menu = answer.buttons.find(({ label }) => label === 'Details of …');
    const modals: string[] = [];
    for (const { label } of menu?.options ?? []) {
      const { json } = await talk.open(answer, 'Details of …', { option: label });
      modals.push(JSON.stringify(json));
    }
    await talk.press(answer, 'CSV');
    await talk.press(answer, 'Share');

    const shared = async () =>
      (await talk.messages('carol', 'sec-prod')).filter(({ words }) => words.includes('Shared by'));
    await expect.poll(shared).toHaveLength(1);
    expect(answer.words).toContain('CreateAccessKey');
    expect(modals).toHaveLength(planted.length);
    const told = [...modals, ...(await everything())].join('\n');
    expectClean(told);
    for (const visible of ['i-0123456789abcdef0', 'ami-0123456789abcdef0', 'AKIA…MPLE', prod])
      expect(told).toContain(visible);
  });

  it('are neither searched for aloud nor written down when somebody types one', async () => {
    const answers = [
      await talk.ask('alice sec-prod /whodid xoxb-EXAMPLE-3333-plantedtyped since 1h'),
      await talk.ask('alice sec-prod /whodid user:x password=plantedtyped since banana'),
      await talk.ask('alice sec-prod /trusted-advisor xoxb-EXAMPLE-3333-plantedtyped'),
      await talk.ask('alice sec-prod /iam-lastused user xoxb-EXAMPLE-3333-plantedtyped'),
    ];
    const audit = await talk.ask('alice sec-prod /trailwarden audit');

    expect(answers.map(({ words }) => words.length > 0)).toEqual([true, true, true, true]);
    expect(answers.every(({ words }) => words !== '')).toBe(true);
    for (const { json } of answers) expectClean(JSON.stringify(json));
    expectClean(JSON.stringify(audit.json));
  });

  it('are in no line of the log and nowhere in the store', async () => {
    await talk.sandbox.bot.stop();

    const names = (await readdir(talk.sandbox.dataDir)).filter((name) => name.includes('.db'));
    const files = await Promise.all(
      names.map((name) => readFile(join(talk.sandbox.dataDir, name))),
    );

    expect(names).toContain('trailwarden.db');
    expectClean(talk.log.join('\n'));
    for (const file of files) expectClean(file.toString('latin1').replaceAll(typed, ''));
  });

  // What somebody typed comes back in their own form under Edit, for half an hour.
  const typed = /xoxb-EXAMPLE-3333-plantedtyped|password=plantedtyped/g;

  const everything = async (): Promise<readonly string[]> => {
    const { store } = talk.sandbox.slack;
    return [...store.channels.keys()].flatMap((channel) =>
      store
        .timeline(channel)
        .all()
        .map((message) => JSON.stringify({ ...message, files: message.files?.map(textOf) })),
    );
  };
});

const textOf = ({ content }: { readonly content: Buffer | undefined }): string =>
  content?.toString('utf8') ?? '';
