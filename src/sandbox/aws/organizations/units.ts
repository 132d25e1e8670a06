import type { Organisation } from '../organisation.ts';

interface MemberAccount {
  readonly id: string;
  readonly name: string;
  /** The unit that it is in. */
  readonly unit: string;
}

interface Unit {
  readonly id: string;
  readonly name: string;
  readonly parent: string;
}

/** AWS Organizations of the sample: a root, a unit for each kind of account, `critical` in `workloads`. */
export interface Units {
  readonly accounts: () => readonly MemberAccount[];
  readonly accountsIn: (parent: string) => readonly MemberAccount[];
  readonly unitsIn: (parent: string) => readonly Unit[];
  readonly isThere: (parent: string) => boolean;
  /** A new account, which the settings do not name. */
  readonly join: (account: MemberAccount) => void;
  /** As at first. */
  readonly reset: () => void;
}

const rootUnit = 'r-exmp';

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html: 8 characters at least. */
export const unitId = (name: string): string =>
  `ou-exmp-${name.replaceAll('-', '').padEnd(9, '0')}`;

const unit = (name: string, parent: string = rootUnit): Unit => ({
  id: unitId(name),
  name,
  parent,
});

const nameOf = (groups: readonly string[]): string =>
  groups.includes('critical') ? 'critical' : (groups[0] ?? 'other');

export const createUnits = ({ accounts }: Organisation): Units => {
  const names = new Set(['workloads', ...accounts.map(({ groups }) => nameOf(groups))]);
  const units = [...names].map((name) =>
    name === 'critical' ? unit(name, unitId('workloads')) : unit(name),
  );
  const first = accounts.map(({ id, name, groups }) => ({
    id,
    name,
    unit: unitId(nameOf(groups)),
  }));
  let members: readonly MemberAccount[] = first;
  return {
    accounts: () => members,
    accountsIn: (parent) => members.filter((member) => member.unit === parent),
    unitsIn: (parent) => units.filter((one) => one.parent === parent),
    isThere: (parent) => parent === rootUnit || units.some(({ id }) => id === parent),
    join: (account) => {
      members = [...members.filter(({ id }) => id !== account.id), account];
    },
    reset: () => {
      members = first;
    },
  };
};
