import type { AccountId } from '../core/ids.ts';
import type { Where } from './cloudwatch-types.ts';
import type { Reading } from './trail-types.ts';

/** An account of the organisation; its name is foreign. */
export interface OrganizationAccount {
  readonly id: AccountId;
  readonly name: string;
  readonly isActive: boolean;
}

export interface OrganizationReader {
  /** ListAccounts; of one unit, those of its units within it too (ListAccountsForParent). */
  readonly accounts: (
    where: Where,
    unit: string | undefined,
    reading: Reading,
  ) => Promise<readonly OrganizationAccount[]>;
}
