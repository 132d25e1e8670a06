import type { AdvisorCheck, AdvisorStatus, AdvisorSummary } from '../../aws/support-types.ts';
import { byStatus } from './status.ts';

/** A check and what it says of one account. */
export interface Finding {
  readonly check: AdvisorCheck;
  readonly summary: AdvisorSummary;
}

export const countOf = (findings: readonly Finding[], status: AdvisorStatus): number =>
  findings.filter(({ summary }) => summary.status === status).length;

export const savingsOf = (findings: readonly Finding[]): number =>
  findings.reduce((sum, { summary }) => sum + (summary.monthlySavings ?? 0), 0);

/** Red before yellow before what is not known, then by how much is flagged. */
export const worstFirst = <T extends Finding>(findings: readonly T[]): readonly T[] =>
  findings.toSorted(
    (a, b) =>
      byStatus(a.summary.status, b.summary.status) ||
      b.summary.flagged - a.summary.flagged ||
      a.check.name.localeCompare(b.check.name),
  );

/** Red and yellow ones. */
export const flaggedOnly = <T extends Finding>(findings: readonly T[]): readonly T[] =>
  findings.filter(({ summary }) => summary.status === 'error' || summary.status === 'warning');
