import { STS } from '@aws-sdk/client-sts';
import type { Organisation } from '../../src/sandbox/aws/organisation.ts';
import { type FakeAws, startAws } from '../../src/sandbox/aws/server.ts';
import { createCallLog } from '../../src/sandbox/calls.ts';
import { createCertificateAuthority } from '../../src/sandbox/certificate-authority.ts';
import { createFaults, type Faults } from '../../src/sandbox/faults.ts';
import { createHandClock, type HandClock } from './fakes.ts';

/** The settings of a client that asks in one account and region. */
interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly maxAttempts: 1;
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

export interface OrganisationUnderTest {
  readonly aws: FakeAws;
  readonly clock: HandClock;
  readonly faults: Faults;
  readonly organisation: Organisation;
  /** By the reader role, or the bot's own credentials where there is none. */
  readonly inAccount: (account: string, region?: string) => Promise<ClientSettings>;
}

interface Options {
  readonly organisation?: 'small' | 'large';
  readonly answerScale?: number;
  readonly trailLatencyMs?: number;
  readonly delays?: 'none' | 'realistic';
}

export const startOrganisation = async (options: Options = {}): Promise<OrganisationUnderTest> => {
  const clock = createHandClock();
  const authority = await createCertificateAuthority(clock);
  const faults = createFaults(() => 0.5);
  const calls = createCallLog();
  const aws = await startAws({ ...options, clock, calls, faults, authority, delayScale: 0 });
  const { organisation } = aws;
  const { accessKeyId, secretAccessKey } = organisation.own;
  const own = (region: string): ClientSettings => ({
    endpoint: aws.url,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey },
  });
  return {
    aws,
    clock,
    faults,
    organisation,
    inAccount: async (account, region = 'eu-west-1') => {
      const { role: RoleArn, externalId } = organisation.accounts.find(({ id }) => id === account)!;
      if (RoleArn === undefined) return own(region);
      const ExternalId = externalId === undefined ? {} : { ExternalId: externalId };
      const wanted = { RoleArn, RoleSessionName: 'test', ...ExternalId };
      const { Credentials: given } = await new STS(own('eu-west-1')).assumeRole(wanted);
      const credentials = {
        accessKeyId: given?.AccessKeyId ?? '',
        secretAccessKey: given?.SecretAccessKey ?? '',
        sessionToken: given?.SessionToken ?? '',
      };
      return { ...own(region), credentials };
    },
  };
};
