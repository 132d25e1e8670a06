import type { EvidencingDeps } from './evidencing.ts';
import type { EvidenceSources } from './incidents/evidence-work.ts';

/**
 * Looks for what tripped an alarm, loaded when the first one fires: its message is out by then, and
 * a bot that only waits has no need of the readers.
 */
export const evidenceLater = (deps: EvidencingDeps): EvidenceSources => {
  let loaded: Promise<EvidenceSources> | undefined;
  const load = async (): Promise<EvidenceSources> => {
    const { createEvidencing } = await import('./evidencing.ts');
    return createEvidencing(deps);
  };
  const sources = (): Promise<EvidenceSources> => {
    loaded ??= load();
    return loaded;
  };
  return {
    reader: { read: async (request, signal) => (await sources()).reader.read(request, signal) },
    normality: {
      check: async (event, signal) => (await sources()).normality.check(event, signal),
    },
    origin: {
      subjectOf: async (event, signal) => (await sources()).origin?.subjectOf(event, signal),
    },
  };
};
