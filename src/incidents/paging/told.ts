import type { Evidence } from '../../core/evidence.ts';
import type { Tx } from '../../core/store.ts';

/** The evidence that a call tells: where all of it stands in another incident, that one's. */
export const toldEvidence = async (tx: Tx, incidentId: string): Promise<Evidence | undefined> => {
  const own = await tx.evidence.get(incidentId);
  const [holder] = own?.elsewhere ?? [];
  if (own === undefined || own.events.length > 0 || holder === undefined) return own;
  return (await tx.evidence.get(holder.incidentId)) ?? own;
};
