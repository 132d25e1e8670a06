import { resourceName } from './arn.ts';
import { parseTime } from './dates.ts';
import { type Human, humanOf, unnamed } from './human.ts';
import { type AccountId, asAccountId, type RegionId } from './ids.ts';
import { redactText } from './redact.ts';
import { asList, asText, isRecord, textAt, valueAt } from './values.ts';
import { phrase } from './words.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * One CloudTrail record as five answers. All texts are foreign, without their secrets.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface TrailEvent {
  readonly id: string | undefined;
  /** "IAM user alice", "alice@example.com (role Admin)", "role deploy (session ci)", "root of 111122223333". */
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

/**
 * The record of CloudTrail in a message: the message itself, or what EventBridge carries in
 * `detail`, whatever it calls the kind of event ("AWS Console Sign In" or "Signin via CloudTrail").
 */
export const trailRecordIn = (body: unknown): Json | undefined => {
  const value = isRecord(body) && 'detail-type' in body ? body['detail'] : body;
  return isTrailRecord(value) ? value : undefined;
};

/** A region as a record names it; records hold regions that this program has never heard of. */
const isRegionName = (text: string): text is RegionId =>
  /^[a-z]{2,8}(?:-[a-z0-9]{1,20}){1,4}$/.test(text);

/** A name that AWS or an identity provider vouches for stands before the role; a claimed one behind. */
const sessionWords = ({ kind, name, role }: Human): string => {
  if (role === undefined) return name === unnamed ? 'a role' : name;
  if (name === unnamed) return `role ${role}`;
  return kind === 'session' ? `role ${role} (session ${name})` : `${name} (role ${role})`;
};

const whoWords = (human: Human, identity: unknown): string => {
  const { kind, name, through } = human;
  const isNamed = name !== unnamed;
  switch (kind) {
    case 'root':
      return isNamed ? `root of ${name}` : 'root';
    case 'iam-user':
      return `IAM user ${name}`;
    case 'federated':
      return `federated user ${name}`;
    case 'account':
      return isNamed ? `account ${name}` : 'another account';
    case 'service':
      return isNamed ? `AWS service ${name}` : 'an AWS service';
    case 'subject':
      return ofProvider(isNamed ? name : 'a user', identity);
    case 'session':
    case 'workload':
      return sessionWords(human);
    case 'person':
      if (human.role !== undefined) return sessionWords(human);
      return name === human.userId ? `Identity Center user ${name}` : ofProvider(name, identity);
    case 'unknown':
      return isNamed ? name : (through ?? 'somebody unknown');
  }
};

const ofProvider = (name: string, identity: unknown): string => {
  const provider = textAt(identity, 'identityProvider');
  return provider === undefined ? name : `${name} of ${provider}`;
};

/** Who did it, and the service that did it for them. */
const whoOf = (record: Json): string => {
  const human = humanOf(record);
  const words = whoWords(human, record['userIdentity']);
  const { through } = human;
  return through === undefined || words === through ? words : `${words} through ${through}`;
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

/** Names under which calls carry what they are done to. */
const resourceNames = new RegExp(
  `^(?:${[
    'bucketName|userName|roleName|groupName|groupId|policyArn|policyName|policyId|instanceId|functionName',
    'trailName|keyId|secretId|tableName|dBInstanceIdentifier|dBSnapshotIdentifier|snapshotId|imageId',
    'vpcId|subnetId|networkAclId|routeTableId|internetGatewayId|customerGatewayId|vpcPeeringConnectionId',
    'repositoryName|clusterName|clusterId|hsmId|stackName|topicArn|subscriptionArn|queueUrl|roleArn|name',
    'target|targetId|accountId|documentName|resolverQueryLogConfigId|modelId|logGroupName|filterName',
    'ruleName|rule|detectorId|webACLId|webACLArn|resourceArn|configurationRecorderName|deliveryChannelName',
  ].join('|')})$`,
);

const items = (value: unknown, name: string): readonly string[] => {
  const listed = valueAt(value, 'items');
  return Array.isArray(listed) ? listed.flatMap((item: unknown) => textAt(item, name) ?? []) : [];
};

/** What EC2 and CloudWatch name in lists. */
const listed = (part: unknown): readonly string[] => {
  const alarms = valueAt(part, 'alarmNames');
  const flowLogs = asList(valueAt(part, 'DeleteFlowLogsRequest', 'FlowLogId'));
  return [
    ...flowLogs.flatMap((each) => textAt(each, 'content') ?? []),
    ...items(valueAt(part, 'instancesSet'), 'instanceId'),
    ...(Array.isArray(alarms) ? alarms.flatMap((name: unknown) => asText(name) ?? []) : []),
  ];
};

const named = (part: unknown): readonly string[] =>
  isRecord(part)
    ? Object.entries(part).flatMap(([name, value]) =>
        resourceNames.test(name) ? (asText(value) ?? []) : [],
      )
    : [];

/** What was asked for; for something new, what the answer calls it. */
const requested = (record: Json): readonly string[] => {
  const { requestParameters: request, responseElements: response } = record;
  const asked = [...listed(request), ...named(request)];
  return asked.length > 0 ? asked : [...listed(response), ...created(response)];
};

/** `{"vpc":{"vpcId":…}}`: EC2 answers with what it made. */
const created = (response: unknown): readonly string[] =>
  isRecord(response) ? [...named(response), ...Object.values(response).flatMap(named)] : [];

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
    who: redactText(whoOf(record)),
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
