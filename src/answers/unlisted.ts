import type { AccountId } from '../core/ids.ts';
import type { Account } from '../core/settings.ts';

/** In place of an account that is not known or not listed: only `accounts: all` covers it. */
export const unlisted: Account = {
  id: '' as AccountId,
  name: '',
  role: undefined,
  externalId: undefined,
  regions: [],
  groups: [],
};
