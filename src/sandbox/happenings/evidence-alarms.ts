import { minute } from '../../core/clock.ts';
import { prod, security, staging } from '../aws/accounts.ts';
import type { Happening } from './happening.ts';
import {
  aclChanged,
  gatewayDetached,
  groupDeletedAgain,
  groupDeletedInStaging,
  organizationTrailsChanged,
  secretDenied,
  vpcChanged,
} from './trail-records.ts';
import { type Trip, tripAndRecovery, writeRecords } from './trip.ts';

/** Alarms whose evidence is hard to find, late, much, or of other accounts. */
const trips: readonly Trip[] = [
  {
    what: 'security-group-deleted-late',
    title: 'A security group is deleted in staging; its record comes 3 minutes late',
    alarm: 'CloudTrailSecurityGroupChanges',
    account: staging,
    value: 1,
    records: groupDeletedInStaging,
    lateMs: 3 * minute,
    recovers: 'security-group-deleted-late-recovers',
  },
  {
    what: 'denied-flood',
    title: 'bob is denied 10,000 times in prod',
    alarm: 'CloudTrailAuthorizationFailures',
    account: prod,
    value: 10_000,
    records: secretDenied(10_000, 20),
    recovers: 'denied-flood-recovers',
  },
  {
    what: 'org-trail-changed',
    title: 'Trails of prod and staging are changed (organisation trail, alarm in security)',
    alarm: 'OrganizationTrailChanges',
    account: security,
    value: 2,
    records: organizationTrailsChanged,
    recovers: 'org-trail-recovers',
  },
  {
    what: 'metric-without-filter',
    title: 'A VPC is deleted in prod; no filter feeds the metric',
    alarm: 'CloudTrailVpcChanges',
    account: prod,
    value: 1,
    records: vpcChanged,
    recovers: 'metric-without-filter-recovers',
  },
  {
    what: 'log-group-gone',
    title: 'A network ACL is changed in prod; the log group is gone',
    alarm: 'CloudTrailNetworkAclChanges',
    account: prod,
    value: 1,
    records: aclChanged,
    recovers: 'log-group-gone-recovers',
  },
  {
    what: 'log-group-denied',
    title: 'A gateway is detached in prod; the log group may not be read',
    alarm: 'CloudTrailGatewayChanges',
    account: prod,
    value: 1,
    records: gatewayDetached,
    recovers: 'log-group-denied-recovers',
  },
  {
    what: 'nothing-recorded',
    title: 'Trail changes in staging without a record of any',
    alarm: 'CloudTrailChanges',
    account: staging,
    value: 1,
    recovers: 'nothing-recorded-recovers',
  },
];

export const evidenceAlarmHappenings: readonly Happening[] = [
  ...trips.flatMap(tripAndRecovery),
  {
    what: 'security-group-deleted-again',
    title: 'bob deletes a security group in prod too; the alarm stays as it is',
    run: (world) => {
      writeRecords(world, groupDeletedAgain);
      return Promise.resolve();
    },
  },
];
