import type { AccountId } from '../core/ids.ts';
import type { Settings } from '../core/settings.ts';
import { expandUnits } from './expand.ts';
import { type Memory, nothingKnown } from './memory.ts';

/** The settings with the accounts of their units. */
export interface Roster {
  /** The same object until something changes. */
  readonly settings: () => Settings;
  /** Has this account an entry of its own in the file? Then its unit does not matter. */
  readonly isListed: (id: AccountId) => boolean;
  readonly memory: () => Memory;
  readonly learn: (memory: Memory) => void;
}

/** @param loaded The settings as they stand in the file. */
export const createRoster = (loaded: () => Settings): Roster => {
  let memory = nothingKnown;
  let from: { readonly loaded: Settings; readonly memory: Memory } | undefined;
  let settings = loaded();
  return {
    settings: () => {
      const now = loaded();
      if (from?.loaded !== now || from.memory !== memory) {
        from = { loaded: now, memory };
        settings =
          now.units.length === 0 ? now : { ...now, accounts: expandUnits(now, memory.units) };
      }
      return settings;
    },
    isListed: (id) => loaded().accounts.some((account) => account.id === id),
    memory: () => memory,
    learn: (learnt) => {
      memory = learnt;
    },
  };
};
