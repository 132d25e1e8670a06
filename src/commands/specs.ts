import type { CommandSpec } from '../core/command.ts';
import { iamAuditSpec } from './iam-audit/spec.ts';
import { iamLastusedSpec } from './iam-lastused/spec.ts';
import { securityDigestSpec } from './security-digest/spec.ts';
import { trailwardenSpec } from './trailwarden/spec.ts';
import { trustedAdvisorSpec } from './trusted-advisor/spec.ts';
import { whodidSpec } from './whodid/spec.ts';

/** What the commands are, without building them: for the manifest, the help and the reference. */
export const commandSpecs: readonly CommandSpec[] = [
  whodidSpec,
  trustedAdvisorSpec,
  iamLastusedSpec,
  iamAuditSpec,
  securityDigestSpec,
  trailwardenSpec,
];
