import { afterAll, beforeAll, vi } from 'vitest';
import { type AwsClients, createAwsClients } from '../../src/aws/clients.ts';
import type { AccountId, RegionId } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Account } from '../../src/core/settings.ts';
import { organisations } from '../../src/sandbox/aws/organisation.ts';
import { type OrganisationUnderTest, startOrganisation } from '../sandbox/aws-clients.ts';

export const organisation = organisations.large;

export const accounts: readonly Account[] = organisation.accounts.map((one) => ({
  ...one,
  id: one.id as AccountId,
  regions: one.regions as readonly RegionId[],
}));

export const named = (name: string): Account => accounts.find((account) => account.name === name)!;

/** The large organisation runs while the tests of a block do, and real clients ask it. */
export const duringTests = (): {
  readonly under: () => OrganisationUnderTest;
  readonly clients: () => AwsClients;
} => {
  let under: OrganisationUnderTest;
  let clients: AwsClients;
  beforeAll(async () => {
    under = await startOrganisation({ organisation: 'large' });
    vi.stubEnv('AWS_ENDPOINT_URL', under.aws.url);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', organisation.own.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', organisation.own.secretAccessKey);
    clients = createAwsClients({ accounts: () => accounts, clock: under.clock, log: silentLog });
  });
  afterAll(async () => {
    await clients.stop();
    await under.aws.stop();
    vi.unstubAllEnvs();
  });
  return { under: () => under, clients: () => clients };
};
