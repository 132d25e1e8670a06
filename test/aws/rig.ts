import { afterEach, beforeEach } from 'vitest';
import { type AwsClients, createAwsClients } from '../../src/aws/clients.ts';
import type { Reading } from '../../src/aws/trail-types.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { AccountId, RegionId } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import { type FakeAws, roleAnswer, startFakeAws } from './fake-aws.ts';

export const other = '444455556666' as AccountId;
export const region = 'eu-west-1' as RegionId;
export const here = { account: undefined, region };
export const there = { account: other, region };

export const reading = (timeoutMs = 10_000): Reading => ({
  urgency: 'people',
  signal: AbortSignal.timeout(timeoutMs),
});

/** The real clients before a local AWS, new for every test; `other` is read by its role. */
export const useAws = (): { aws: FakeAws; clients: AwsClients } => {
  const rig = {} as { aws: FakeAws; clients: AwsClients };
  beforeEach(async () => {
    rig.aws = await startFakeAws();
    rig.aws.on('AssumeRole', () => roleAnswer('ROLE'));
    rig.clients = createAwsClients({
      accounts: () => [
        {
          id: other,
          name: 'prod',
          role: `arn:aws:iam::${other}:role/TrailwardenReader`,
          externalId: undefined,
          regions: [],
          groups: [],
        },
      ],
      clock: systemClock,
      log: silentLog,
    });
  });
  afterEach(async () => {
    await rig.clients.stop();
    await rig.aws.stop();
  });
  return rig;
};
