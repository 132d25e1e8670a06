import type { Where } from '../../aws/cloudwatch-types.ts';
import type { AdvisorCheck, AdvisorReader } from '../../aws/support-types.ts';
import type { Reading } from '../../aws/trail-types.ts';
import { AppError } from '../../core/errors.ts';
import { partitionOf } from '../../core/partition.ts';

type Checks = readonly AdvisorCheck[];

/**
 * Trusted Advisor's checks. They are the same for every account of a partition, so that they are asked
 * for once: of the first account that may ask. Those that may not (no Support plan, no permission) are
 * refused one after the other, as long as nobody was told; where AWS does not answer, nobody waits for
 * another.
 */
export const createOfferedChecks = (
  advisor: Pick<AdvisorReader, 'checks'>,
  reading: Reading,
): ((where: Where) => Promise<Checks>) => {
  const known = new Map<string, Checks>();
  const asking = new Map<string, Promise<void>>();
  const failing = new Set<string>();

  const ask = async (partition: string, where: Where): Promise<Checks> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    asking.set(partition, promise);
    try {
      const checks = await advisor.checks(where, reading);
      known.set(partition, checks);
      return checks;
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.kind !== 'access') failing.add(partition);
      throw thrown;
    } finally {
      asking.delete(partition);
      resolve();
    }
  };

  return async (where) => {
    const partition = partitionOf(where.region);
    // Whoever comes next after a refusal asks, and the others wait for that.
    for (;;) {
      const before = failing.has(partition) ? undefined : asking.get(partition);
      if (before === undefined) break;
      await before;
    }
    return known.get(partition) ?? ask(partition, where);
  };
};
