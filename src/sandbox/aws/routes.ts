import type { Operation } from './operation.ts';
import { cloudtrailOperations } from './operations/cloudtrail.ts';
import { cloudwatchOperations } from './operations/cloudwatch.ts';
import { identitystoreOperations } from './operations/identitystore.ts';
import { insightsOperations } from './operations/insights.ts';
import { logsOperations } from './operations/logs.ts';
import { publishOperation } from './operations/publish.ts';
import { snsOperations } from './operations/sns.ts';
import { ssoOperations } from './operations/sso.ts';
import { stsOperations } from './operations/sts.ts';

/** Every operation that this AWS knows; `coverage.ts` says how well. */
export const operations: readonly Operation[] = [
  ...cloudtrailOperations,
  ...cloudwatchOperations,
  ...identitystoreOperations,
  ...logsOperations,
  ...insightsOperations,
  ...snsOperations,
  publishOperation,
  ...ssoOperations,
  ...stsOperations,
];
