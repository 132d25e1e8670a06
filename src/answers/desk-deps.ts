import type { Action } from '../core/action.ts';
import type { Clock } from '../core/clock.ts';
import type { AnyCommand } from '../core/command.ts';
import type { Handout } from '../core/handout.ts';
import type { Workspace } from '../core/interaction.ts';
import type { Log } from '../core/log.ts';
import type { Say } from '../core/say.ts';
import type { Settings } from '../core/settings.ts';
import type { Store } from '../core/store.ts';
import type { FindAsker } from './asker.ts';
import type { Kept } from './kept.ts';
import type { Record } from './record.ts';

export interface DeskDeps {
  readonly commands: readonly AnyCommand[];
  /** What can be done to incidents. */
  readonly actions: readonly Action[];
  /** What buttons of the bot's own messages hand out. */
  readonly handouts: readonly Handout[];
  readonly workspace: Workspace;
  readonly settings: () => Settings;
  readonly store: Store;
  readonly say: Say;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly log: Log;
}

/** What every part of the desk works with. */
export interface Desk extends DeskDeps {
  readonly findAsker: FindAsker;
  readonly kept: Kept;
  readonly record: Record;
}
