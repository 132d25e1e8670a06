import { isJson, type Json, stringOf } from '../../json.ts';
import { AwsError } from '../aws-error.ts';
import {
  type Assignment,
  assignmentsFor,
  directoryGroups,
  directoryUsers,
  identityCenter,
  identityStoreArn,
  identityStoreId,
  instanceArn,
  permissionSets,
} from '../identity/directory.ts';
import type { AwsContext, Caller, Operation } from '../operation.ts';

const created = Date.UTC(2025, 2, 3, 9) / 1000;

const isHere = ({ account, region }: Caller): boolean =>
  account === identityCenter.account && region === identityCenter.region;

const checkInstance = (caller: Caller, input: Json): void => {
  if (!isHere(caller) || input['InstanceArn'] !== instanceArn)
    throw new AwsError('ResourceNotFoundException', 'Instance not found.');
};

/** https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ListInstances.html */
const listInstances: Operation = {
  service: 'sso',
  name: 'ListInstances',
  run: (_context, caller) => ({
    Instances: isHere(caller)
      ? [
          {
            InstanceArn: instanceArn,
            IdentityStoreId: identityStoreId,
            IdentityStoreArn: identityStoreArn(),
            OwnerAccountId: identityCenter.account,
            CreatedDate: created,
            Status: 'ACTIVE',
            PrimaryRegion: identityCenter.region,
          },
        ]
      : [],
  }),
};

const assignmentsOf = ({ organisation }: AwsContext): readonly Assignment[] =>
  assignmentsFor(organisation.places.dataLake);

const describe = ({ account, permissionSetArn, principal, kind }: Assignment): Json => ({
  AccountId: account,
  PermissionSetArn: permissionSetArn,
  PrincipalId: principal,
  PrincipalType: kind,
});

/** A user also has what the groups have that they are in. */
const principalsOf = (id: string): readonly string[] => {
  const email = directoryUsers.find(({ userId }) => userId === id)?.email ?? '';
  return [id, ...directoryGroups.filter((one) => one.members.includes(email)).map((one) => one.id)];
};

const listAccountAssignmentsForPrincipal: Operation = {
  service: 'sso',
  name: 'ListAccountAssignmentsForPrincipal',
  run: (context, caller, input) => {
    checkInstance(caller, input);
    const filter = input['Filter'];
    const account = isJson(filter) ? filter['AccountId'] : undefined;
    const principals = principalsOf(stringOf(input['PrincipalId']));
    const found = assignmentsOf(context).filter(
      (one) =>
        principals.includes(one.principal) && (account === undefined || one.account === account),
    );
    return { AccountAssignments: found.map(describe) };
  },
};

const listAccountAssignments: Operation = {
  service: 'sso',
  name: 'ListAccountAssignments',
  run: (context, caller, input) => {
    checkInstance(caller, input);
    const found = assignmentsOf(context).filter(
      (one) =>
        one.account === input['AccountId'] && one.permissionSetArn === input['PermissionSetArn'],
    );
    return { AccountAssignments: found.map(describe) };
  },
};

const listPermissionSets: Operation = {
  service: 'sso',
  name: 'ListPermissionSets',
  run: (_context, caller, input) => {
    checkInstance(caller, input);
    return { PermissionSets: permissionSets.map(({ arn }) => arn) };
  },
};

const listPermissionSetsProvisionedToAccount: Operation = {
  service: 'sso',
  name: 'ListPermissionSetsProvisionedToAccount',
  run: (context, caller, input) => {
    checkInstance(caller, input);
    const found = assignmentsOf(context).filter((one) => one.account === input['AccountId']);
    return { PermissionSets: [...new Set(found.map((one) => one.permissionSetArn))] };
  },
};

const describePermissionSet: Operation = {
  service: 'sso',
  name: 'DescribePermissionSet',
  run: (_context, caller, input) => {
    checkInstance(caller, input);
    const found = permissionSets.find(({ arn }) => arn === input['PermissionSetArn']);
    if (found === undefined)
      throw new AwsError('ResourceNotFoundException', 'PermissionSet not found.');
    return {
      PermissionSet: {
        Name: found.name,
        PermissionSetArn: found.arn,
        Description: found.description,
        CreatedDate: created,
        SessionDuration: 'PT4H',
      },
    };
  },
};

export const ssoOperations: readonly Operation[] = [
  describePermissionSet,
  listAccountAssignments,
  listAccountAssignmentsForPrincipal,
  listInstances,
  listPermissionSets,
  listPermissionSetsProvisionedToAccount,
];
