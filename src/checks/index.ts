import type { Check } from './check.ts';
import { keyRotation } from './key-rotation.ts';
import { passwordPolicy } from './password-policy.ts';
import { rootKeys } from './root-keys.ts';
import { rootMfa } from './root-mfa.ts';
import { trailLogging } from './trail-logging.ts';
import { unrestrictedPorts } from './unrestricted-ports.ts';

/** Every check, in the order in which they are shown. */
export const checks: readonly Check[] = [
  rootMfa,
  rootKeys,
  passwordPolicy,
  unrestrictedPorts,
  trailLogging,
  keyRotation,
];
