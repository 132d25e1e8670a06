import type { Alert, Destination } from '../core/alert.ts';
import type { Tx } from '../core/store.ts';
import { createAutoResolve } from './auto-resolve.ts';
import { autoResolveWork } from './close.ts';
import type { GiveRootDeps } from './give-root.ts';
import type { Hands } from './hands.ts';
import { createMuteEnd } from './mute-end.ts';
import { muteEndWork } from './mutes.ts';
import { createPaging, type PagingDeps } from './paging/work.ts';
import type { Show } from './show.ts';

interface HandsWorkDeps extends PagingDeps, Omit<GiveRootDeps, 'fallbackChannel'> {
  readonly fallbackChannel?: () => string;
  readonly show: Show;
  readonly hands: Hands;
  readonly destinations: (alert: Alert) => readonly Destination[];
}

/** What is due by what people decided, or did not do: ends of mutes, calls, closing by itself. */
export const createHandsWork = (
  deps: HandsWorkDeps,
): Readonly<Record<string, (tx: Tx, payload: string) => Promise<void>>> => {
  const giving = { ...deps, fallbackChannel: deps.fallbackChannel };
  return {
    ...createPaging(deps),
    [muteEndWork]: createMuteEnd({ ...deps, ...giving }),
    [autoResolveWork]: createAutoResolve(giving),
  };
};
