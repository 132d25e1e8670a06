import type { OrganizationAccount } from '../aws/organizations-types.ts';
import type { Member } from './memory.ts';

/** What became of a unit's accounts between two listings. */
export interface Change {
  readonly unit: string;
  /** It was listed for the first time: all its accounts are new. */
  readonly isFirst: boolean;
  readonly added: readonly Member[];
  /** What they lacked is there now. */
  readonly ready: readonly Member[];
  /** Suspended or being closed: they are not read any more. */
  readonly suspended: readonly Member[];
  /** They left the organisation, or the unit. */
  readonly gone: readonly Member[];
}

/** Compares what was known of a unit (undefined: nothing) with what is. */
export const changeOf = (
  unit: string,
  before: readonly Member[] | undefined,
  after: readonly Member[],
): Change => {
  const known = new Map((before ?? []).map((member) => [member.id, member]));
  const active = after.filter(({ isActive }) => isActive);
  const ids = new Set(after.map(({ id }) => id));
  return {
    unit,
    isFirst: before === undefined,
    added: active.filter(({ id }) => known.get(id)?.isActive !== true),
    ready: active.filter(
      ({ id, missing }) =>
        missing === undefined &&
        known.get(id)?.isActive === true &&
        known.get(id)?.missing !== undefined,
    ),
    suspended: after.filter(({ id, isActive }) => !isActive && known.get(id)?.isActive === true),
    gone: [...known.values()].filter(({ id, isActive }) => isActive && !ids.has(id)),
  };
};

export const isNews = ({ added, ready, suspended, gone }: Change): boolean =>
  added.length + ready.length + suspended.length + gone.length > 0;

/** Those to look at: the new ones, and those that lacked something. */
export const toLookAt = (
  before: readonly Member[] | undefined,
  after: readonly OrganizationAccount[],
): readonly OrganizationAccount[] => {
  const known = new Map((before ?? []).map((member) => [member.id, member]));
  return after.filter(({ id, isActive }) => {
    const was = known.get(id);
    return isActive && (was?.isActive !== true || was.missing !== undefined);
  });
};
