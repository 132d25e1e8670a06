import { describe, expect, it } from 'vitest';
import type { FactName } from '../../src/checks/check.ts';
import { createReadFacts, type ReadFactsDeps } from '../../src/checks/read-facts.ts';
import { AppError } from '../../src/core/errors.ts';
import { asAccountId } from '../../src/core/ids.ts';
import { daysAgo, now, region, rowOf, trailOf } from './facts.ts';

const account = asAccountId('111122223333');
if (account === undefined) throw new Error('no account');

const refused = (action: string): AppError =>
  new AppError(`${action} in 111122223333, us-east-1: the permission ${action} is missing.`, {
    kind: 'access',
    code: 'aws_access_denied',
  });

/** Readers that note what they are asked; `fails` throws in place of an answer. */
const rigOf = (fails: Readonly<Record<string, unknown>> = {}) => {
  const calls: string[] = [];
  const answer = async <T>(call: string, value: T): Promise<T> => {
    calls.push(call);
    if (fails[call] === 'never') return new Promise<T>(() => undefined);
    if (fails[call] !== undefined) throw fails[call];
    return value;
  };
  const deps: ReadFactsDeps = {
    clock: { now: () => now },
    accounts: () => [],
    whereOf: (id, where) => ({ account: id, region: where }),
    iam: {
      summary: ({ region: at }) => answer(`summary ${at}`, { Users: 1 }),
      passwordPolicy: () => answer('passwordPolicy', undefined),
      credentialReport: () =>
        answer('credentialReport', { generatedAt: daysAgo(0), rows: [rowOf('alice')] }),
      authorizationDetails: () =>
        answer('authorizationDetails', { users: [], groups: [], roles: [], policies: [] }),
    },
    ec2: {
      securityGroups: ({ region: at }) => answer(`securityGroups ${at}`, []),
      instances: ({ region: at }) => answer(`instances ${at}`, []),
    },
    trail: {
      trails: () => answer('trails', [trailOf()]),
      trailState: () =>
        answer('trailState', {
          isLogging: true,
          deliveryError: undefined,
          management: 'all' as const,
        }),
    },
    account: {
      alternateContacts: () =>
        answer('contacts', { security: true, billing: true, operations: true }),
    },
  };
  const readFacts = createReadFacts(deps);
  const ask = (needs: readonly FactName[], signal = new AbortController().signal) =>
    readFacts(
      {
        account,
        home: region('us-east-1'),
        regions: [region('eu-west-1'), region('us-east-1')],
        needs: new Set(needs),
      },
      { urgency: 'people', signal },
    );
  return { ask, calls };
};

describe('createReadFacts', () => {
  it('reads what is needed and nothing else', async () => {
    const { ask, calls } = rigOf();

    const facts = await ask(['summary', 'instances']);

    expect(calls).toEqual(['summary us-east-1', 'instances eu-west-1', 'instances us-east-1']);
    expect(facts).toMatchObject({
      now,
      account,
      summary: { kind: 'read', value: { Users: 1 } },
      credentials: { kind: 'unread' },
      securityGroups: [],
    });
    expect(facts.instances.map((one) => [one.region, one.instances.kind])).toEqual([
      ['eu-west-1', 'read'],
      ['us-east-1', 'read'],
    ]);
    expect(facts.knownAccounts).toEqual(new Set([account]));
  });

  it('keeps why one part could not be read, and the others', async () => {
    const { ask } = rigOf({
      authorizationDetails: refused('iam:GetAccountAuthorizationDetails'),
      trailState: refused('cloudtrail:GetTrailStatus'),
      'securityGroups us-east-1': refused('ec2:DescribeSecurityGroups'),
    });

    const facts = await ask(['authorization', 'credentials', 'trails', 'securityGroups']);

    expect(facts.authorization).toEqual({
      kind: 'unread',
      why: [{ untrusted: 'the permission iam:GetAccountAuthorizationDetails is missing.' }],
    });
    expect(facts.credentials.kind).toBe('read');
    expect(facts.trails).toMatchObject({ value: [{ state: { kind: 'unread' } }] });
    expect(facts.securityGroups.map(({ groups }) => groups.kind)).toEqual(['read', 'unread']);
  });

  it('answers when it is time, with what there is', async () => {
    const { ask } = rigOf({ credentialReport: 'never' });

    const facts = await ask(['summary', 'credentials'], AbortSignal.timeout(20));

    expect(facts.summary.kind).toBe('read');
    expect(facts.credentials).toEqual({
      kind: 'unread',
      why: ['There was no time left to read it.'],
    });
  });

  it('asks nothing when it is too late already', async () => {
    const { ask, calls } = rigOf();

    const facts = await ask(['summary', 'contacts'], AbortSignal.abort());

    expect(calls).toEqual([]);
    expect(facts.contacts.kind).toBe('unread');
  });

  it('does not hide a fault of our own', async () => {
    await expect(rigOf({ contacts: new TypeError('a fault') }).ask(['contacts'])).rejects.toThrow(
      'a fault',
    );
  });
});
