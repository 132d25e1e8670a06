import { prod, staging } from '../aws/organisation.ts';
import { diskAlarm, stormSize } from '../aws/sample-alarms.ts';
import { sendByBridge } from './bridge.ts';
import type { Happening, World } from './happening.ts';
import {
  groupDeleted,
  groupOpened,
  policyChanged,
  prodRootSignsIn,
  secretDenied,
  securityRootSignsIn,
  signInsFailed,
  trailStarted,
  trailStopped,
} from './trail-records.ts';
import { type Trip, tripAndRecovery, writeRecords } from './trip.ts';

const trips: readonly Trip[] = [
  {
    what: 'iam-policy-changed',
    title: 'Somebody changes an IAM policy in prod',
    alarm: 'CloudTrailIAMPolicyChanges',
    account: prod,
    value: 1,
    records: policyChanged,
    recovers: 'iam-policy-recovers',
  },
  {
    what: 'security-group-deleted',
    title: 'A security group is deleted in prod',
    alarm: 'CloudTrailSecurityGroupChanges',
    account: prod,
    value: 1,
    records: groupDeleted,
    recovers: 'security-group-recovers',
  },
  {
    what: 'somebody-denied',
    title: 'Somebody is denied, again and again, in prod',
    alarm: 'CloudTrailAuthorizationFailures',
    account: prod,
    value: 14,
    records: secretDenied(14),
    recovers: 'somebody-denied-recovers',
  },
  {
    what: 'sign-in-failures',
    title: 'Console sign-ins fail in staging',
    alarm: 'CloudTrailConsoleSignInFailures',
    account: staging,
    value: 5,
    records: signInsFailed,
    recovers: 'sign-in-failures-recover',
  },
  {
    what: 'trail-stopped',
    title: 'A trail is stopped in prod',
    alarm: 'CloudTrailChanges',
    account: prod,
    value: 1,
    records: trailStopped,
    recoveryRecords: trailStarted,
    recovers: 'trail-recovers',
  },
  {
    what: 'cpu-high',
    title: 'CPU of web-1 goes above 80 %',
    alarm: 'web-1 CPU above 80 %',
    value: 93.4,
    calm: 41.2,
    recovers: 'cpu-recovers',
  },
  {
    what: 'error-rate-high',
    title: 'More than 5 % of the shop fails (metric math)',
    alarm: 'shop error rate',
    value: 7.8,
    calm: 0.4,
    recovers: 'error-rate-recovers',
  },
  {
    what: 'anomaly',
    title: 'Requests leave the usual band (anomaly detection)',
    alarm: 'shop requests out of the usual',
    value: 910,
    calm: 240,
    recovers: 'anomaly-recovers',
  },
  {
    what: 'contributor',
    title: 'One queue of many is too old (contributor)',
    alarm: 'any queue is too old',
    value: 731,
    calm: 12,
    recovers: 'contributor-recovers',
  },
  {
    what: 'log-alarm',
    title: 'Root signs in (log alarm, no description)',
    alarm: 'root signs in',
    value: 1,
    records: securityRootSignsIn,
    recovers: 'log-alarm-recovers',
  },
  {
    what: 'root-use',
    title: 'Root is used (us-east-1)',
    alarm: 'CloudTrailRootUse',
    value: 1,
    records: prodRootSignsIn,
    recovers: 'root-use-recovers',
  },
];

const storm = async ({ aws, alarm }: World): Promise<void> => {
  const names = Array.from({ length: stormSize }, (_, index) => {
    const definition = diskAlarm(index);
    if (!aws.alarms.find(definition.name)) aws.alarms.add(definition);
    return definition.name;
  });
  await Promise.all(names.map((name, index) => alarm(name, 'ALARM', 90.5 + (index % 9))));
};

const resolveAll = async ({ aws, alarm }: World): Promise<void> => {
  const firing = aws.alarms.all().filter(({ state }) => state !== 'OK');
  await Promise.all(
    firing.map(({ definition }) => alarm(definition.name, 'OK', undefined, definition.account)),
  );
};

const composite = async ({ alarm }: World): Promise<void> => {
  await alarm('web-1 CPU above 80 %', 'ALARM', 96.1);
  await alarm('shop error rate', 'ALARM', 11.9);
  await alarm('shop is ill', 'ALARM');
};

const compositeRecovers = async ({ alarm }: World): Promise<void> => {
  await alarm('shop error rate', 'OK', 0.3);
  await alarm('shop is ill', 'OK');
  await alarm('web-1 CPU above 80 %', 'OK', 38.5);
};

export const alarmHappenings: readonly Happening[] = [
  ...trips.flatMap(tripAndRecovery),
  {
    what: 'security-group-opened',
    title: 'A security group is opened to the world in prod',
    run: async (world) => {
      writeRecords(world, groupOpened);
      await world.alarm('CloudTrailSecurityGroupChanges', 'ALARM', 1, prod);
    },
  },
  {
    what: 'security-group-told-twice',
    title: 'A security group is deleted in prod; alarm and EventBridge both tell of it',
    run: async (world) => {
      const events = writeRecords(world, groupDeleted);
      await world.alarm('CloudTrailSecurityGroupChanges', 'ALARM', 1, prod);
      await sendByBridge(world, events);
    },
  },
  {
    what: 'call-denied',
    title: 'bob may not read a secret in prod; no alarm',
    run: (world) => {
      writeRecords(world, secretDenied(1));
      return Promise.resolve();
    },
  },
  { what: 'composite', title: 'A composite alarm with its children', run: composite },
  { what: 'composite-recovers', title: 'The composite alarm is OK again', run: compositeRecovers },
  {
    what: 'no-data',
    title: 'CPU of web-1 has no data (INSUFFICIENT_DATA)',
    run: async ({ alarm }) => {
      await alarm('web-1 CPU above 80 %', 'INSUFFICIENT_DATA');
    },
  },
  { what: 'storm', title: `A storm: ${stormSize} alarms at once`, run: storm },
  { what: 'resolve-all', title: 'Every alarm is OK again', run: resolveAll },
];
