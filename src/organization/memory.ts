import type { OrganizationAccount } from '../aws/organizations-types.ts';
import { asAccountId } from '../core/ids.ts';
import type { Tx } from '../core/store.ts';
import { isRecord } from '../core/values.ts';

/** An account of a unit, and what it lacked when it was looked at last. */
export interface Member extends OrganizationAccount {
  /** In words; undefined: nothing, or nobody has looked yet. */
  readonly missing: string | undefined;
}

/** What the units' accounts were, by unit. */
export interface Memory {
  /** Goes up with every change; a notice is named by it, so that replicas say a change once. */
  readonly revision: number;
  readonly units: ReadonlyMap<string, readonly Member[]>;
}

const metaKey = 'organization/members';

export const nothingKnown: Memory = { revision: 0, units: new Map() };

const memberIn = (value: unknown): readonly Member[] => {
  if (!isRecord(value)) return [];
  const id = asAccountId(value['id']);
  const { name, isActive, missing } = value;
  return id === undefined || typeof name !== 'string'
    ? []
    : [
        {
          id,
          name,
          isActive: isActive === true,
          missing: typeof missing === 'string' ? missing : undefined,
        },
      ];
};

const memoryIn = (text: string): Memory => {
  const parsed: unknown = JSON.parse(text);
  if (!isRecord(parsed)) return nothingKnown;
  const { revision, units } = parsed;
  return {
    revision: typeof revision === 'number' ? revision : 0,
    units: new Map(
      Object.entries(isRecord(units) ? units : {}).map(([unit, members]) => [
        unit,
        Array.isArray(members) ? members.flatMap(memberIn) : [],
      ]),
    ),
  };
};

/** What was listed last, also before this start. */
export const readMemory = async (tx: Pick<Tx, 'meta'>): Promise<Memory> => {
  const text = await tx.meta.get(metaKey);
  return text === undefined ? nothingKnown : memoryIn(text);
};

export const writeMemory = (tx: Pick<Tx, 'meta'>, { revision, units }: Memory): Promise<void> =>
  tx.meta.set(metaKey, JSON.stringify({ revision, units: Object.fromEntries(units) }));
