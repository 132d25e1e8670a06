import type { Evidence, EvidenceGap } from '../core/evidence.ts';
import { foreign } from '../core/redact.ts';
import type { Tx } from '../core/store.ts';
import { createErrands, type Errand, type Errands, type ErrandsDeps } from './errands.ts';
import type { EvidenceReader, NormalityReader } from './evidence/deps.ts';
import { evidenceOfMessage, mergeEvidence } from './evidence/merge.ts';
import type { OriginReader } from './evidence/origin.ts';
import { createLook, type LookDeps } from './evidence-errand.ts';
import { lockedIncident } from './locked.ts';
import { lookWork } from './looks.ts';
import { createNormality, normalityWork } from './normality-errand.ts';

/** What tells who tripped an alarm, and whether that is usual. */
export interface EvidenceSources {
  readonly reader: EvidenceReader;
  readonly normality: NormalityReader;
  /** Without it sessions keep the names that they chose. */
  readonly origin?: OriginReader;
}

export interface EvidenceWorkDeps
  extends Omit<LookDeps, 'reader'>,
    Pick<ErrandsDeps, 'log' | 'newId' | 'isBusy'> {
  readonly sources: EvidenceSources | undefined;
  /** Other errands, by the kind of their due work. */
  readonly others: Readonly<Record<string, Errand>>;
}

const unreadable = (error: Error): EvidenceGap => ({
  kind: 'unreadable',
  text: ['Looking for what tripped it failed for a day and was given up: ', foreign(error.message)],
  cure: ["The bot's log tells more."],
});

const empty = (incidentId: string, gaps: Evidence['gaps'], now: number): Evidence => ({
  ...evidenceOfMessage(incidentId, [], now),
  gaps,
});

/** Says on the message that nobody will look any more. */
const createGivenUp =
  ({ revise, clock }: EvidenceWorkDeps) =>
  async (tx: Tx, id: string, error: Error): Promise<void> => {
    const incident = await lockedIncident(tx, id);
    if (incident === undefined) return;
    const found = empty(id, [unreadable(error)], clock.now());
    await tx.evidence.put(mergeEvidence(await tx.evidence.get(id), found));
    await revise(tx, incident);
  };

/** Starts what is done outside transactions: the looks, and what can wait for them. */
export const startErrands = (deps: EvidenceWorkDeps): Errands => {
  const { sources, others, store, clock, log, newId, isBusy } = deps;
  const shared = { store, clock, log, newId, ...(isBusy && { isBusy }) };
  const look = sources && { [lookWork]: createLook({ ...deps, reader: sources.reader }) };
  const first = createErrands({
    ...shared,
    kinds: { ...look, ...others },
    givenUp: { [lookWork]: createGivenUp(deps) },
  });
  // It reads for a minute: in a place of its own it keeps nobody waiting.
  const second =
    sources &&
    createErrands({
      ...shared,
      kinds: { [normalityWork]: createNormality({ ...deps, ...sources }) },
      atOnce: 1,
    });
  return {
    wake: () => {
      first.wake();
      second?.wake();
    },
    stop: async () => {
      await Promise.all([first.stop(), second?.stop()]);
    },
  };
};
