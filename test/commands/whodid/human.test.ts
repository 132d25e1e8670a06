import { describe, expect, it } from 'vitest';
import { ask, body, headline, said } from './ask.ts';
import { call, iamUser, prod, session, tooling } from './records.ts';
import { fakeTrail, minute, now, type Recorded } from './trail.ts';

const terminated = (identity: object, more: object = {}): Recorded =>
  call({
    name: 'TerminateInstances',
    identity,
    resources: ['i-0abc1234'],
    more: {
      requestParameters: { instancesSet: { items: [{ instanceId: 'i-0abc1234' }] } },
      ...more,
    },
  });

const began = now - 60 * minute;
const deployKey = 'ASIARELEASE42EXAMPLE';
const pipelineKey = 'ASIACIDEPLOY2EXAMPLE';
const deploy = session('deploy', 'release-1842', { keyId: deployKey, since: began });
const pipeline = session('ci-deploy', 'GitHubActions', {
  account: tooling,
  keyId: pipelineKey,
  since: began - 5 * minute,
});

const issued = (keyId: string) => ({
  responseElements: { credentials: { accessKeyId: keyId, sessionToken: 'EXAMPLE-SESSION-TOKEN' } },
});

const crossing = (account: string, identity: object): Recorded =>
  call({
    name: 'AssumeRole',
    source: 'sts',
    region: 'us-east-1',
    account,
    ago: 60 * minute,
    identity,
    resources: [deployKey, `arn:aws:iam::${prod}:role/deploy`],
    more: { ...issued(deployKey), sharedEventID: 'shared-1' },
  });

const chain = [
  terminated(deploy),
  crossing(prod, {
    type: 'AWSAccount',
    accountId: tooling,
    principalId: 'AROAEXAMPLE:GitHubActions',
  }),
  crossing(tooling, pipeline),
  call({
    name: 'AssumeRoleWithWebIdentity',
    source: 'sts',
    region: 'us-east-1',
    account: tooling,
    ago: 65 * minute,
    identity: { type: 'WebIdentityUser', userName: 'repo:example-org/infra:ref:refs/heads/main' },
    resources: [pipelineKey],
    more: issued(pipelineKey),
  }),
];

