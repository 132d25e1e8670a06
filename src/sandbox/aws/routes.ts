import type { Operation } from './operation.ts';
import { accountOperations } from './operations/account.ts';
import { cloudtrailOperations } from './operations/cloudtrail.ts';
import { cloudwatchOperations } from './operations/cloudwatch.ts';
import { ec2Operations } from './operations/ec2.ts';
import { iamAccountOperations } from './operations/iam-account.ts';
import { iamEntityOperations } from './operations/iam-entities.ts';
import { iamLastAccessedOperations } from './operations/iam-last-accessed.ts';
import { iamListOperations } from './operations/iam-lists.ts';
import { identitystoreOperations } from './operations/identitystore.ts';
import { insightsOperations } from './operations/insights.ts';
import { logsOperations } from './operations/logs.ts';
import { metricDataOperations } from './operations/metric-data.ts';
import { metricFilterOperations } from './operations/metric-filters.ts';
import { organizationsOperations } from './operations/organizations.ts';
import { publishOperation } from './operations/publish.ts';
import { s3Operations } from './operations/s3.ts';
import { snsOperations } from './operations/sns.ts';
import { ssoOperations } from './operations/sso.ts';
import { stsOperations } from './operations/sts.ts';
import { supportOperations } from './operations/support.ts';
import { trailOperations } from './operations/trails.ts';

/** Every operation that this AWS knows; `coverage.ts` says how well. */
export const operations: readonly Operation[] = [
  ...accountOperations,
  ...cloudtrailOperations,
  ...trailOperations,
  ...cloudwatchOperations,
  ...metricDataOperations,
  ...ec2Operations,
  ...iamAccountOperations,
  ...iamEntityOperations,
  ...iamLastAccessedOperations,
  ...iamListOperations,
  ...identitystoreOperations,
  ...logsOperations,
  ...metricFilterOperations,
  ...insightsOperations,
  ...organizationsOperations,
  ...s3Operations,
  ...snsOperations,
  publishOperation,
  ...ssoOperations,
  ...stsOperations,
  ...supportOperations,
];
