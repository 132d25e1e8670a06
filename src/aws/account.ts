import type { Account, AlternateContactType } from '@aws-sdk/client-account';
import { globalRegion } from '../core/partition.ts';
import type { AccountReader } from './account-types.ts';
import { type Ask, createAsk, orNone } from './ask.ts';
import type { AwsClients } from './clients.ts';

/**
 * Account Management of each account, asked with credentials of its own: without an account id it
 * tells of the caller's. It has one endpoint a partition.
 * https://docs.aws.amazon.com/accounts/latest/reference/API_GetAlternateContact.html
 */
export const createAccountReader = (clients: AwsClients): AccountReader => {
  const ask: Ask<Account> = createAsk(clients, clients.account);
  return {
    alternateContacts: async (where, reading) => {
      const home = { ...where, region: globalRegion(where.region) };
      const isSet = async (type: AlternateContactType): Promise<boolean> => {
        const found = await orNone(
          ask('account:GetAlternateContact', home, reading, (account, options) =>
            account.getAlternateContact({ AlternateContactType: type }, options),
          ),
        );
        return found?.AlternateContact !== undefined;
      };
      const [security, billing, operations] = await Promise.all([
        isSet('SECURITY'),
        isSet('BILLING'),
        isSet('OPERATIONS'),
      ]);
      return { security, billing, operations };
    },
  };
};