describe('whodid following sessions', () => {
  it('goes back across accounts by the keys that were issued', async () => {
    const answer = await ask(fakeTrail(chain), 'i-0abc1234 in all');

    expect(headline(answer)).toBe(
      'OIDC subject repo:example-org/infra:ref:refs/heads/main as role deploy (session release-1842, claimed) terminated i-0abc1234 at 13:20 from 198.51.100.7, AWS CLI',
    );
    expect(body(answer)).toContain(
      'role deploy (session release-1842, claimed) ← role ci-deploy (session GitHubActions, claimed) by AssumeRole at 12:30 ← OIDC subject repo:example-org/infra:ref:refs/heads/main by AssumeRoleWithWebIdentity at 12:25. Each step is certain by the access key it issued; OIDC subject, likely: an identity provider says so.',
    );
  });

  it('stays within the accounts that were asked about', async () => {
    const trail = fakeTrail(chain);

    const answer = await ask(trail, 'i-0abc1234 in prod');

    expect(headline(answer)).toContain(`account ${tooling} as role deploy`);
    expect(body(answer)).toContain('it goes on in an account that was not asked about');
    expect(trail.calls.every(({ where }) => where.account === prod)).toBe(true);
  });

  it('never tells the name of a session as a fact', async () => {
    const answer = await ask(
      fakeTrail([terminated(session('deploy', 'alice@example.com'))]),
      'i-0abc1234 in prod',
      { deps: { memberByEmail: () => Promise.resolve('U0ALICE') } },
    );

    expect(headline(answer)).toContain(
      'role deploy (session alice@example.com, claimed) terminated',
    );
    expect(body(answer)).toContain('what began it was not found');
    expect(JSON.stringify(answer)).not.toContain('U0ALICE');
  });

  it('does not take an AssumeRole that issued another key', async () => {
    const other = call({
      name: 'AssumeRole',
      source: 'sts',
      region: 'us-east-1',
      ago: 60 * minute,
      identity: iamUser('bob'),
      resources: [`arn:aws:iam::${prod}:role/deploy`],
      more: issued('ASIAANOTHER00EXAMPLE'),
    });

    const answer = await ask(fakeTrail([terminated(deploy), other]), 'i-0abc1234 in prod');

    expect(headline(answer)).not.toContain('bob');
  });

  it('says so where there was no time to follow', async () => {
    const trail = fakeTrail(chain);
    const lookup: typeof trail.reader.lookup = (where, wanted, reading) =>
      wanted.attribute?.value === deployKey
        ? new Promise(() => undefined)
        : trail.reader.lookup(where, wanted, reading);

    const answer = await ask(trail, 'i-0abc1234 in all', {
      signal: AbortSignal.timeout(60),
      deps: { trail: { lookup } },
    });

    expect(headline(answer)).toContain('role deploy (session release-1842, claimed) terminated');
    expect(body(answer)).toContain('there was no time to follow it further');
  });

  it('says which service acted for somebody', async () => {
    const answer = await ask(
      fakeTrail([
        terminated(
          { ...iamUser('bob'), invokedBy: 'autoscaling.amazonaws.com' },
          { sourceIPAddress: 'autoscaling.amazonaws.com', userAgent: 'autoscaling.amazonaws.com' },
        ),
      ]),
      'i-0abc1234 in prod',
    );

    expect(headline(answer)).toBe(
      'IAM user bob through autoscaling.amazonaws.com terminated i-0abc1234 at 13:20',
    );
  });

  it('asks Identity Center for the name behind an id', async () => {
    const identity = {
      type: 'IdentityCenterUser',
      accountId: prod,
      onBehalfOf: { userId: 'user-1', identityStoreArn: 'arn:aws:identitystore::111122223333:x' },
    };
    const user = {
      id: 'user-1',
      userName: 'alice',
      displayName: 'Alice',
      email: 'Alice@example.com',
    };
    const [first] = (await import('./ask.ts')).accounts;
    if (first === undefined) throw new Error('there are accounts');

    const answer = await ask(fakeTrail([terminated(identity)]), 'i-0abc1234 in prod', {
      deps: {
        identityCenter: () => ({ account: first.id, region: first.regions[0] ?? ('' as never) }),
        identities: {
          instance: () => Promise.resolve({ instanceArn: 'x', storeId: 'd-1' }),
          userById: (_, store, id) =>
            Promise.resolve(store === 'd-1' && id === 'user-1' ? user : undefined),
          userByEmail: () => Promise.resolve(undefined),
        },
        memberByEmail: (email) =>
          Promise.resolve(email === 'alice@example.com' ? 'U0ALICE' : undefined),
      },
    });

    expect(headline(answer)).toContain('Alice@example.com (@U0ALICE) terminated i-0abc1234');
  });

  it('answers without names where Identity Center cannot be asked, and says so', async () => {
    const identity = { type: 'IdentityCenterUser', onBehalfOf: { userId: 'user-1' } };
    const [first] = (await import('./ask.ts')).accounts;
    if (first === undefined) throw new Error('there are accounts');

    const answer = await ask(fakeTrail([terminated(identity)]), 'i-0abc1234 in prod', {
      deps: {
        identityCenter: () => ({ account: first.id, region: first.regions[0] ?? ('' as never) }),
        identities: {
          instance: () => Promise.reject(new Error('the permission sso:ListInstances is missing')),
          userById: () => Promise.resolve(undefined),
          userByEmail: () => Promise.resolve(undefined),
        },
      },
    });

    expect(headline(answer)).toContain('user-1 terminated');
    expect(body(answer)).toContain('Identity Center was not asked for names');
    expect(answer.details?.map(({ card }) => said(card.headline))).toEqual([
      'user-1 terminated i-0abc1234',
    ]);
  });
});
