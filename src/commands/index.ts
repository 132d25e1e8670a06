import { type AnyCommand, anyCommand } from '../core/command.ts';
import { createIamAudit, type IamAuditDeps } from './iam-audit/iam-audit.ts';
import type { IamLastusedDeps } from './iam-lastused/deps.ts';
import { createIamLastused } from './iam-lastused/iam-lastused.ts';
import type { SecurityDigestDeps } from './security-digest/deps.ts';
import { createSecurityDigest } from './security-digest/security-digest.ts';
import { commandSpecs } from './specs.ts';
import type { TrailwardenDeps } from './trailwarden/deps.ts';
import { createTrailwarden } from './trailwarden/trailwarden.ts';
import type { TrustedAdvisorDeps } from './trusted-advisor/deps.ts';
import { createTrustedAdvisor } from './trusted-advisor/trusted-advisor.ts';
import type { WhodidDeps } from './whodid/deps.ts';
import { createWhodid } from './whodid/whodid.ts';

type Deps = WhodidDeps &
  TrustedAdvisorDeps &
  IamLastusedDeps &
  IamAuditDeps &
  SecurityDigestDeps &
  Omit<TrailwardenDeps, 'specs'>;

/** Every slash command; a test holds it against `commandSpecs` and the folders. */
export const createCommands = (deps: Deps): readonly AnyCommand[] => [
  anyCommand(createWhodid(deps)),
  anyCommand(createTrustedAdvisor(deps)),
  anyCommand(createIamLastused(deps)),
  anyCommand(createIamAudit(deps)),
  anyCommand(createSecurityDigest(deps)),
  anyCommand(createTrailwarden({ ...deps, specs: commandSpecs })),
];
