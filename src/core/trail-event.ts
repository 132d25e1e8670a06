import { parseArn, resourceName } from './arn.ts';
import { parseTime } from './dates.ts';
import { type AccountId, asAccountId, type RegionId } from './ids.ts';
import { redactText } from './redact.ts';
import { asText, isRecord, textAt, valueAt } from './values.ts';
import { phrase } from './words.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * One CloudTrail record as five answers. All texts are foreign, without their secrets.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface TrailEvent {
  readonly id: string | undefined;
  /** "IAM user alice", "alice@example.com (role Admin)", "root of 111122223333". */
  readonly who: string;
  /** "S3 CreateBucket", "sign in to the console". */
  readonly what: string;
  readonly service: string;
  readonly call: string;
  readonly outcome: 'ok' | 'denied' | 'failed';
  /** The error's code and message, where it was refused. */
  readonly error: string | undefined;
  /** Epoch ms; the record's own time. */
  readonly when: number | undefined;
  /** ARNs or names of what it was done to. */
  readonly which: readonly string[];
  readonly account: AccountId | undefined;
  readonly region: RegionId | undefined;
  /** The caller's address, or the AWS service that called. */
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
  readonly accessKey: string | undefined;
  readonly viaConsole: boolean;
  /** Undefined where the record does not tell. */
  readonly mfa: boolean | undefined;
}

/** Is it a record of CloudTrail, and not an S3 notification, which looks like one? */
export const isTrailRecord = (value: unknown): value is Json =>
  isRecord(value) &&
  typeof value['eventName'] === 'string' &&
  typeof value['eventSource'] === 'string' &&
  value['eventSource'].endsWith('.amazonaws.com') &&
  ('eventTime' in value || 'userIdentity' in value);

/** A region as a record names it; records hold regions that this program has never heard of. */
const isRegionName = (text: string): text is RegionId =>
  /^[a-z]{2,8}(?:-[a-z0-9]{1,20}){1,4}$/.test(text);

const sessionName = (identity: Json): string | undefined => {
  const principal = textAt(identity, 'principalId');
  const fromPrincipal = principal?.includes(':')
    ? principal.slice(principal.indexOf(':') + 1)
    : undefined;
  return asText(fromPrincipal) ?? parseArn(identity['arn'])?.resource.split('/').at(-1);
};

const roleWho = (identity: Json): string => {
  const issuer = valueAt(identity, 'sessionContext', 'sessionIssuer');
  const role =
    textAt(issuer, 'userName') ??
    parseArn(identity['arn'])?.resource.split('/').at(1) ??
    textAt(identity, 'userName');
  const human = textAt(identity, 'sessionContext', 'sourceIdentity') ?? sessionName(identity);
  if (human === undefined) return role === undefined ? 'a role' : `role ${role}`;
  return role === undefined ? human : `${human} (role ${role})`;
};

/**
 * Who did it, by the kind of identity. A root user has no user name: what stands there is the
 * account's alias.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
const whoOf = (identity: unknown): string => {
  if (!isRecord(identity)) return 'an AWS service';
  const account = textAt(identity, 'accountId');
  const name = textAt(identity, 'userName');
  const service = textAt(identity, 'invokedBy');
  switch (identity['type']) {
    case 'Root':
      return account === undefined ? 'root' : `root of ${account}`;
    case 'IAMUser':
      return `IAM user ${name ?? sessionName(identity) ?? 'without a name'}`;
    case 'AssumedRole':
    case 'Role':
      return roleWho(identity);
    case 'FederatedUser':
      return `federated user ${sessionName(identity) ?? name ?? 'without a name'}`;
    case 'AWSAccount':
      return account === undefined ? 'another account' : `account ${account}`;
    case 'AWSService':
      return `AWS service ${service ?? 'without a name'}`;
    case 'IdentityCenterUser':
      return `Identity Center user ${textAt(identity, 'onBehalfOf', 'userId') ?? 'without a name'}`;
    case 'SAMLUser':
    case 'WebIdentityUser':
      return `${name ?? 'a user'}${textAt(identity, 'identityProvider') === undefined ? '' : ` of ${textAt(identity, 'identityProvider') ?? ''}`}`;
    default:
      return (
        name ??
        service ??
        textAt(identity, 'arn') ??
        textAt(identity, 'principalId') ??
        'somebody unknown'
      );
  }
};

const outcomeOf = (record: Json): TrailEvent['outcome'] => {
  const code = textAt(record, 'errorCode');
  if (code !== undefined)
    return /denied|unauthorized|forbidden|notauthorized/i.test(code) ? 'denied' : 'failed';
  const login = textAt(
    record,
    'responseElements',
    record['eventName'] === 'ConsoleLogin' ? 'ConsoleLogin' : 'CheckMfa',
  );
  // Without a code, a message is how a sign-in says that it failed.
  return login === 'Failure' || textAt(record, 'errorMessage') !== undefined ? 'failed' : 'ok';
};

/** Names under which calls carry what they are done to, the telling ones first. */
const resourceNames =
  /^(?:bucketName|userName|roleName|groupName|groupId|policyArn|policyName|instanceId|functionName|trailName|keyId|secretId|tableName|dBInstanceIdentifier|dBSnapshotIdentifier|snapshotId|imageId|vpcId|subnetId|networkAclId|routeTableId|repositoryName|clusterName|stackName|topicArn|queueUrl|roleArn|name|target|documentName|resolverQueryLogConfigId|modelId)$/;

