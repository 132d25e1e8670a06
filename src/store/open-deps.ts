import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Migrations } from './migrations/index.ts';
import type { FileSystemType } from './sqlite/file-system.ts';

export interface OpenDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** For looking into a store, also while the bot uses it: takes no lock, changes nothing. */
  readonly readOnly?: boolean;
  /** Instead of asking the system. */
  readonly fileSystemType?: FileSystemType;
  /** Instead of those of this version. */
  readonly migrations?: Migrations;
}
