import type { AdvisorCheck } from './check.ts';
import { otherChecks } from './other-checks.ts';
import { securityChecks } from './security-checks.ts';

/** The checks that the sandbox knows, with AWS's ids and names; none that AWS has retired. */
export const advisorChecks: readonly AdvisorCheck[] = [...securityChecks, ...otherChecks];
