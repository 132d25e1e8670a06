import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AwsClients, createAwsClients } from '../../src/aws/clients.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { AccountId, RegionId } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import { createLogFileSources } from '../../src/log-file-sources.ts';
import { trailBucket } from '../../src/sandbox/aws/s3/objects.ts';
import { settingsWith } from '../core/settings-make.ts';
import { record } from '../detections/records.ts';
import { createRig } from '../incidents/rig.ts';
import { alertsOf } from '../notifiers/helpers.ts';
import { type OrganisationUnderTest, startOrganisation } from './aws-clients.ts';

const security = '777788889999';
const key =
  'AWSLogs/o-exampleorg1/111122223333/CloudTrail/eu-west-1/2026/11/23/111122223333_CloudTrail_eu-west-1_20261123T1200Z_a.json.gz';

describe("a log file in the sample organisation's bucket, by the real client", () => {
  let under: OrganisationUnderTest;
  let clients: AwsClients;
  beforeAll(async () => {
    under = await startOrganisation();
    const { own, accounts } = under.organisation;
    vi.stubEnv('AWS_ENDPOINT_URL', under.aws.url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', own.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', own.secretAccessKey);
    const listed = accounts.map(({ id, name, role, externalId }) => ({
      id: id as AccountId,
      name,
      role,
      externalId,
      regions: [],
      groups: [],
    }));
    clients = createAwsClients({ accounts: () => listed, clock: systemClock, log: silentLog });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await clients.stop();
    await under.aws.stop();
  });

  /** A bot that reads the bucket with the role of an account, told of the file. */
  const tell = async (account: string) => {
    const bucket = {
      bucket: trailBucket,
      account: account as AccountId,
      region: 'eu-west-1' as RegionId,
      prefix: undefined,
    };
    const settings = settingsWith({ trailBuckets: [bucket] });
    const logFiles = createLogFileSources({ settings: () => settings, aws: clients });
    const rig = await createRig({ logFiles });
    await rig.send(...alertsOf({ s3Bucket: trailBucket, s3ObjectKey: [key] }));
    for (let turns = 0; turns < 400 && rig.slack.messages.length === 0; turns += 1) {
      await rig.clock.pass(100);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return rig.slack.messages.map(rig.slack.text);
  };

  it('is read, and what matters in it is shown', async () => {
    const change = record('ec2', 'DeleteVpc', { requestParameters: { vpcId: 'vpc-0abc1234' } });
    const Records = [record('ec2', 'DescribeVpcs', { eventID: 'look' }), change];
    under.aws.objects.put(trailBucket, key, gzipSync(JSON.stringify({ Records })));

    const told = await tell(security);

    expect(told).toEqual([expect.stringContaining('vpc-0abc1234')]);
  });

  it('cannot be read with the role of another account, which is told with its cure', async () => {
    const told = await tell('444455556666');

    expect(told).toHaveLength(1);
    expect(told[0]).toContain('the permission s3:GetObject is missing');
    expect(told[0]).toContain('arn:*:s3:::your-trail-bucket/*');
  });

  it('that is gone is told too', async () => {
    under.aws.objects.reset();

    const told = await tell(security);

    expect(told).toEqual([expect.stringContaining('there is no such bucket or object')]);
  });
});
