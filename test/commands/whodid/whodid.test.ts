import { describe, expect, it } from 'vitest';
import type { Where } from '../../../src/aws/cloudwatch-types.ts';
import { accounts, ask, body, headline, said } from './ask.ts';
import {
  call,
  deletedGroup,
  deniedTrail,
  iamUser,
  prod,
  session,
  staging,
  tooling,
  workforce,
} from './records.ts';
import { accessDenied, fakeTrail, minute, now, type Recorded, throttled } from './trail.ts';

const everything = [deletedGroup, deniedTrail];

/** The regions that were asked, with the attributes. */
const asked = (trail: ReturnType<typeof fakeTrail>): readonly string[] => [
  ...new Set(
    trail.calls.map(({ attribute }) => `${attribute?.key ?? '-'}=${attribute?.value ?? ''}`),
  ),
];

describe('whodid', () => {
  it('says in a sentence who did it, when, from where and how', async () => {
    const trail = fakeTrail(everything);

    const answer = await ask(trail, 'sg-0abc1234 since 2h in all', {
      deps: { memberByEmail: () => Promise.resolve('U0ALICE') },
    });

    expect(headline(answer)).toBe(
      'alice@example.com (@U0ALICE) deleted sg-0abc1234 at 13:20 from 198.51.100.7, console, with MFA',
    );
    expect(body(answer)).toContain(
      '2026-11-25T13:20 | alice@example.com (@U0ALICE) | EC2 DeleteSecurityGroup | sg-0abc1234 | prod eu-west-1, 198.51.100.7, console, MFA',
    );
    expect(answer.isPartial).toBe(false);
    expect(asked(trail)).toEqual(['ResourceName=sg-0abc1234']);
    expect(trail.calls).toHaveLength(9);
  });

  it('names the window, what was read and the line that asks the same', async () => {
    const answer = await ask(fakeTrail(everything), 'sg-0abc1234 since 2h in prod');

    expect(body(answer)).toContain('2026-11-25T11:30 to 2026-11-25T13:30');
    expect(body(answer)).toContain('Event history of 1 account, 3 account-regions (3 pages)');
    expect(body(answer)).toContain(
      'aws cloudtrail lookup-events --region eu-west-1 --lookup-attributes AttributeKey=ResourceName,AttributeValue=sg-0abc1234 --start-time 2026-11-25T11:30:00Z --end-time 2026-11-25T13:30:00Z',
    );
  });

  it('tries a bare word as a resource and as a user, and shows both counts', async () => {
    const trail = fakeTrail([
      ...everything,
      call({
        name: 'CreateUser',
        source: 'iam',
        region: 'us-east-1',
        identity: iamUser('bob'),
        username: 'bob',
        resources: ['alice'],
        more: { requestParameters: { userName: 'alice' } },
      }),
    ]);

    const answer = await ask(trail, 'alice in prod');

    expect(body(answer)).toContain('As a resource: 1. As a user: 1.');
    expect(asked(trail)).toEqual([
      'ResourceName=alice',
      'Username=alice',
      'Username=alice@example.com',
    ]);
  });

  it('finds what somebody was denied', async () => {
    const trail = fakeTrail(everything);

    const answer = await ask(trail, 'bob denied since 2h in prod');

    expect(headline(answer)).toBe(
      'IAM user bob was denied StopLogging on management-events at 13:00 from 203.0.113.50, AWS CLI',
    );
    expect(body(answer)).toContain('CloudTrail StopLogging (denied: AccessDenied)');
    expect(headline(await ask(trail, 'alice denied since 2h in prod'))).toBe(
      'Nothing found: no such call is recorded',
    );
  });

  it('puts what was changed before what was only tried or looked at', async () => {
    const looked = call({
      name: 'DescribeSecurityGroups',
      ago: minute,
      identity: iamUser('bob'),
      username: 'bob',
      resources: ['sg-0abc1234'],
      more: { readOnly: true },
    });
    const tried = call({
      name: 'DeleteSecurityGroup',
      ago: 2 * minute,
      identity: iamUser('bob'),
      username: 'bob',
      resources: ['sg-0abc1234'],
      more: { errorCode: 'Client.UnauthorizedOperation' },
    });
    const trail = fakeTrail([looked, tried, deletedGroup]);

    expect(headline(await ask(trail, 'sg-0abc1234 in prod'))).toBe(
      'alice@example.com deleted sg-0abc1234 at 13:20 from 198.51.100.7, console, with MFA (one of 3 calls)',
    );
    expect(headline(await ask(trail, 'sg-0abc1234 denied in prod'))).toContain('bob was denied');
  });

  it('goes from a role to what its sessions did', async () => {
    const assumed = call({
      name: 'AssumeRole',
      source: 'sts',
      region: 'us-east-1',
      identity: iamUser('bob'),
      resources: [`arn:aws:iam::${prod}:role/deploy`],
      more: { requestParameters: { roleSessionName: 'release-1842' }, readOnly: true },
    });
    const trail = fakeTrail([assumed]);

    const answer = await ask(trail, 'role:deploy in prod');

    expect(headline(answer)).toContain('IAM user bob called AssumeRole');
    expect(asked(trail)).toEqual([
      'ResourceName=deploy',
      `ResourceName=arn:aws:iam::${prod}:role/deploy`,
    ]);
    expect(body(answer)).toContain('Event history has no search by the role of a caller');
    expect(answer.next?.map(({ label }) => label)).toContain('What session release-1842 did');
  });

  it('says when the region of global services was not read', async () => {
    const trail = fakeTrail(everything);
    const missing = 'us-east-1, where IAM and other global services are recorded, was not read';

    expect(body(await ask(trail, 'bob in prod, eu-west-1'))).toContain(missing);
    expect(body(await ask(trail, 'bob in prod'))).not.toContain(missing);
    expect(body(await ask(trail, 'sg-0abc1234 in prod, eu-west-1'))).not.toContain(missing);
  });

  it('says which names it looked for', async () => {
    const answer = await ask(fakeTrail([]), 'user:alice in prod');

    expect(body(answer)).toContain('As a user, alice and alice@example.com were looked for.');
  });

  it('names nobody where AWS hides who it was', async () => {
    const hidden = call({
      name: 'ConsoleLogin',
      source: 'signin',
      region: 'us-east-1',
      identity: { ...iamUser('HIDDEN_DUE_TO_SECURITY_REASONS', ''), arn: undefined },
      more: { responseElements: { ConsoleLogin: 'Failure' }, errorMessage: 'No username found' },
    });

    const answer = await ask(fakeTrail([hidden]), 'login failed in prod');

    expect(headline(answer)).toContain('somebody with an unknown user name failed to sign in');
  });

  it('ignores the case of calls', async () => {
    const trail = fakeTrail(everything);

    expect(headline(await ask(trail, 'stoplogging in prod'))).toContain('was denied StopLogging');
    expect(asked(trail)).toEqual(['EventName=StopLogging']);
  });

  it('says that there is no search by address or outcome, and reads everything', async () => {
    const trail = fakeTrail(everything);

    const address = await ask(trail, '203.0.113.50 in prod');
    const denied = await ask(trail, 'denied since 1h in prod');

    expect(headline(address)).toContain('IAM user bob was denied');
    expect(body(address)).toContain('Event history has no search by address');
    expect(body(denied)).toContain('Event history has no search for what was denied');
    expect(asked(trail)).toEqual(['-=']);
  });

  it('narrows by network, by who and by account', async () => {
    const trail = fakeTrail(everything);

    expect(headline(await ask(trail, '198.51.100.0/24 in prod'))).toContain('alice@example.com');
    expect(headline(await ask(trail, 'sg-0abc1234 by alice in prod'))).toContain('deleted');
    expect(headline(await ask(trail, 'sg-0abc1234 by bob in prod'))).toContain('Nothing found');
    expect(headline(await ask(trail, 'sg-0abc1234 from 203.0.113.50 in prod'))).toContain(
      'Nothing',
    );
    expect(headline(await ask(trail, 'sg-0abc1234 in staging'))).toContain('Nothing found');
  });

  it('reads the calls of global services in one region only, whatever was asked', async () => {
    const created = call({
      name: 'CreateRole',
      source: 'iam',
      region: 'us-east-1',
      identity: workforce('alice@example.com'),
      username: 'alice@example.com',
      resources: ['deploy'],
      more: { requestParameters: { roleName: 'deploy' } },
    });
    const trail = fakeTrail([created]);

    const answer = await ask(trail, 'CreateRole in prod, eu-west-1');

    expect(headline(answer)).toContain('alice@example.com created role deploy');
    expect(trail.calls.map(({ where }) => where.region)).toEqual(['us-east-1']);
  });

  it('looks for sign-ins in every region, and for failed ones by their answer', async () => {
    const signIn = (outcome: string, ago: number) =>
      call({
        name: 'ConsoleLogin',
        source: 'signin',
        region: 'ap-south-1',
        ago,
        identity: { type: 'Root', principalId: prod, accountId: prod, accessKeyId: '' },
        username: 'root',
        more: {
          responseElements: { ConsoleLogin: outcome },
          additionalEventData: { MFAUsed: 'YES' },
          ...(outcome === 'Failure' ? { errorMessage: 'Failed authentication' } : {}),
        },
      });
    const trail = fakeTrail([signIn('Success', minute), signIn('Failure', 2 * minute)]);

    expect(headline(await ask(trail, 'login in prod'))).toBe(
      `root of prod (${prod}) signed in to the console at 13:29 from 198.51.100.7, console, with MFA (the newest of 2 calls)`,
    );
    expect(headline(await ask(trail, 'login failed in prod'))).toContain(
      `root of prod (${prod}) failed to sign in to the console at 13:28`,
    );
    expect(headline(await ask(trail, 'root in prod'))).toContain('signed in');
    expect(new Set(trail.calls.map(({ where }) => where.region)).size).toBe(3);
  });

  it('says of object-level calls that they are not recorded, and asks nobody', async () => {
    const trail = fakeTrail(everything);

    const answer = await ask(trail, 'deleteobject in all');

    expect(headline(answer)).toBe(
      'Event history does not record DeleteObject: it is an object-level call of S3',
    );
    expect(answer.isPartial).toBe(true);
    expect(trail.calls).toEqual([]);
  });

  it('folds repeated calls with their count and times', async () => {
    const again = Array.from({ length: 5 }, (_, index) =>
      call({
        name: 'StopInstances',
        ago: (index + 1) * minute,
        identity: iamUser('bob'),
        username: 'bob',
        resources: ['i-0abc1234'],
        more: { requestParameters: { instancesSet: { items: [{ instanceId: 'i-0abc1234' }] } } },
      }),
    );

    const answer = await ask(fakeTrail(again), 'i-0abc1234 in prod');

    expect(headline(answer)).toContain('IAM user bob stopped i-0abc1234 at 13:29');
    expect(headline(answer)).toContain('(the newest of 5 calls)');
    expect(body(answer)).toContain(
      '2026-11-25T13:25 – 2026-11-25T13:29 | IAM user bob | EC2 StopInstances × 5',
    );
    expect(answer.details).toHaveLength(1);
    expect(answer.csv?.rows).toHaveLength(5);
  });

  it('shows the newest hundred, and goes on from there without a gap or a repetition', async () => {
    const many = Array.from({ length: 230 }, (_, index) =>
      call({
        name: 'StopInstances',
        // Three in every second, so that a page ends within one.
        ago: minute + Math.floor(index / 3) * 1000,
        account: index % 2 === 0 ? prod : staging,
        identity: iamUser('bob'),
        username: 'bob',
        resources: ['i-0abc1234'],
      }),
    );
    const trail = fakeTrail(many);
    const seen: string[] = [];
    let older: unknown;
    const told: boolean[] = [];
    let pages = 0;

    do {
      const answer = await ask(trail, 'i-0abc1234 since 2h in all', { older });
      seen.push(...(answer.csv?.rows.map((row) => row.at(-1) ?? '') ?? []));
      older = answer.older;
      pages += 1;
      told.push(body(answer).includes('Older goes on'));
    } while (older !== undefined && pages < 10);

    expect(seen).toHaveLength(230);
    expect(new Set(seen).size).toBe(230);
    expect(told).toEqual([true, true, false]);
  });

  it('stops reading where enough is surely the newest', async () => {
    const busy = Array.from({ length: 1000 }, (_, index) =>
      call({ name: 'RunInstances', ago: minute + index * 1000, identity: iamUser('bob') }),
    );
    const quiet = call({
      name: 'RunInstances',
      account: staging,
      ago: 100 * minute,
      identity: iamUser('mallory'),
    });
    const trail = fakeTrail([...busy, quiet]);

    const answer = await ask(trail, 'RunInstances in all');

    expect(trail.calls.length).toBeLessThan(15);
    expect(answer.csv?.rows.every((row) => row[1] === 'bob')).toBe(true);
    expect(answer.csv?.rows.length).toBe(100);
  });

  it('finds the account of a key first, and reads only that', async () => {
    const keys: string[] = [];
    const trail = fakeTrail(everything);
    const accountOfKey = (_: Where, id: string) => {
      keys.push(id);
      return Promise.resolve<string | undefined>(prod);
    };

    const answer = await ask(trail, 'AKIAIOSFODNN7EXAMPLE in all', {
      deps: { keys: { accountOfKey } },
    });

    expect(keys).toEqual(['AKIAIOSFODNN7EXAMPLE']);
    expect(headline(answer)).toContain('IAM user bob was denied');
    expect(new Set(trail.calls.map(({ where }) => where.account))).toEqual(new Set([prod]));
    expect(body(answer)).toContain('The key belongs to prod');
  });

  it('does not tell of a key the account that was not asked about', async () => {
    const answer = await ask(fakeTrail([]), 'AKIAIOSFODNN7EXAMPLE in all', {
      deps: { keys: { accountOfKey: () => Promise.resolve('999988887777') } },
    });

    expect(body(answer)).toContain('The key belongs to none of the accounts');
    expect(JSON.stringify(answer)).not.toContain('999988887777');
  });

  it('asks what it would be asked next', async () => {
    const found = await ask(fakeTrail(everything), 'sg-0abc1234 since 2h in prod');
    const unknown = await ask(fakeTrail(everything), 'StopLoging in prod');
    const quoted = await ask(fakeTrail([]), '"denied" in prod');

    expect(found.next).toEqual([
      {
        label: 'What else they did',
        text: 'user:alice@example.com in prod, us-east-1, eu-west-1, ap-south-1 between 2026-11-25T11:30:00Z and 2026-11-25T13:30:00Z',
      },
    ]);
    expect(unknown.next?.map(({ label }) => label)).toEqual([
      'Did you mean StopLogging?',
      'Look back 90 days',
    ]);
    expect(quoted.next?.[0]?.text).toContain('"denied" in prod');
    for (const { text } of [...(found.next ?? []), ...(unknown.next ?? [])])
      await expect(ask(fakeTrail([]), text)).resolves.toBeDefined();
  });

  it('knows a member by their e-mail address, and says when Slack tells none', async () => {
    const trail = fakeTrail(everything);
    const emailOfMember = (id: string) =>
      Promise.resolve(id === 'U0ALICE' ? 'alice@example.com' : undefined);

    const answer = await ask(trail, 'sg-0abc1234 by <@U0ALICE> in prod', {
      deps: { emailOfMember },
    });

    expect(headline(answer)).toContain('alice@example.com deleted');
    await expect(
      ask(trail, '<@U0NOBODY> in prod', { deps: { emailOfMember } }),
    ).rejects.toMatchObject({
      code: 'member_without_email',
    });
  });

  it('says of what is older than Event history that it is gone from there', async () => {
    const trail = fakeTrail(everything);

    const gone = await ask(trail, 'DeleteTrail between 2026-01-01 and 2026-01-02 in prod');
    const partly = await ask(trail, 'DeleteTrail since 2026-01-01 in prod');

    expect(headline(gone)).toBe('Event history keeps 90 days, and all of that time is longer ago');
    expect(gone.isPartial).toBe(true);
    expect(body(partly)).toContain('Event history keeps 90 days, so nothing older was read');
  });
});

