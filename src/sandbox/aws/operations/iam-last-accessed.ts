import { type Json, listOf, stringOf } from '../../json.ts';
import { directoryOf, invalidInput, pageOf, textOf } from '../iam/answers.ts';
import type { Directory, IamPolicy } from '../iam/entities.ts';
import { servicesFacts, subjectOf, usersOf } from '../iam/last-accessed.ts';
import type { LastAccessedJob } from '../iam/store.ts';
import { groupsOf, namespacesOf } from '../iam/usage.ts';
import type { Operation } from '../operation.ts';
import { isoSeconds } from '../trail/identities.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html */
const generate: Operation = {
  service: 'iam',
  name: 'GenerateServiceLastAccessedDetails',
  run: (context, caller, input) => {
    const arn = textOf(input, 'Arn');
    const granularity = stringOf(input['Granularity']) || 'SERVICE_LEVEL';
    if (granularity !== 'SERVICE_LEVEL' && granularity !== 'ACTION_LEVEL')
      throw invalidInput("1 validation error detected: Value at 'granularity' is not valid");
    subjectOf(directoryOf(context, caller), arn);
    return { JobId: context.iam.addJob(caller, arn, granularity === 'ACTION_LEVEL').id };
  },
};

/** A job is at work when it is asked for first, and done from then on. */
const statusOf = (job: LastAccessedJob): Json => {
  job.asked += 1;
  return job.asked === 1
    ? { JobStatus: 'IN_PROGRESS', JobCreationDate: isoSeconds(job.createdAt) }
    : {
        JobStatus: 'COMPLETED',
        JobCreationDate: isoSeconds(job.createdAt),
        JobCompletionDate: isoSeconds(job.createdAt + 2_000),
      };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html */
const getDetails: Operation = {
  service: 'iam',
  name: 'GetServiceLastAccessedDetails',
  run: (context, caller, input) => {
    const job = context.iam.job(caller, textOf(input, 'JobId'));
    const status = statusOf(job);
    const type = { JobType: job.isDetailed ? 'ACTION_LEVEL' : 'SERVICE_LEVEL' };
    if (status['JobStatus'] !== 'COMPLETED')
      return { ...status, ...type, ServicesLastAccessed: [], IsTruncated: 'false' };
    const directory = directoryOf(context, caller);
    const subject = subjectOf(directory, job.arn);
    const all = servicesFacts(context.iam, directory, subject, job.isDetailed);
    const { items, rest } = pageOf(caller, input, all);
    return { ...status, ...type, ServicesLastAccessed: items, ...rest };
  },
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetailsWithEntities.html */
const getEntities: Operation = {
  service: 'iam',
  name: 'GetServiceLastAccessedDetailsWithEntities',
  run: (context, caller, input) => {
    const job = context.iam.job(caller, textOf(input, 'JobId'));
    const namespace = textOf(input, 'ServiceNamespace');
    const status = statusOf(job);
    if (status['JobStatus'] !== 'COMPLETED')
      return { ...status, EntityDetailsList: [], IsTruncated: 'false' };
    const directory = directoryOf(context, caller);
    const used = usersOf(context.iam, directory, subjectOf(directory, job.arn), namespace);
    const { items, rest } = pageOf(caller, input, used);
    const EntityDetailsList = items.map(({ by, at }) => ({
      EntityInfo: {
        Arn: by.arn,
        Name: by.name,
        Type: by.kind.toUpperCase(),
        Id: by.id,
        Path: by.path,
      },
      LastAuthenticated: isoSeconds(at),
    }));
    return { ...status, EntityDetailsList, ...rest };
  },
};

const grants = (
  { policies }: Directory,
  arns: readonly string[],
  namespace: string,
): readonly IamPolicy[] =>
  arns
    .flatMap((arn) => policies.get(arn) ?? [])
    .filter((policy) => namespacesOf(policy).includes(namespace));

const managed = ({ name, arn }: IamPolicy): Json => ({
  PolicyName: name,
  PolicyArn: arn,
  PolicyType: 'MANAGED',
});

const granting = (directory: Directory, arn: string, namespace: string): readonly Json[] => {
  const { entity } = subjectOf(directory, arn);
  if (entity.kind === 'policy') throw invalidInput('The ARN must be of a user, group, or role.');
  const through = entity.kind === 'user' ? groupsOf(directory, entity) : [];
  return [
    ...grants(directory, entity.policies, namespace).map(managed),
    ...through.flatMap((group) =>
      grants(directory, group.policies, namespace).map((policy) => ({
        ...managed(policy),
        EntityType: 'GROUP',
        EntityName: group.name,
      })),
    ),
  ];
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPoliciesGrantingServiceAccess.html */
const listGranting: Operation = {
  service: 'iam',
  name: 'ListPoliciesGrantingServiceAccess',
  run: (context, caller, input) => {
    const directory = directoryOf(context, caller);
    const arn = textOf(input, 'Arn');
    const namespaces = listOf(input['ServiceNamespaces']).map(String);
    if (namespaces.length === 0 || namespaces.length > 200)
      throw invalidInput("1 validation error detected: Value at 'serviceNamespaces' is not valid");
    const PoliciesGrantingServiceAccess = namespaces.map((namespace) => ({
      ServiceNamespace: namespace,
      Policies: granting(directory, arn, namespace),
    }));
    return { PoliciesGrantingServiceAccess, IsTruncated: 'false' };
  },
};

/** Which services were used when, and by what right. */
export const iamLastAccessedOperations: readonly Operation[] = [
  generate,
  getDetails,
  getEntities,
  listGranting,
];
