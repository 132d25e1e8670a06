import type { Where } from '../../aws/cloudwatch-types.ts';
import type { AdvisorCheck, AdvisorReader } from '../../aws/support-types.ts';
import type { Reading } from '../../aws/trail-types.ts';
import type { Finding } from './findings.ts';

/** What these checks say of an account; one that AWS does not tell of is left out. */
export const readFindings = async (
  advisor: Pick<AdvisorReader, 'summaries'>,
  where: Where,
  checks: readonly AdvisorCheck[],
  reading: Reading,
): Promise<readonly Finding[]> => {
  if (checks.length === 0) return [];
  const ids = checks.map(({ id }) => id);
  const summaries = await advisor.summaries(where, ids, reading);
  const byId = new Map(summaries.map((summary) => [summary.checkId, summary]));
  return checks.flatMap((check) => {
    const summary = byId.get(check.id);
    return summary === undefined ? [] : [{ check, summary }];
  });
};
