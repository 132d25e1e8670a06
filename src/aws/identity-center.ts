import type { DescribeUserResponse } from '@aws-sdk/client-identitystore';
import type { AccountAssignmentForPrincipal, SSOAdmin } from '@aws-sdk/client-sso-admin';
import { type Ask, allPages, createAsk, orNone } from './ask.ts';
import type { AwsClients } from './clients.ts';
import type { Where } from './cloudwatch-types.ts';
import type { Assignment, IdentityReader, IdentityUser } from './identity-types.ts';
import type { Reading } from './trail-types.ts';

const pageSize = 100;

const userOf = (user: DescribeUserResponse): IdentityUser => {
  const emails = user.Emails ?? [];
  return {
    id: user.UserId ?? '',
    userName: user.UserName ?? '',
    displayName: user.DisplayName || undefined,
    email: (emails.find(({ Primary }) => Primary) ?? emails[0])?.Value || undefined,
  };
};

/** The two attributes of a user that no other user has. */
const uniqueAttributes = ['userName', 'emails.value'] as const;

const createUserReader = (
  clients: AwsClients,
): Pick<IdentityReader, 'userById' | 'userByEmail'> => {
  const ask = createAsk(clients, clients.identityStore);

  const userById: IdentityReader['userById'] = async (where, storeId, userId, reading) => {
    const user = await orNone(
      ask('identitystore:DescribeUser', where, reading, (store, options) =>
        store.describeUser({ IdentityStoreId: storeId, UserId: userId }, options),
      ),
    );
    return user === undefined ? undefined : userOf(user);
  };

  return {
    userById,
    userByEmail: async (where, storeId, email, reading) => {
      for (const path of uniqueAttributes) {
        const UniqueAttribute = { AttributePath: path, AttributeValue: email };
        const input = { IdentityStoreId: storeId, AlternateIdentifier: { UniqueAttribute } };
        const found = await orNone(
          ask('identitystore:GetUserId', where, reading, (store, options) =>
            store.getUserId(input, options),
          ),
        );
        if (found?.UserId) return await userById(where, storeId, found.UserId, reading);
      }
      return undefined;
    },
  };
};

/** The name of a permission set; the end of its ARN if it was deleted meanwhile. */
const permissionSetName = async (
  ask: Ask<SSOAdmin>,
  where: Where,
  input: { readonly InstanceArn: string; readonly PermissionSetArn: string },
  reading: Reading,
): Promise<string> => {
  const found = await orNone(
    ask('sso:DescribePermissionSet', where, reading, (sso, options) =>
      sso.describePermissionSet(input, options),
    ),
  );
  const arn = input.PermissionSetArn;
  return found?.PermissionSet?.Name ?? arn.slice(arn.lastIndexOf('/') + 1);
};

const assignmentsOf = (
  found: readonly AccountAssignmentForPrincipal[],
  names: ReadonlyMap<string, string>,
): readonly Assignment[] =>
  found.flatMap(({ AccountId, PermissionSetArn, PrincipalType }): Assignment[] =>
    AccountId === undefined || PermissionSetArn === undefined
      ? []
      : [
          {
            account: AccountId,
            permissionSetArn: PermissionSetArn,
            permissionSet: names.get(PermissionSetArn) ?? '',
            by: PrincipalType === 'GROUP' ? 'GROUP' : 'USER',
          },
        ],
  );

const createAssignments =
  (ask: Ask<SSOAdmin>): IdentityReader['assignments'] =>
  async (where, { instanceArn: InstanceArn }, userId, reading) => {
    const found = await allPages(async (token) => {
      const input = {
        InstanceArn,
        PrincipalId: userId,
        PrincipalType: 'USER' as const,
        MaxResults: pageSize,
        ...(token && { NextToken: token }),
      };
      const page = await ask(
        'sso:ListAccountAssignmentsForPrincipal',
        where,
        reading,
        (sso, options) => sso.listAccountAssignmentsForPrincipal(input, options),
      );
      return { found: page.AccountAssignments ?? [], next: page.NextToken };
    });
    const arns = new Set(found.flatMap(({ PermissionSetArn }) => PermissionSetArn ?? []));
    const named = [...arns].map(async (PermissionSetArn) => {
      const name = await permissionSetName(ask, where, { InstanceArn, PermissionSetArn }, reading);
      return [PermissionSetArn, name] as const;
    });
    return assignmentsOf(found, new Map(await Promise.all(named)));
  };

/** IAM Identity Center and its identity store. */
export const createIdentityReader = (clients: AwsClients): IdentityReader => {
  const ask = createAsk(clients, clients.ssoAdmin);
  return {
    ...createUserReader(clients),
    assignments: createAssignments(ask),
    instance: async (where, reading) => {
      const { Instances = [] } = await ask('sso:ListInstances', where, reading, (sso, options) =>
        sso.listInstances({}, options),
      );
      const found = Instances.find(({ Status }) => Status === 'ACTIVE') ?? Instances[0];
      return found?.InstanceArn && found.IdentityStoreId
        ? { instanceArn: found.InstanceArn, storeId: found.IdentityStoreId }
        : undefined;
    },
  };
};
