import { describe, expect, it } from 'vitest';
import type { OrganizationAccount } from '../../src/aws/organizations-types.ts';
import { asAccountId } from '../../src/core/ids.ts';
import type { UnitSettings } from '../../src/core/settings.ts';
import { expandUnits } from '../../src/organization/expand.ts';
import { makeAccount } from '../core/access-make.ts';

const unit: UnitSettings = {
  unit: 'ou-abcd-12345678',
  readBy: undefined,
  name: '{account.name}',
  role: 'arn:aws:iam::{account.id}:role/TrailwardenReader',
  externalId: undefined,
  regions: [],
  groups: ['production'],
};

const member = (id: string, name: string, isActive = true): OrganizationAccount => ({
  id: asAccountId(id)!,
  name,
  isActive,
});

const expand = (
  members: readonly OrganizationAccount[],
  { accounts = [makeAccount('111122223333', 'prod')], units = [unit] } = {},
) => expandUnits({ accounts, units }, new Map([[unit.unit, members]]));

describe('the accounts of a unit', () => {
  it('come after those that are listed, with the role in each', () => {
    const found = expand([member('444455556666', 'Payments')]);

    expect(found.map(({ id }) => id)).toEqual(['111122223333', '444455556666']);
    expect(found[1]).toEqual({
      id: '444455556666',
      name: 'Payments',
      role: 'arn:aws:iam::444455556666:role/TrailwardenReader',
      externalId: undefined,
      regions: [],
      groups: ['production'],
    });
  });

  it('stay as they are listed where they are, and are left out when they are suspended', () => {
    const found = expand([
      member('111122223333', 'another name'),
      member('444455556666', 'closed', false),
    ]);

    expect(found).toEqual([makeAccount('111122223333', 'prod')]);
  });

  it.each([
    ['prod', 'prod (444455556666)'],
    ['Production', 'Production (444455556666)'],
    ['all', 'all (444455556666)'],
    ['111122223333', '111122223333 (444455556666)'],
    ['777788889999', '777788889999 (444455556666)'],
    ['444455556666', '444455556666'],
    ['produc', 'produc'],
  ])('called %s is no way into what rules say of others: %s', (name, shown) => {
    const [, found] = expand([member('444455556666', name)]);

    expect(found?.name).toBe(shown);
  });

  it.each([
    ['<!channel> & <@U1>', 'channel @U1'],
    ['line\nbreak', 'line break'],
    ['***', '444455556666'],
    ['x'.repeat(200), 'x'.repeat(80)],
  ])('called %j are %s', (name, shown) => {
    const [, found] = expand([member('444455556666', name)]);

    expect(found?.name).toBe(shown);
  });

  it('that two have the same name of are told apart', () => {
    const found = expand([member('444455556666', 'data'), member('777788889999', 'Data')]);

    expect(found.map(({ name }) => name)).toEqual(['prod', 'data', 'Data (777788889999)']);
  });
});
