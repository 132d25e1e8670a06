import type { CommandSpec } from '../../core/command.ts';
import type { AccountId, RegionId } from '../../core/ids.ts';

export interface OpenQuery {
  readonly topic: 'open';
  /** Undefined: all. */
  readonly regions: readonly RegionId[] | undefined;
}

export interface MutesQuery {
  readonly topic: 'mutes';
}

export interface CoverageQuery {
  readonly topic: 'coverage';
}

export interface ExportQuery {
  readonly topic: 'export';
  readonly what: 'incidents' | 'audit';
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly regions: readonly RegionId[] | undefined;
  /** Of the audit log: rows about these only; undefined: all. */
  readonly accounts: readonly AccountId[] | undefined;
}

export type TrailwardenQuery =
  | {
      readonly topic: 'help';
      /** Which command's; undefined: all. */
      readonly about: CommandSpec | undefined;
    }
  | { readonly topic: 'status' | 'audit' }
  | OpenQuery
  | MutesQuery
  | CoverageQuery
  | ExportQuery;
