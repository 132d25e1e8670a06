import type { OwnCheck } from './check.ts';
import { keyRotation } from './key-rotation.ts';
import { passwordPolicy } from './password-policy.ts';
import { rootKeys } from './root-keys.ts';
import { rootMfa } from './root-mfa.ts';
import { trailLogging } from './trail-logging.ts';
import { unrestrictedPorts } from './unrestricted-ports.ts';

/** What stands in for Trusted Advisor where an account has no Support plan, in the order in which it is shown. */
export const checks: readonly OwnCheck[] = [
  rootMfa,
  rootKeys,
  passwordPolicy,
  unrestrictedPorts,
  trailLogging,
  keyRotation,
];
