import type { Where } from './cloudwatch-types.ts';
import type { Reading } from './trail-types.ts';

/**
 * Whether somebody is named whom AWS writes to beside the root user. Names and addresses are not
 * kept: nobody needs them to judge.
 */
export interface AlternateContacts {
  readonly security: boolean;
  readonly billing: boolean;
  readonly operations: boolean;
}

/** Account Management. */
export interface AccountReader {
  /** GetAlternateContact for each kind. Rejects with an AppError. */
  readonly alternateContacts: (where: Where, reading: Reading) => Promise<AlternateContacts>;
}