const requested = (record: Json): readonly string[] => {
  const parameters = record['requestParameters'];
  if (!isRecord(parameters)) return [];
  const instances = valueAt(parameters, 'instancesSet', 'items');
  const listed = Array.isArray(instances)
    ? instances.flatMap((item: unknown) => textAt(item, 'instanceId') ?? [])
    : [];
  const named = Object.entries(parameters).flatMap(([name, value]) =>
    resourceNames.test(name) ? (asText(value) ?? []) : [],
  );
  return [...listed, ...named];
};

const whichOf = (record: Json): readonly string[] => {
  const resources = record['resources'];
  const arns = Array.isArray(resources)
    ? resources.flatMap((item: unknown) => textAt(item, 'ARN') ?? textAt(item, 'arn') ?? [])
    : [];
  return [...new Set((arns.length > 0 ? arns : requested(record)).map(redactText))].slice(0, 10);
};

const mfaOf = (record: Json): boolean | undefined => {
  const word =
    textAt(record, 'additionalEventData', 'MFAUsed') ??
    textAt(record, 'userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated');
  return word === undefined ? undefined : /^(?:yes|true)$/i.test(word);
};

const errorOf = (record: Json): string | undefined => {
  const parts = [textAt(record, 'errorCode'), textAt(record, 'errorMessage')].filter(
    (part) => part !== undefined,
  );
  // What follows is for DecodeAuthorizationMessage, not for people.
  const text = parts.join(': ').replace(/\s*Encoded authorization failure message:.*$/s, '');
  return text === '' ? undefined : redactText(text);
};

const whatOf = (service: string, call: string): string => {
  if (call === 'ConsoleLogin') return 'console sign-in';
  // Lambda's calls end in a date: UpdateFunctionCode20150331v2.
  return `${phrase(service)} ${call.replace(/\d{8}(?:v\d+)?$/, '')}`;
};

/** Reads a record of CloudTrail; `isTrailRecord` says whether it is one. */
export const readTrailEvent = (record: Json): TrailEvent => {
  const service = (textAt(record, 'eventSource') ?? '').replace(/\.amazonaws\.com$/, '');
  const call = textAt(record, 'eventName') ?? '';
  const identity = record['userIdentity'];
  const region = textAt(record, 'awsRegion');
  const keyId = textAt(identity, 'accessKeyId');
  const agent = textAt(record, 'userAgent');
  const address = textAt(record, 'sourceIPAddress');
  return {
    id: textAt(record, 'eventID'),
    who: redactText(whoOf(identity)),
    what: redactText(whatOf(service, call)),
    service,
    call,
    outcome: outcomeOf(record),
    error: errorOf(record),
    when: parseTime(record['eventTime']),
    which: whichOf(record).map(resourceName),
    account:
      asAccountId(textAt(record, 'recipientAccountId')) ??
      asAccountId(textAt(identity, 'accountId')),
    region: region !== undefined && isRegionName(region) ? region : undefined,
    address: address === undefined ? undefined : redactText(address),
    userAgent: agent === undefined ? undefined : redactText(agent),
    accessKey: keyId === undefined ? undefined : redactText(keyId),
    viaConsole: record['sessionCredentialFromConsole'] === 'true' || call === 'ConsoleLogin',
    mfa: mfaOf(record),
  };
};
