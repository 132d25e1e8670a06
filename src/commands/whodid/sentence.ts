import { plainCall, verbOf } from '../../core/call-words.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { textAt, valueAt } from '../../core/values.ts';
import type { Row } from './row.ts';

/** What a call made: its own id is only in the answer. */
const made = ({ record }: Row): readonly string[] => {
  const { responseElements } = record;
  const items = valueAt(responseElements, 'instancesSet', 'items');
  const instances = Array.isArray(items)
    ? items.flatMap((item: unknown) => textAt(item, 'instanceId') ?? [])
    : [];
  const one = [
    textAt(responseElements, 'groupId'),
    textAt(responseElements, 'vpc', 'vpcId'),
    textAt(responseElements, 'subnet', 'subnetId'),
    textAt(responseElements, 'volumeId'),
    textAt(responseElements, 'snapshotId'),
    textAt(responseElements, 'imageId'),
  ].filter((id) => id !== undefined);
  return [...instances, ...one];
};

/** `user/alice` of an ARN with a path is alice to people. */
const shortName = (name: string): string =>
  name.startsWith('aws-reserved/') ? (name.split('/').at(-1) ?? name) : name;

const named = new Set([
  'roleName',
  'userName',
  'groupName',
  'bucketName',
  'functionName',
  'stackName',
]);

/** What it was done to; of a policy put on a role, the role. */
export const targets = (row: Row): readonly string[] => {
  const { requestParameters } = row.record;
  const call = plainCall(row.event.call);
  if (/(?:Role|User|Group)Polic/.test(call) || /AccessKey|LoginProfile|MFADevice/.test(call)) {
    const holder = ['roleName', 'userName', 'groupName'].find(
      (name) => textAt(requestParameters, name) !== undefined,
    );
    const name = holder === undefined ? undefined : textAt(requestParameters, holder);
    if (name !== undefined && named.has(holder ?? '')) return [name];
  }
  const which = row.event.which.length > 0 ? row.event.which : made(row);
  return [...new Set(which.map(shortName))];
};

/** The newest opened way in: ` to 0.0.0.0/0, port 22`. */
const opening = ({ record, event }: Row): Text => {
  if (event.call !== 'AuthorizeSecurityGroupIngress') return [];
  const rule = valueAt(record, 'requestParameters', 'ipPermissions', 'items', 0);
  const range =
    textAt(rule, 'ipRanges', 'items', 0, 'cidrIp') ??
    textAt(rule, 'ipv6Ranges', 'items', 0, 'cidrIpv6');
  const port = textAt(rule, 'fromPort');
  if (range === undefined) return [];
  return [
    ' to ',
    foreign(range),
    ...(port === undefined || port === '-1' ? [] : [', port ', foreign(port)]),
  ];
};

const objects = (row: Row): Text => {
  const [first, ...more] = targets(row);
  if (first === undefined) return [];
  return [foreign(first), ...(more.length === 0 ? [] : [` and ${more.length} more`])];
};

/** " deleted sg-0abc123", " was denied DeleteTrail on x", " called PutThing on y". */
export const predicate = (row: Row): Text => {
  const { event } = row;
  const call = plainCall(event.call);
  const on = objects(row);
  const onThem: Text = on.length === 0 ? [] : [' on ', ...on];
  if (call === 'ConsoleLogin')
    return [
      event.outcome === 'ok' ? ' signed in to the console' : ' failed to sign in to the console',
    ];
  if (event.outcome === 'denied') return [' was denied ', foreign(call), ...onThem];
  if (event.outcome === 'failed') return [' tried ', foreign(call), ...onThem, ', which failed'];
  const verb = verbOf(call);
  if (verb === undefined || on.length === 0) return [' called ', foreign(call), ...onThem];
  return [` ${verb} `, ...on, ...opening(row)];
};
