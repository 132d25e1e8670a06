import { stringOf } from '../../json.ts';
import { AwsError } from '../aws-error.ts';
import type { AwsContext, Caller, Operation } from '../operation.ts';
import { hasFlaw } from '../plan/accounts.ts';

const kinds = ['SECURITY', 'BILLING', 'OPERATIONS'] as const;

const flaws = {
  SECURITY: 'no-security-contact',
  BILLING: 'no-billing-contact',
  OPERATIONS: 'no-operations-contact',
} as const;

/** In the small organisation, by the account's last digit: `prod` has all, `staging` no security contact. */
const lacking: Readonly<Record<number, string>> = { 1: 'OPERATIONS', 2: 'SECURITY' };

const isSet = (
  { organisation, weeks }: AwsContext,
  { account: id }: Caller,
  kind: (typeof kinds)[number],
): boolean => {
  const account = organisation.accounts.find((one) => one.id === id);
  if (organisation.size === 'small' || account === undefined)
    return id === organisation.places.prod || lacking[Number(id.at(-1)) % 4] !== kind;
  return !hasFlaw({ organisation, account }, flaws[kind], weeks.week());
};

/** https://docs.aws.amazon.com/accounts/latest/reference/API_GetAlternateContact.html */
const getAlternateContact: Operation = {
  service: 'account',
  name: 'GetAlternateContact',
  run: (context, caller, input) => {
    const wanted = stringOf(input['AlternateContactType']);
    const kind = kinds.find((one) => one === wanted);
    if (kind === undefined)
      throw new AwsError('ValidationException', `Invalid contact type: ${wanted}`);
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
