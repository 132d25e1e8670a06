import type { BestPractice } from '../check.ts';
import { activityHistory } from './activity-history.ts';
import { alternateContacts } from './alternate-contacts.ts';
import { credentialRotation } from './credential-rotation.ts';
import { delegationByRoles } from './delegation-by-roles.ts';
import { groupsForPermissions } from './groups-for-permissions.ts';
import { individualUsers } from './individual-users.ts';
import { leastPrivilege } from './least-privilege.ts';
import { mfaForPrivilegedUsers } from './mfa-for-privileged-users.ts';
import { policyConditions } from './policy-conditions.ts';
import { rolesForInstances } from './roles-for-instances.ts';
import { rootLockedAway } from './root-locked-away.ts';
import { strongPasswordPolicy } from './strong-password-policy.ts';
import { unneededCredentials } from './unneeded-credentials.ts';

/** The best practices of IAM, in AWS's order, and whom AWS writes to. */
export const bestPractices: readonly BestPractice[] = [
  rootLockedAway,
  individualUsers,
  groupsForPermissions,
  leastPrivilege,
  strongPasswordPolicy,
  mfaForPrivilegedUsers,
  rolesForInstances,
  delegationByRoles,
  credentialRotation,
  unneededCredentials,
  policyConditions,
  activityHistory,
  alternateContacts,
];
