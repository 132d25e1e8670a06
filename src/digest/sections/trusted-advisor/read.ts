import type { Where } from '../../../aws/cloudwatch-types.ts';
import type { AdvisorCheck, AdvisorReader } from '../../../aws/support-types.ts';
import type { Reading } from '../../../aws/trail-types.ts';
import type { Finding } from '../../../checks/advisor/findings.ts';
import { hasNoPlan } from '../../../checks/advisor/judge-own.ts';
import { createOfferedChecks } from '../../../checks/advisor/offered-checks.ts';
import { readFindings } from '../../../checks/advisor/read-findings.ts';
import { AppError } from '../../../core/errors.ts';

/** What Trusted Advisor says of an account. */
export interface AdvisorRead {
  readonly offered: readonly AdvisorCheck[];
  readonly results: readonly Finding[];
}

/** Undefined: the account has no Support plan that includes it. Rejects with an AppError. */
export type ReadAdvisor = (where: Where) => Promise<AdvisorRead | undefined>;

const isOf = (thrown: unknown, test: (error: AppError) => boolean): boolean =>
  thrown instanceof AppError && test(thrown);

/** Reads one digest's results: the list of checks once, and what each says an account. */
export const createReadAdvisor = (
  advisor: Pick<AdvisorReader, 'checks' | 'summaries'>,
  reading: Reading,
): ReadAdvisor => {
  const offeredTo = createOfferedChecks(advisor, reading);

  const resultsOf = async (where: Where): Promise<AdvisorRead> => {
    const offered = await offeredTo(where);
    try {
      return { offered, results: await readFindings(advisor, where, offered, reading) };
    } catch (thrown) {
      // Asked for one check that the account itself is not offered, AWS answers for none.
      if (!isOf(thrown, ({ code }) => code === 'aws_invalid_request')) throw thrown;
      const own = await advisor.checks(where, reading);
      return { offered: own, results: await readFindings(advisor, where, own, reading) };
    }
  };

  return async (where) => {
    try {
      return await resultsOf(where);
    } catch (thrown) {
      if (isOf(thrown, hasNoPlan)) return undefined;
      throw thrown;
    }
  };
};
