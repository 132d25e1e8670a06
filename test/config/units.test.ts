import { describe, expect, it } from 'vitest';
import { loadText } from './load-text.ts';

const role = `role: 'arn:aws:iam::{account.id}:role/TrailwardenReader'`;

const load = (accounts: string, more = '') =>
  loadText(`accounts:
  - { id: '111122223333', name: security }
${accounts}
${more}`);

const problemsOf = async (accounts: string, more?: string): Promise<readonly string[]> => {
  const loaded = await load(accounts, more);
  return loaded.ok ? [] : loaded.problems;
};

describe('a unit among the accounts', () => {
  it('is kept apart from them, with what is left out filled in', async () => {
    const loaded = await load(
      `  - { unit: ou-abcd-12345678, readBy: security, ${role}, regions: [eu-west-1], groups: [production] }`,
    );

    expect(loaded).toMatchObject({
      ok: true,
      settings: {
        accounts: [{ id: '111122223333' }],
        units: [
          {
            unit: 'ou-abcd-12345678',
            readBy: '111122223333',
            name: '{account.name}',
            role: 'arn:aws:iam::{account.id}:role/TrailwardenReader',
            externalId: undefined,
            regions: ['eu-west-1'],
            groups: ['production'],
          },
        ],
      },
    });
  });

  it('lets routes and rules name its groups, and its accounts by their ids', async () => {
    const found = await problemsOf(
      `  - { unit: r-abcd, ${role}, groups: [production] }`,
      `routes: [{ when: { account: [production, '444455556666'] }, channel: sec }]
access: { rules: [{ channels: [sec], commands: all, accounts: [production, '444455556666'] }] }
trailLogs: [{ logGroup: trail, account: '444455556666', region: eu-west-1 }]`,
    );

    expect(found).toEqual([]);
  });

  it('does not hide a misspelt name', async () => {
    const found = await problemsOf(
      `  - { unit: r-abcd, ${role}, groups: [production] }`,
      'routes: [{ when: { account: producton }, channel: sec }]',
    );

    expect(found).toEqual([
      'trailwarden.yaml line 6: entry 1 of routes, when.account says "producton", but no entry of accounts has that id, name or group. Did you mean "production"?',
    ]);
  });

  it.each([
    [`{ unit: ou-1, ${role} }`, /entry 2 of accounts, unit: "ou-1" is not the id of a unit/],
    ['{ unit: r-abcd }', /entry 2 of accounts, role is missing/],
    [
      "{ unit: r-abcd, role: 'arn:aws:iam::444455556666:role/R' }",
      /entry 2 of accounts, role: .* is not the ARN of a role in each account/,
    ],
    [`{ unit: r-abcd, ${role}, name: prod }`, /name: "prod" would be the name of every account/],
    [`{ unit: r-abcd, ${role}, regoins: [] }`, /regoins is not a setting\. Did you mean "regions"/],
    [`{ unit: r-abcd, ${role}, readBy: prod }`, /readBy says "prod", but no single account/],
    [`{ id: '444455556666', regoins: [], name: a }`, /regoins is not a setting\. Did you mean/],
    [`{ name: prod }`, /entry 2 of accounts, id is missing/],
  ])('%s is told what is wrong with it', async (entry, says) => {
    const found = await problemsOf(`  - ${entry}`);

    expect(found).toEqual([expect.stringMatching(says)]);
  });

  it('is there once', async () => {
    const found = await problemsOf(`  - { unit: r-abcd, ${role} }\n  - { unit: r-abcd, ${role} }`);

    expect(found).toEqual([expect.stringMatching(/entry 3 of accounts, unit names the unit/)]);
  });

  it("is no group that a trail's log group covers: whose they are is not known beforehand", async () => {
    const found = await problemsOf(
      `  - { unit: r-abcd, ${role}, groups: [production] }`,
      'trailLogs: [{ logGroup: trail, account: security, region: eu-west-1, covers: [production] }]',
    );

    expect(found).toEqual([expect.stringMatching(/covers says "production", but no entry/)]);
  });
});