describe('whodid with parts unread', () => {
  it('says what share was read, what not and why, and how to narrow it', async () => {
    const trail = fakeTrail(everything);
    trail.fail(`${staging} ap-south-1`, throttled);
    trail.fail(tooling, accessDenied(tooling));

    const answer = await ask(trail, 'sg-0abc1234 in all');

    expect(headline(answer)).toContain('alice@example.com deleted sg-0abc1234');
    expect(answer.isPartial).toBe(true);
    expect(body(answer)).toContain('Read 5 of 9 account-regions; not read:');
    expect(body(answer)).toContain(
      'tooling in 3 regions: the permission cloudtrail:LookupEvents is missing. Add {"Effect":"Allow"',
    );
    expect(body(answer)).toContain(
      'staging ap-south-1: AWS answers that there are too many calls.',
    );
  });

  it('is never "nothing found" while something was not read', async () => {
    const trail = fakeTrail([]);
    trail.fail(`${staging} ap-south-1`, throttled);

    const answer = await ask(trail, 'sg-0abc1234 in all');

    expect(headline(answer)).toBe(
      'No match in what was read, but 1 of 9 account-regions was not read: this is no answer yet',
    );
    expect(answer.isPartial).toBe(true);
    expect(JSON.stringify(answer)).not.toContain('Nothing found');
  });

  it('answers with what there is when time is up, though a region hangs', async () => {
    const trail = fakeTrail(everything);
    trail.fail(`${staging} eu-west-1`, 'hang');
    const progress: string[] = [];

    const answer = await ask(trail, 'sg-0abc1234 in all', {
      signal: AbortSignal.timeout(60),
      progress: (text) => progress.push(said(text)),
    });

    expect(headline(answer)).toContain('deleted sg-0abc1234');
    expect(body(answer)).toContain('Read 8 of 9 account-regions');
    expect(body(answer)).toContain('staging eu-west-1: there was no time left');
    expect(body(answer)).toContain('Narrow it with');
    expect(progress.at(-1)).toBe('8 of 9 account-regions read …');
  });

  it('says of a place that was throttled until the end that it was throttled', async () => {
    const trail = fakeTrail(everything);
    const lookup: typeof trail.reader.lookup = (where, wanted, reading) =>
      where.account === staging
        ? new Promise((_, reject) => {
            reading.signal.addEventListener('abort', () => reject(throttled), { once: true });
          })
        : trail.reader.lookup(where, wanted, reading);

    const answer = await ask(trail, 'sg-0abc1234 in all', {
      signal: AbortSignal.timeout(60),
      deps: { trail: { lookup } },
    });

    expect(body(answer)).toContain(
      'staging in 3 regions: AWS answers that there are too many calls.',
    );
    expect(body(answer)).toContain('Narrow it with');
  });

  it('says that it knows nothing when nothing could be read', async () => {
    const trail = fakeTrail(everything);
    for (const { id } of accounts) trail.fail(id, accessDenied(id));

    expect(headline(await ask(trail, 'sg-0abc1234 in all'))).toBe(
      'Nothing could be read, so this says nothing about what happened',
    );
  });
});

