import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudTrail, type Event } from '@aws-sdk/client-cloudtrail';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeSettings } from '../../src/sandbox/settings-file.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start.ts';

describe('what happens in the large organisation', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ organisation: 'large', spawnBot: false, snsDelayScale: 0.001 });
  }, 60_000);
  afterAll(() => sandbox.stop());

  const happen = (what: string) =>
    fetch(`${sandbox.url}/_sandbox/happen`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ what }),
    });

  /** As the bot reads prod. */
  const newest = async (name: string, region: string): Promise<Event[]> => {
    const { own } = sandbox.aws.organisation;
    // The tests ask faster, one after the other, than Event history answers.
    const shared = { endpoint: sandbox.aws.url, region, credentials: own, maxAttempts: 10 };
    const { Credentials: given } = await new STS(shared).assumeRole({
      RoleArn: 'arn:aws:iam::111122223333:role/TrailwardenReader',
      RoleSessionName: 'test',
    });
    const credentials = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };
    const { Events = [] } = await new CloudTrail({ ...shared, credentials }).lookupEvents({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }],
      StartTime: new Date(Date.now() - 10 * 60_000),
    });
    return Events;
  };

  it.each([
    ['security-group-opened', 'AuthorizeSecurityGroupIngress', 'eu-west-1', 'frank@example.com'],
    ['security-group-deleted', 'DeleteSecurityGroup', 'eu-west-1', 'alice@example.com'],
    ['call-denied', 'GetSecretValue', 'eu-west-1', 'bob'],
    ['trail-stopped', 'StopLogging', 'us-east-1', 'frank@example.com'],
    ['iam-policy-changed', 'PutRolePolicy', 'us-east-1', 'alice@example.com'],
    ['root-use', 'ConsoleLogin', 'us-east-1', 'root'],
  ])('%s can be looked up as %s', async (what, name, region, who) => {
    const before = await newest(name, region);

    await happen(what);
    const after = await newest(name, region);

    const known = new Set(before.map(({ EventId }) => EventId));
    const fresh = after.filter(({ EventId }) => !known.has(EventId));
    expect(fresh.map(({ Username }) => Username)).toEqual([who]);
  });

  it('trips the alarm that counts such calls', async () => {
    await happen('security-group-opened');

    expect(sandbox.aws.alarms.find('CloudTrailSecurityGroupChanges')?.state).toBe('ALARM');
  });

  it('is read by a bot whose settings list every account and region', async () => {
    const path = join(sandbox.dataDir, 'listed.yaml');
    const { organisation } = sandbox.aws;
    await writeSettings(path, { mode: 'socket', port: 0, databasePath: undefined, organisation });

    const { accounts } = parse(await readFile(path, 'utf8'));

    expect(accounts).toHaveLength(40);
    expect(accounts.map(({ regions }: { regions: string[] }) => regions.length)).toEqual(
      organisation.accounts.map(({ regions }) => regions.length),
    );
    expect(accounts[0]).toMatchObject({ id: '111122223333', groups: ['workloads', 'critical'] });
  });
});
