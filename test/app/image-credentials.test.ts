import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { imageBot } from '../../bench/image.ts';
import { type FakeAws, startFakeAws } from '../aws/fake-aws.ts';

const run = promisify(execFile);
const soon = (): string => new Date(Date.now() + 3_600_000).toISOString();
const keys = (AccessKeyId: string) => ({ AccessKeyId, SecretAccessKey: 's' });
const given = (id: string) => ({
  value: { Credentials: { ...keys(id), SessionToken: 't', Expiration: soon() } },
});
const json = (value: unknown) => ({ bytes: Buffer.from(JSON.stringify(value)) });

const startUrl = 'https://example.com/start';
const config = `[profile process]
credential_process = echo '{"Version":1,"AccessKeyId":"PROCESS","SecretAccessKey":"s"}'
[profile role]
role_arn = arn:aws:iam::111122223333:role/x
source_profile = keys
[profile keys]
aws_access_key_id = KEYS
aws_secret_access_key = s
[profile sso]
sso_start_url = ${startUrl}
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = x
`;

let aws: FakeAws;
let home: string;
let program: string;

beforeAll(async () => {
  program = await imageBot('test/app/who-am-i.ts');
  home = await mkdtemp(join(tmpdir(), 'credentials-'));
  await mkdir(join(home, '.aws', 'sso', 'cache'), { recursive: true });
  await writeFile(join(home, '.aws', 'config'), config);
  await writeFile(join(home, 'token'), 'jwt');
  const cached = `${createHash('sha1').update(startUrl).digest('hex')}.json`;
  const login = { accessToken: 'a', expiresAt: soon() };
  await writeFile(join(home, '.aws', 'sso', 'cache', cached), JSON.stringify(login));

  aws = await startFakeAws();
  aws.on('GetCallerIdentity', ({ accessKey }) => ({ value: { Arn: accessKey } }));
  aws.on('AssumeRole', () => given('ROLE'));
  aws.on('AssumeRoleWithWebIdentity', () => given('WEB'));
  // The token of instance metadata, which is no call of a service.
  aws.on('', () => ({ bytes: Buffer.from('token') }));
  aws.on('GetObject', ({ input: { Bucket, Key } }) => {
    const http = { ...keys('CONTAINER'), Token: 't', Expiration: soon() };
    if (Bucket === 'container') return json(http);
    if (Bucket === 'federation')
      return json({
        roleCredentials: {
          accessKeyId: 'SSO',
          secretAccessKey: 's',
          sessionToken: 't',
          expiration: Date.now() + 3_600_000,
        },
      });
    return String(Key).endsWith('/')
      ? { bytes: Buffer.from('role') }
      : json({ ...http, AccessKeyId: 'INSTANCE', Code: 'Success' });
  });
});

afterAll(async () => {
  await aws?.stop();
  for (const folder of [home, join(program, '..', '..')])
    await rm(folder, { recursive: true, force: true });
});

it.each<[string, () => Record<string, string>]>([
  ['KEYS', () => ({ AWS_ACCESS_KEY_ID: 'KEYS', AWS_SECRET_ACCESS_KEY: 's' })],
  ['PROCESS', () => ({ AWS_PROFILE: 'process' })],
  ['ROLE', () => ({ AWS_PROFILE: 'role' })],
  ['SSO', () => ({ AWS_PROFILE: 'sso' })],
  ['CONTAINER', () => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${aws.url}/container` })],
  [
    'WEB',
    () => ({
      AWS_WEB_IDENTITY_TOKEN_FILE: join(home, 'token'),
      AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/x',
    }),
  ],
  ['INSTANCE', () => ({ AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.url })],
])('the image finds credentials as every AWS program does: %s', async (expected, env) => {
  const { stdout } = await run(process.execPath, [program], {
    env: { HOME: home, PATH: '/usr/bin:/bin', AWS_ENDPOINT_URL: aws.url, ...env() },
  });

  expect(stdout).toBe(expected);
});
