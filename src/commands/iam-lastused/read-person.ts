import type { Where } from '../../aws/cloudwatch-types.ts';
import type { IamRole, IamUser } from '../../aws/iam-types.ts';
import type { Assignment, IdentityUser } from '../../aws/identity-types.ts';
import type { Place } from '../../core/command.ts';
import { AppError } from '../../core/errors.ts';
import { gather } from '../../core/gather.ts';
import { type Unread, unreadOf } from '../asking/unread.ts';
import { type IamLastusedDeps, type IamQuestion, iamWhere, readingOf } from './deps.ts';

/** A permission set in an account, and the role that stands for it there. */
export interface SetUse {
  readonly place: Place;
  readonly permissionSet: string;
  readonly through: 'directly' | 'through a group' | 'directly and through a group';
  /** Undefined: there is no such role yet, or it was not read. */
  readonly role: IamRole | undefined;
}

export interface PersonRead {
  /** Without Identity Center in the settings nobody is known there. */
  readonly isSetUp: boolean;
  /** The use of roles was not read: others use them too. */
  readonly isOwnOnly: boolean;
  readonly user: IdentityUser | undefined;
  readonly sets: readonly SetUse[];
  /** Accounts with assignments that were not asked about. */
  readonly elsewhere: number;
  /** IAM users of exactly that name. */
  readonly iamUsers: readonly { readonly place: Place; readonly user: IamUser }[];
  readonly unread: readonly Unread[];
  readonly of: number;
}

interface Assigned {
  readonly user: IdentityUser | undefined;
  readonly assignments: readonly Assignment[];
}

const nobody: Assigned = { user: undefined, assignments: [] };

const readAssignments = async (
  deps: IamLastusedDeps,
  email: string,
  question: IamQuestion,
): Promise<Assigned> => {
  const settings = deps.identityCenter();
  if (settings === undefined) return nobody;
  const where = deps.whereOf(settings.account, settings.region);
  const reading = readingOf(question);
  const instance = await deps.identities.instance(where, reading);
  if (instance === undefined)
    throw new AppError(
      `There is no Identity Center in the account ${settings.account}, region ${settings.region}.`,
      {
        kind: 'config',
        code: 'identity_center_missing',
        hint: 'Set identityCenter in trailwarden.yaml to where it is managed from.',
      },
    );
  const user = await deps.identities.userByEmail(where, instance.storeId, email, reading);
  if (user === undefined) return nobody;
  return {
    user,
    assignments: await deps.identities.assignments(where, instance, user.id, reading),
  };
};

const throughOf = (alike: readonly Assignment[]): SetUse['through'] => {
  const direct = alike.some(({ by }) => by === 'USER');
  const group = alike.some(({ by }) => by === 'GROUP');
  if (direct && group) return 'directly and through a group';
  return direct ? 'directly' : 'through a group';
};

/** `AWSReservedSSO_<permission set>_<16 hexadecimal digits>`. */
const isRoleOf = (roleName: string, permissionSet: string): boolean => {
  const start = `AWSReservedSSO_${permissionSet}_`;
  return roleName.startsWith(start) && /^[0-9a-f]{16}$/i.test(roleName.slice(start.length));
};

/** ListRoles tells no last use, so that GetRole is asked for each role that matters. */
const readSets = async (
  deps: IamLastusedDeps,
  place: Place,
  assignments: readonly Assignment[],
  question: IamQuestion,
): Promise<readonly SetUse[]> => {
  const bySet = [...Map.groupBy(assignments, ({ permissionSet }) => permissionSet)];
  // Somebody else may have used the role last, which is not for whoever may only see their own.
  if (question.self !== undefined)
    return bySet.map(([permissionSet, alike]) => ({
      place,
      permissionSet,
      through: throughOf(alike),
      role: undefined,
    }));
  const where: Where = iamWhere(deps, place);
  const reading = readingOf(question);
  const roles = await deps.iam.roles(where, '/aws-reserved/sso.amazonaws.com/', reading);
  return Promise.all(
    bySet.map(async ([permissionSet, alike]) => {
      const named = roles.find(({ name }) => isRoleOf(name, permissionSet));
      const role =
        named === undefined ? undefined : await deps.iam.role(where, named.name, reading);
      return { place, permissionSet, through: throughOf(alike), role };
    }),
  );
};

/** Identity Center's assignments, the use of their roles, and IAM users of that name. */
export const readPerson = async (
  deps: IamLastusedDeps,
  email: string,
  question: IamQuestion,
): Promise<PersonRead> => {
  const { places, signal } = question;
  const users = gather(
    places,
    (place) => deps.iam.user(iamWhere(deps, place), email, readingOf(question)),
    { signal },
  );
  const [center] = await gather([email], () => readAssignments(deps, email, question), { signal });
  const { user, assignments } = center?.kind === 'read' ? center.value : nobody;
  const byAccount = Map.groupBy(assignments, ({ account }) => account);
  const assigned = places.filter(({ account }) => byAccount.has(account.id));
  const sets = await gather(
    assigned,
    (place) => readSets(deps, place, byAccount.get(place.account.id) ?? [], question),
    {
      signal,
      onDone: (done, of) => question.progress([`Permission sets: ${done} of ${of} accounts`]),
    },
  );
  const found = await users;
  return {
    isSetUp: deps.identityCenter() !== undefined,
    isOwnOnly: question.self !== undefined,
    user,
    sets: sets.flatMap((one) => (one.kind === 'read' ? one.value : [])),
    elsewhere: byAccount.size - assigned.length,
    iamUsers: places.flatMap((place, index) => {
      const one = found[index];
      return one?.kind === 'read' && one.value !== undefined ? [{ place, user: one.value }] : [];
    }),
    unread: [
      ...unreadOf([email], [center ?? { kind: 'late' }], () => 'Identity Center'),
      ...unreadOf(assigned, sets, ({ account }) => `permission sets in ${account.name}`),
      ...unreadOf(places, found, ({ account }) => `IAM users in ${account.name}`),
    ],
    of: 1 + assigned.length + places.length,
  };
};
