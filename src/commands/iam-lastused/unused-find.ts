import type {
  CredentialKey,
  CredentialReport,
  CredentialRow,
  IamRole,
} from '../../aws/iam-types.ts';
import { day } from '../../core/clock.ts';
import type { Place } from '../../core/command.ts';

/** Something that nobody used in the window. */
export interface UnusedThing {
  readonly place: Place;
  readonly name: string;
  /** Undefined: never, or not within what AWS knows. */
  readonly usedAt: number | undefined;
  readonly createdAt: number | undefined;
  /** What else a row says: "password and 1 key", "no MFA". */
  readonly remark: string;
}

export interface UnusedFound {
  readonly unused: readonly UnusedThing[];
  /** Of how many. */
  readonly of: number;
  /** Younger than the window: nobody can tell yet. */
  readonly young: number;
  /** Left out for another reason: service-linked roles; users that cannot sign in at all. */
  readonly apart: number;
}

interface Window {
  readonly now: number;
  readonly days: number;
}

const rootUser = '<root_account>';

const isOld = (at: number | undefined, { now, days }: Window): boolean =>
  at === undefined || at < now - days * day;

const newest = (times: readonly (number | undefined)[]): number | undefined => {
  const known = times.flatMap((time) => time ?? []);
  return known.length === 0 ? undefined : Math.max(...known);
};

/** Never used before used long ago; of those the oldest first. */
const worstFirst = (things: readonly UnusedThing[]): readonly UnusedThing[] =>
  things.toSorted(
    (a, b) =>
      (a.usedAt ?? 0) - (b.usedAt ?? 0) ||
      (a.createdAt ?? 0) - (b.createdAt ?? 0) ||
      a.name.localeCompare(b.name),
  );

const activeKeys = ({ keys }: CredentialRow): readonly CredentialKey[] =>
  keys.filter(({ isActive }) => isActive);

const hasCredentials = (row: CredentialRow): boolean =>
  row.passwordEnabled === true || activeKeys(row).length > 0;

const userRemark = (row: CredentialRow): string => {
  const keys = activeKeys(row).length;
  const has = [
    ...(row.passwordEnabled === true ? ['password'] : []),
    ...(keys === 0 ? [] : [keys === 1 ? '1 key' : `${keys} keys`]),
  ].join(' and ');
  return row.passwordEnabled === true && !row.mfaActive ? `${has}, no MFA` : has;
};

/** Users whose password and keys are all unused; from the report alone, no call per user. */
export const unusedUsers = (
  { rows }: CredentialReport,
  place: Place,
  window: Window,
): UnusedFound => {
  const users = rows.filter(({ user }) => user !== rootUser);
  const able = users.filter(hasCredentials);
  const idle = able
    .map((row) => ({
      row,
      usedAt: newest([row.passwordLastUsedAt, ...row.keys.map((key) => key.lastUsedAt)]),
    }))
    .filter(({ usedAt }) => isOld(usedAt, window));
  const unused = idle.filter(({ row }) => isOld(row.createdAt, window));
  return {
    of: users.length,
    young: idle.length - unused.length,
    apart: users.length - able.length,
    unused: worstFirst(
      unused.map(({ row, usedAt }) => ({
        place,
        name: row.user,
        usedAt,
        createdAt: row.createdAt,
        remark: userRemark(row),
      })),
    ),
  };
};

/** Active keys that nobody used, the root user's too. */
export const unusedKeys = (
  { rows }: CredentialReport,
  place: Place,
  window: Window,
): UnusedFound => {
  const all = rows.flatMap((row) => activeKeys(row).map((key) => ({ row, key })));
  const idle = all.filter(({ key }) => isOld(key.lastUsedAt, window));
  const unused = idle.filter(({ key }) => isOld(key.rotatedAt, window));
  return {
    of: all.length,
    young: idle.length - unused.length,
    apart: 0,
    unused: worstFirst(
      unused.map(({ row, key }) => ({
        place,
        name: `${row.user === rootUser ? 'root user' : row.user}, key ${key.number}`,
        usedAt: key.lastUsedAt,
        createdAt: key.rotatedAt,
        remark: key.lastUsedService === undefined ? '' : `last for ${key.lastUsedService}`,
      })),
    ),
  };
};

const isServiceLinked = ({ path }: IamRole): boolean => path.startsWith('/aws-service-role/');

const roleRemark = ({ path, description }: IamRole): string =>
  path.startsWith('/aws-reserved/sso.amazonaws.com/')
    ? 'of Identity Center'
    : (description ?? '').slice(0, 60);

/** Roles that nobody used; those that belong to AWS's services are theirs to keep. */
export const unusedRoles = (
  roles: readonly IamRole[],
  place: Place,
  window: Window,
): UnusedFound => {
  const own = roles.filter((role) => !isServiceLinked(role));
  const idle = own.filter(({ lastUsedAt }) => isOld(lastUsedAt, window));
  const unused = idle.filter(({ createdAt }) => isOld(createdAt, window));
  return {
    of: own.length,
    young: idle.length - unused.length,
    apart: roles.length - own.length,
    unused: worstFirst(
      unused.map((role) => ({
        place,
        name: role.name,
        usedAt: role.lastUsedAt,
        createdAt: role.createdAt,
        remark: roleRemark(role),
      })),
    ),
  };
};

const sum = (all: readonly UnusedFound[], field: 'of' | 'young' | 'apart'): number =>
  all.reduce((total, one) => total + one[field], 0);

/** What was found in several accounts as one. */
export const merged = (all: readonly UnusedFound[]): UnusedFound => ({
  unused: worstFirst(all.flatMap(({ unused }) => unused)),
  of: sum(all, 'of'),
  young: sum(all, 'young'),
  apart: sum(all, 'apart'),
});
