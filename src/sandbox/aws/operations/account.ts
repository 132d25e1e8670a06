import { stringOf } from '../../json.ts';
import { AwsError } from '../aws-error.ts';
import type { AwsContext, Caller, Operation } from '../operation.ts';

const kinds = ['SECURITY', 'BILLING', 'OPERATIONS'] as const;

/** By the account's last digit: what it lacks. `prod` has all three, `staging` no security contact. */
const lacking: Readonly<Record<number, string>> = { 1: 'OPERATIONS', 2: 'SECURITY' };

const isSet = ({ organisation }: AwsContext, { account }: Caller, kind: string): boolean =>
  account === organisation.places.prod || lacking[Number(account.at(-1)) % 4] !== kind;

/** https://docs.aws.amazon.com/accounts/latest/reference/API_GetAlternateContact.html */
const getAlternateContact: Operation = {
  service: 'account',
  name: 'GetAlternateContact',
  run: (context, caller, input) => {
    const kind = stringOf(input['AlternateContactType']);
    if (!kinds.some((one) => one === kind))
      throw new AwsError('ValidationException', `Invalid contact type: ${kind}`);
    if (!isSet(context, caller, kind))
      throw new AwsError(
        'ResourceNotFoundException',
        'No contact of the inputted alternate contact type found.',
        404,
      );
    return {
      AlternateContact: {
        AlternateContactType: kind,
        EmailAddress: `${kind.toLowerCase()}@example.com`,
        Name: `${kind.toLowerCase()} team`,
        PhoneNumber: '+15555550100',
        Title: 'Team',
      },
    };
  },
};

export const accountOperations: readonly Operation[] = [getAlternateContact];
