import { randomUUID } from 'node:crypto';
import { minute } from './core/clock.ts';
import type { Digests } from './core/digest.ts';
import type { Handle } from './core/handle.ts';
import { createTellGivenUp } from './digest/given-up.ts';
import { startTicks } from './digest/tick.ts';
import { createDigestErrand, digestWork, putDigestWork } from './digest/work.ts';
import type { Digesting, DigestingDeps } from './digesting.ts';
import { createErrands } from './incidents/errands.ts';

/** Longer than a digest reads, and so that another replica takes over in time. */
const deadlineMs = 4 * minute;
const pollMs = 20_000;

export interface DigestsByClock extends Handle, Digests {}

/**
 * Sends digests when they are due or somebody wants one, one at a time. What reads them is loaded with
 * the first.
 */
export const startDigests = (deps: DigestingDeps): DigestsByClock => {
  const { settings, store, clock } = deps;
  const log = deps.log.child({ part: 'digest' });
  const digests = () => settings().digests;
  let loaded: Promise<Digesting> | undefined;
  const load = async (): Promise<Digesting> => {
    const { createDigesting } = await import('./digesting.ts');
    return createDigesting({ ...deps, log });
  };
  const digesting = (): Promise<Digesting> => {
    loaded ??= load();
    return loaded;
  };
  const errand = createDigestErrand({
    digests,
    store,
    send: async (digest, signal) => (await digesting()).send(digest, signal),
    now: clock.now,
    log,
  });
  const errands = createErrands({
    store,
    kinds: { [digestWork]: errand },
    givenUp: { [digestWork]: createTellGivenUp({ digests, say: deps.say }) },
    atOnce: 1,
    deadlineMs,
    pollMs,
    clock,
    log,
    newId: randomUUID,
  });
  const ticks = startTicks({ digests, store, claimed: errands.wake, clock, log });
  return {
    show: async (wish) => (await digesting()).show(wish),
    send: async ({ digest, channel }) => {
      if (!digests().some(({ name }) => name === digest)) return false;
      await store.transaction(async (tx) => {
        const now = clock.now();
        await putDigestWork(tx, { digest, dueAt: now, channel }, now);
        tx.whenVisible(errands.wake);
      });
      return true;
    },
    stop: async () => {
      await ticks.stop();
      await errands.stop();
    },
  };
};
