import { type Json, stringOf } from '../../json.ts';
import { security } from '../accounts.ts';
import { AwsError } from '../aws-error.ts';
import type { AwsContext, Caller, Operation } from '../operation.ts';

// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
const mostPerPage = 20;

const pageSize = (input: Json): number => {
  const value = input['MaxResults'] ?? mostPerPage;
  if (typeof value !== 'number' || value < 1 || value > mostPerPage)
    throw new AwsError('InvalidInputException', `MaxResults has to be from 1 to ${mostPerPage}`);
  return value;
};

const pageOf = <T>(items: readonly T[], input: Json): { items: readonly T[]; rest: Json } => {
  const token = stringOf(input['NextToken']);
  const start = token === '' ? 0 : Number(Buffer.from(token, 'base64').toString('utf8'));
  if (!Number.isInteger(start) || start < 0)
    throw new AwsError('InvalidInputException', 'You specified an invalid value for nextToken.');
  const end = start + pageSize(input);
  const NextToken = Buffer.from(String(end)).toString('base64');
  return { items: items.slice(start, end), rest: end < items.length ? { NextToken } : {} };
};

/** `security` is a delegated administrator; nobody else may list. */
const checkCaller = ({ account }: Caller): void => {
  if (account !== security)
    throw new AwsError(
      'AccessDeniedException',
      "You don't have permissions to access this resource.",
    );
};

const parentOf = ({ units }: AwsContext, input: Json): string => {
  const parent = stringOf(input['ParentId']);
  if (!units.isThere(parent))
    throw new AwsError('ParentNotFoundException', 'You specified parent that does not exist.');
  return parent;
};

const describe = ({ id, name }: { readonly id: string; readonly name: string }): Json => ({
  Id: id,
  Arn: `arn:aws:organizations::${security}:account/o-exampleorg1/${id}`,
  Email: `aws+${name}@example.com`,
  Name: name,
  State: 'ACTIVE',
  JoinedMethod: 'CREATED',
  JoinedTimestamp: Date.UTC(2025, 0, 7) / 1000,
});

const operation = (name: string, run: (context: AwsContext, input: Json) => Json): Operation => ({
  service: 'organizations',
  name,
  run: (context, caller, input) => {
    checkCaller(caller);
    return run(context, input);
  },
});

export const organizationsOperations: readonly Operation[] = [
  operation('ListAccounts', ({ units }, input) => {
    const { items, rest } = pageOf(units.accounts(), input);
    return { Accounts: items.map(describe), ...rest };
  }),
  operation('ListAccountsForParent', (context, input) => {
    const { items, rest } = pageOf(context.units.accountsIn(parentOf(context, input)), input);
    return { Accounts: items.map(describe), ...rest };
  }),
  operation('ListOrganizationalUnitsForParent', (context, input) => {
    const { items, rest } = pageOf(context.units.unitsIn(parentOf(context, input)), input);
    return {
      OrganizationalUnits: items.map(({ id, name }) => ({
        Id: id,
        Arn: `arn:aws:organizations::${security}:ou/o-exampleorg1/${id}`,
        Name: name,
      })),
      ...rest,
    };
  }),
];
