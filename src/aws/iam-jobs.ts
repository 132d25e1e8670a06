import type {
  EntityDetails,
  GetServiceLastAccessedDetailsResponse,
  IAM,
  ServiceLastAccessed as SdkService,
} from '@aws-sdk/client-iam';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import { type Ask, allPages, createAsk, timeOf } from './ask.ts';
import type { AwsClients } from './clients.ts';
import type { Where } from './cloudwatch-types.ts';
import { parseCredentialReport } from './credential-report.ts';
import type {
  CredentialReport,
  EntityLastAccessed,
  IamReader,
  LastAccessedReport,
  ServiceLastAccessed,
} from './iam-types.ts';
import type { Reading } from './trail-types.ts';

const firstPauseMs = 500;
const longestPauseMs = 5000;

/** The most that a page of last-accessed details holds. */
const pageSize = 1000;

/** Asks again, ever less often, until there is an answer. Ends with the signal of `read`. */
const poll = async <T>(
  clock: Clock,
  signal: AbortSignal,
  read: () => Promise<T | undefined>,
): Promise<T> => {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    const found = await read();
    if (found !== undefined) return found;
    await clock.sleep(pauseMs, signal);
  }
};

const serviceOf = (service: SdkService): ServiceLastAccessed => ({
  name: service.ServiceName ?? '',
  namespace: service.ServiceNamespace ?? '',
  at: timeOf(service.LastAuthenticated),
  by: service.LastAuthenticatedEntity,
  region: service.LastAuthenticatedRegion,
  entities: service.TotalAuthenticatedEntities ?? 0,
  actions: (service.TrackedActionsLastAccessed ?? []).map((action) => ({
    name: action.ActionName ?? '',
    at: timeOf(action.LastAccessedTime),
    by: action.LastAccessedEntity,
    region: action.LastAccessedRegion,
  })),
});

const entityOf = ({ EntityInfo, LastAuthenticated }: EntityDetails): EntityLastAccessed => ({
  arn: EntityInfo?.Arn ?? '',
  name: EntityInfo?.Name ?? '',
  kind: EntityInfo?.Type ?? '',
  at: timeOf(LastAuthenticated),
});

const jobFailed = (error: GetServiceLastAccessedDetailsResponse['Error']): AppError =>
  new AppError(`AWS could not make the report of last use (${error?.Code ?? 'no reason given'}).`, {
    kind: 'upstream',
    code: 'aws_job_failed',
    retryable: true,
    hint: 'Try again in a minute.',
    cause: error?.Message,
  });

/** A finished job's services; undefined while it runs. */
const finished = async (
  ask: Ask<IAM>,
  where: Where,
  jobId: string,
  reading: Reading,
): Promise<readonly ServiceLastAccessed[] | undefined> => {
  const read = (marker: string | undefined) =>
    ask('iam:GetServiceLastAccessedDetails', where, reading, (iam, options) =>
      iam.getServiceLastAccessedDetails(
        { JobId: jobId, MaxItems: pageSize, ...(marker && { Marker: marker }) },
        options,
      ),
    );
  const first = await read(undefined);
  if (first.JobStatus === 'FAILED') throw jobFailed(first.Error);
  if (first.JobStatus !== 'COMPLETED') return undefined;
  const services = await allPages(async (marker) => {
    const page = marker === undefined ? first : await read(marker);
    return { found: page.ServicesLastAccessed ?? [], next: page.Marker };
  });
  return services.map(serviceOf);
};

/**
 * The report of last use. A job can be read only by the session that made it, so that one set of
 * credentials is kept for all of it, even if the role's are renewed meanwhile.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html
 */
export const createLastAccessed =
  (clients: AwsClients, clock: Clock): IamReader['lastAccessed'] =>
  async (where, { arn, granularity }, reading): Promise<LastAccessedReport> => {
    let held: Promise<IAM> | undefined;
    const ask = createAsk(clients, (place) => {
      const client = held ?? clients.iamHeld(place);
      held = client;
      client.catch(() => {
        held = undefined;
      });
      return client;
    });
    const { JobId = '' } = await ask(
      'iam:GenerateServiceLastAccessedDetails',
      where,
      reading,
      (iam, options) =>
        iam.generateServiceLastAccessedDetails({ Arn: arn, Granularity: granularity }, options),
    );
    const services = await poll(clock, reading.signal, () => finished(ask, where, JobId, reading));
    return {
      services,
      entities: (namespace, again) =>
        allPages(async (marker) => {
          const input = {
            JobId,
            ServiceNamespace: namespace,
            MaxItems: pageSize,
            ...(marker && { Marker: marker }),
          };
          const page = await ask(
            'iam:GetServiceLastAccessedDetailsWithEntities',
            where,
            again,
            (iam, options) => iam.getServiceLastAccessedDetailsWithEntities(input, options),
          );
          return { found: (page.EntityDetailsList ?? []).map(entityOf), next: page.Marker };
        }),
    };
  };

/** AWS's three ways to say that there is no report yet, or no longer. */
const isNotThere = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  /^(CredentialReport|Report)(NotPresent|NotReady|Expired|InProgress)/.test(thrown.name);

/**
 * The report of passwords and keys: asks for it until it is made. AWS makes one at most every four
 * hours and gives the same until then.
 */
export const createCredentialReports = (
  ask: Ask<IAM>,
  clock: Clock,
): IamReader['credentialReport'] => {
  const read = (where: Where, reading: Reading): Promise<CredentialReport | undefined> =>
    ask('iam:GetCredentialReport', where, reading, async (iam, options) => {
      try {
        const { Content, GeneratedTime } = await iam.getCredentialReport({}, options);
        return {
          generatedAt: timeOf(GeneratedTime) ?? clock.now(),
          rows: parseCredentialReport(Buffer.from(Content ?? []).toString('utf8')),
        };
      } catch (thrown) {
        if (isNotThere(thrown)) return undefined;
        throw thrown;
      }
    });

  return (where, reading) =>
    poll(clock, reading.signal, async () => {
      const { State } = await ask('iam:GenerateCredentialReport', where, reading, (iam, options) =>
        iam.generateCredentialReport({}, options),
      );
      return State === 'COMPLETE' ? await read(where, reading) : undefined;
    });
};
