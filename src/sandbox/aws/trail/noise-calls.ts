import type { Json } from '../../json.ts';
import { type ActorKind, applicationSession } from './noise-actors.ts';
import type { Random } from './random.ts';
import type { TrailResource } from './record.ts';
import { assumeRequest, issued, issuedResources, roleResource } from './sts.ts';

/** What a background call is about. */
interface About {
  readonly request: Json | null;
  readonly response?: Json;
  readonly more?: Json;
  readonly resources?: readonly TrailResource[];
}

interface Place {
  readonly account: string;
  /** Epoch ms. */
  readonly at: number;
}

/** A kind of call that fills the background. */
export interface NoiseCall {
  readonly by: ActorKind;
  readonly source: string;
  readonly name: string;
  readonly readOnly: boolean;
  /** How often, beside the others. */
  readonly weight: number;
  readonly about: (random: Random, place: Place) => About;
}

const one =
  (type: string, member: string, ...names: readonly [string, ...(readonly string[])]) =>
  (random: Random): About => {
    const name = random.pick(names);
    return { request: { [member]: name }, resources: [{ type, name }] };
  };

const nothing = (): About => ({ request: null });

const instance = (random: Random): About => {
  const instanceId = `i-0${random.hex(16)}`;
  return {
    request: { instancesSet: { items: [{ instanceId }] } },
    resources: [{ type: 'AWS::EC2::Instance', name: instanceId }],
  };
};

/** A task of the application gets its role. */
const taskRole = (random: Random, { account, at }: Place): About => {
  const session = applicationSession(account, random.hex(32), at);
  return {
    request: assumeRequest(session),
    response: issued(session),
    resources: issuedResources(session),
    more: roleResource(session),
  };
};

const logGroup = one('AWS::Logs::LogGroup', 'logGroupName', '/ecs/orders', '/ecs/shop');
const key = one('AWS::KMS::Key', 'keyId', 'alias/orders', 'alias/backup', 'alias/shop');
const service = one('AWS::ECS::Service', 'service', 'orders', 'shop', 'search');
const fn = one('AWS::Lambda::Function', 'functionName', 'resize-images', 'send-mail');
const bucket = one('AWS::S3::Bucket', 'bucketName', 'example-artifacts', 'example-assets');
const volume = (random: Random): About => {
  const name = `snap-0${random.hex(16)}`;
  return { request: { snapshotId: name }, resources: [{ type: 'AWS::EC2::Snapshot', name }] };
};

const reads = (
  by: ActorKind,
  source: string,
  name: string,
  weight: number,
  about: NoiseCall['about'] = nothing,
): NoiseCall => ({ by, source, name, readOnly: true, weight, about });

const writes = (
  by: ActorKind,
  source: string,
  name: string,
  weight: number,
  about: NoiseCall['about'],
): NoiseCall => ({ by, source, name, readOnly: false, weight, about });

/** In any region. No name here is one that the story tells of. */
export const regionalCalls: readonly NoiseCall[] = [
  reads('app', 'kms', 'Decrypt', 14, key),
  reads('app', 'kms', 'GenerateDataKey', 8, key),
  reads('service', 'sts', 'AssumeRole', 9, taskRole),
  reads('app', 'ssm', 'GetParameters', 6),
  reads('app', 'secretsmanager', 'GetSecretValue', 6),
  reads('scanner', 'ec2', 'DescribeVolumes', 5),
  reads('scanner', 'ec2', 'DescribeSubnets', 5),
  reads('scanner', 's3', 'GetBucketAcl', 3, bucket),
  reads('pipeline', 'ecs', 'DescribeServices', 5),
  reads('pipeline', 'ec2', 'DescribeVpcs', 4),
  reads('person', 'monitoring', 'DescribeAlarms', 4),
  reads('person', 'ec2', 'DescribeInstances', 4),
  reads('person', 'logs', 'DescribeLogGroups', 3),
  reads('person', 'cloudtrail', 'LookupEvents', 2),
  writes('app', 'logs', 'CreateLogStream', 8, logGroup),
  writes('pipeline', 'ecs', 'UpdateService', 3, service),
  writes('pipeline', 'lambda', 'UpdateFunctionConfiguration20150331v2', 2, fn),
  writes('pipeline', 'ec2', 'CreateTags', 2, instance),
  writes('batch', 'ec2', 'CreateSnapshot', 3, volume),
  writes('batch', 'ec2', 'DeleteSnapshot', 3, volume),
  writes('person', 'ec2', 'RebootInstances', 1, instance),
];

/** What only us-east-1 records. */
export const globalCalls: readonly NoiseCall[] = [
  reads('scanner', 'iam', 'ListRoles', 8),
  reads('scanner', 'iam', 'GetPolicyVersion', 6),
  reads(
    'pipeline',
    'iam',
    'GetRole',
    6,
    one('AWS::IAM::Role', 'roleName', 'orders-task', 'deploy'),
  ),
  reads('person', 'iam', 'ListUsers', 2),
  reads('pipeline', 'cloudfront', 'GetDistribution', 3),
  reads('scanner', 'health', 'DescribeEvents', 2),
  writes('pipeline', 'iam', 'TagRole', 1, one('AWS::IAM::Role', 'roleName', 'orders-task')),
];