describe('whodid about oneself', () => {
  const deed = (identity: object, username: string, more: object = {}): Recorded =>
    call({
      name: 'StopInstances',
      identity,
      username,
      resources: ['i-0abc1234'],
      more: {
        requestParameters: { instancesSet: { items: [{ instanceId: 'i-0abc1234' }] } },
        ...more,
      },
    });

  it('tells only what the asker surely did, and counts nothing else', async () => {
    const trail = fakeTrail([
      deed(workforce('dave@example.com'), 'dave@example.com', { sourceIPAddress: '192.0.2.1' }),
      deed(iamUser('dave@example.com'), 'dave@example.com', { sourceIPAddress: '192.0.2.2' }),
      deed(session('deploy', 'x', { context: { sourceIdentity: 'dave@example.com' } }), 'x', {
        sourceIPAddress: '192.0.2.3',
      }),
      // Whoever assumes a role chooses the session's name.
      deed(session('deploy', 'dave@example.com'), 'dave@example.com', {
        sourceIPAddress: '192.0.2.4',
      }),
      deed(
        session('AWSReservedSSO_Admin_0123456789abcdef', 'dave@example.com'),
        'dave@example.com',
        { sourceIPAddress: '192.0.2.5' },
      ),
      deed(workforce('alice@example.com'), 'alice@example.com', { sourceIPAddress: '192.0.2.6' }),
    ]);

    const answer = await ask(trail, 'i-0abc1234 in prod', { self: 'dave@example.com' });

    const addresses = answer.csv?.rows.map((row) => row[12]).toSorted();
    expect(addresses).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3']);
    expect(JSON.stringify(answer)).not.toMatch(/192\.0\.2\.[456]|alice/);
    expect(headline(answer)).toContain('(the newest of 3 calls)');
  });

  it('has found nothing where only others did it', async () => {
    const trail = fakeTrail([deed(workforce('alice@example.com'), 'alice@example.com')]);

    const answer = await ask(trail, 'i-0abc1234 in prod', { self: 'dave@example.com' });

    expect(headline(answer)).toBe('No such call of yours was found');
    expect(JSON.stringify(answer)).not.toContain('alice');
  });

  it('does not tell whose key it is', async () => {
    const answer = await ask(fakeTrail([deniedTrail]), 'AKIAIOSFODNN7EXAMPLE in all', {
      self: 'dave@example.com',
      deps: { keys: { accountOfKey: () => Promise.resolve(staging) } },
    });

    expect(headline(answer)).toBe('No such call of yours was found');
    expect(body(answer)).not.toContain('belongs to');
    expect(body(answer)).toContain('Event history of 3 accounts');
  });

  it('looks for the asker where nothing narrower is named', async () => {
    const trail = fakeTrail([deniedTrail]);

    await ask(trail, 'denied since 1h in prod', { self: 'dave@example.com' });

    expect(asked(trail)).toEqual(['Username=dave@example.com']);
  });
});

describe('whodid and time', () => {
  it('keeps to the window, to the second', async () => {
    const at = (ago: number) =>
      call({ name: 'StopInstances', ago, identity: iamUser('bob'), username: 'bob' });
    const trail = fakeTrail([at(minute), at(61 * minute)]);

    const answer = await ask(trail, 'StopInstances since 1h in prod');

    expect(answer.csv?.rows.map(([time]) => time)).toEqual([new Date(now - minute).toISOString()]);
  });

  it('counts an event that two searches found once', async () => {
    const own = call({
      name: 'UpdateUser',
      source: 'iam',
      region: 'us-east-1',
      identity: iamUser('alice'),
      username: 'alice',
      resources: ['alice'],
      more: { requestParameters: { userName: 'alice' } },
    });

    const answer = await ask(fakeTrail([own]), 'alice in prod');

    expect(body(answer)).toContain('As a resource: 1. As a user: 1.');
    expect(answer.csv?.rows).toHaveLength(1);
  });
});
