import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { EC2 } from '@aws-sdk/client-ec2';
import { IAM, paginateGetAccountAuthorizationDetails } from '@aws-sdk/client-iam';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { day } from '../../src/core/clock.ts';
import { groundTruth } from '../../src/sandbox/aws/ground-truth/ground-truth.ts';
import { organisations, prod } from '../../src/sandbox/aws/organisation.ts';
import { type Week, weeks } from '../../src/sandbox/aws/plan/span.ts';
import { startSandbox } from '../../src/sandbox/start.ts';
import { type OrganisationUnderTest, startOrganisation } from './aws-clients.ts';
import { failure } from './fakes.ts';

const organisation = organisations.large;
const idOf = (name: string): string =>
  organisation.accounts.find((account) => account.name === name)?.id ?? '';
const truthOf = (name: string, week: Week) => groundTruth(organisation, idOf(name), week);

describe('the large organisation over three weeks', () => {
  let under: OrganisationUnderTest;
  beforeAll(async () => {
    under = await startOrganisation({ organisation: 'large' });
  });
  beforeEach(() => under.aws.weeks.moveTo(0));
  afterAll(() => under.aws.stop());

  const iamOf = async (name: string) => new IAM(await under.inAccount(idOf(name)));

  const detailsOf = async (name: string, pageSize = 1000) => {
    const client = await iamOf(name);
    const pages = await Array.fromAsync(
      paginateGetAccountAuthorizationDetails({ client, pageSize }, {}),
    );
    return {
      pages,
      users: pages.flatMap(({ UserDetailList = [] }) => UserDetailList),
      roles: pages.flatMap(({ RoleDetailList = [] }) => RoleDetailList),
    };
  };

  const reportOf = async (name: string, from = under) => {
    const client = new IAM(await from.inAccount(idOf(name)));
    await client.generateCredentialReport();
    await client.generateCredentialReport();
    const { Content } = await client.getCredentialReport();
    return Buffer.from(Content ?? []).toString('utf8');
  };

  /** Users with a password and without MFA, as the report has them. */
  const withoutMfa = async (name: string) => {
    const [header = '', ...lines] = (await reportOf(name)).split('\n');
    const column = (wanted: string) => header.split(',').indexOf(wanted);
    return lines
      .map((line) => line.split(','))
      .filter((cells) => cells[column('password_enabled')] === 'true')
      .filter((cells) => cells[column('mfa_active')] === 'false')
      .map(([user = '']) => `user ${user}`)
      .toSorted();
  };

  /** The same as it was put in: a machine's key is against the same practice. */
  const givenWithoutMfa = (name: string, week: Week, isPerson: (user: string) => boolean) =>
    truthOf(name, week)
      .flaws.filter(({ practice }) => practice === 'mfa-for-privileged-users')
      .map(({ subject }) => subject)
      .filter(isPerson)
      .toSorted();

  it.each([
    ['prod', 150, 40],
    ['security', 150, 40],
    ['payments', 150, 40],
    ['sandbox-7', 150, 40],
    ['legacy', 5000, 60],
  ])('%s has its users and roles in every week', async (name, users, roles) => {
    for (const week of weeks) {
      under.aws.weeks.moveTo(week);
      const found = await detailsOf(name);

      expect([found.users.length, found.roles.length]).toEqual([users, roles]);
    }
  });

  it('gives the details in as many pages as are asked for, nobody twice', async () => {
    const few = await detailsOf('legacy', 300);
    const many = await detailsOf('legacy', 1000);
    const sizes = few.pages.map(
      ({ UserDetailList = [], GroupDetailList = [], RoleDetailList = [], Policies = [] }) =>
        UserDetailList.length + GroupDetailList.length + RoleDetailList.length + Policies.length,
    );

    expect(sizes.slice(0, -1).every((size) => size === 300)).toBe(true);
    expect(few.pages.map(({ IsTruncated }) => IsTruncated)).toEqual([
      ...few.pages.slice(1).map(() => true),
      false,
    ]);
    expect(new Set(few.users.map(({ Arn }) => Arn)).size).toBe(5000);
    expect(few.users).toEqual(many.users);
  });

  it('takes a marker only for the question that it was given for', async () => {
    const client = await iamOf('payments');
    const { Marker } = await client.getAccountAuthorizationDetails({ MaxItems: 10 });

    const other = { MaxItems: 10, Marker, Filter: ['Role' as const] };
    const refused = await failure(client.getAccountAuthorizationDetails(other));

    expect(refused.name).toBe('InvalidInputException');
  });

  it('is the same whenever it is started, and when a week comes back', async () => {
    const again = await startOrganisation({ organisation: 'large' });
    const first = await reportOf('shop');

    const elsewhere = await reportOf('shop', again);
    under.aws.weeks.moveTo(2);
    const later = await reportOf('shop');
    under.aws.weeks.moveTo(0);
    const back = await reportOf('shop');
    await again.aws.stop();

    expect(elsewhere).toBe(first);
    expect(later).not.toBe(first);
    expect(back).toBe(first);
  });

  it('goes on to the next week as time passes', async () => {
    const passing = await startOrganisation({ organisation: 'large' });
    const seen: number[] = [];

    for (let days = 0; days <= 28; days += 3.5) {
      seen.push(passing.aws.weeks.week());
      passing.clock.advance(3.5 * day);
    }
    await passing.aws.stop();

    expect(seen).toEqual([0, 0, 1, 1, 2, 2, 2, 2, 2]);
  });

  it.each(['shop', 'ledger', 'network', 'legacy'])(
    'gives %s the users without MFA whom the ground truth has',
    async (name) => {
      for (const week of weeks) {
        under.aws.weeks.moveTo(week);
        const found = await withoutMfa(name);
        const people = new Set((await detailsOf(name)).users.map(({ Arn }) => Arn ?? ''));
        const isPerson = (user: string) =>
          people.has(`arn:aws:iam::${idOf(name)}:user/${user.replace('user ', '')}`);

        expect(found.length).toBeGreaterThan(0);
        expect(found).toEqual(givenWithoutMfa(name, week, isPerson));
      }
    },
  );

  it('puts something right and lets something come up from week to week', () => {
    const keys = ({ name }: { name: string }, week: Week) =>
      new Set(truthOf(name, week).flaws.map(({ practice, subject }) => `${practice} ${subject}`));

    const changes = organisation.accounts.flatMap((account) =>
      ([1, 2] as const).map((week) => {
        const before = keys(account, week === 1 ? 0 : 1);
        const now = keys(account, week);
        return { fixed: before.difference(now).size, fresh: now.difference(before).size };
      }),
    );

    const sum = (of: 'fixed' | 'fresh') => changes.reduce((total, one) => total + one[of], 0);
    expect(changes.every(({ fixed, fresh }) => fixed + fresh > 0)).toBe(true);
    expect(sum('fixed')).toBeGreaterThan(200);
    expect(sum('fresh')).toBeGreaterThan(100);
  });

  it('has something against every practice', () => {
    const practices = organisation.accounts.flatMap(({ name }) =>
      truthOf(name, 0).flaws.map(({ practice }) => practice),
    );

    expect([...new Set(practices)].toSorted()).toEqual([
      'activity-history',
      'alternate-contacts',
      'credential-rotation',
      'delegation-by-roles',
      'groups-for-permissions',
      'individual-users',
      'least-privilege',
      'mfa-for-privileged-users',
      'policy-conditions',
      'roles-for-instances',
      'root-locked-away',
      'strong-password-policy',
      'unneeded-credentials',
    ]);
  });

  it('lets nobody read one account in the second week, and says what denies it', async () => {
    const client = await iamOf('partners');
    const ec2 = new EC2(await under.inAccount(idOf('partners')));
    const sts = new STS(await under.inAccount(idOf('partners')));
    under.aws.weeks.moveTo(1);

    const refused = [
      await failure(client.getAccountSummary()),
      await failure(ec2.describeInstances()),
    ];
    const { Account } = await sts.getCallerIdentity({});
    const other = await (await iamOf('shop')).getAccountSummary();
    under.aws.weeks.moveTo(2);
    const readable = await client.getAccountSummary();

    expect(refused.map(({ message }) => message)).toEqual([
      expect.stringContaining('with an explicit deny in a service control policy'),
      expect.stringContaining('with an explicit deny in a service control policy'),
    ]);
    expect(truthOf('partners', 1).isLocked).toBe(true);
    expect(Account).toBe(idOf('partners'));
    expect([other, readable].map(({ SummaryMap }) => SummaryMap?.['Users'])).toEqual([150, 150]);
  });

  it('has the alarms without actions and without data that the ground truth has', async () => {
    const quiet: string[] = [];
    const given: string[] = [];
    for (const { id, name } of organisation.accounts) {
      const { MetricAlarms = [] } = await new CloudWatch(await under.inAccount(id)).describeAlarms(
        {},
      );
      const truth = truthOf(name, 0);
      const told = (names: readonly (string | undefined)[], what: string) =>
        names.map((alarm = '') => `${name} ${alarm} ${what}`);
      quiet.push(
        ...told(
          MetricAlarms.filter(
            ({ ActionsEnabled, AlarmActions = [] }) =>
              ActionsEnabled !== true || AlarmActions.length === 0,
          ).map(({ AlarmName }) => AlarmName),
          'tells nobody',
        ),
        ...told(
          MetricAlarms.filter(({ StateValue }) => StateValue === 'INSUFFICIENT_DATA').map(
            ({ AlarmName }) => AlarmName,
          ),
          'has no data',
        ),
      );
      given.push(
        ...told(truth.alarmsWithoutActions, 'tells nobody'),
        ...told(truth.alarmsWithoutData, 'has no data'),
      );
    }

    expect(given.length).toBeGreaterThan(5);
    expect(quiet.toSorted()).toEqual(given.toSorted());
  });
});

describe('the ground truth', () => {
  it('is told of nothing that is not planned', () => {
    expect(() => groundTruth(organisations.small, prod, 0)).toThrow('nothing is planned');
    expect(() => groundTruth(organisation, '999999999999', 0)).toThrow('nothing is planned');
  });

  it('has each flaw once', () => {
    const { flaws } = truthOf('legacy', 0);
    const keys = flaws.map(({ practice, subject }) => `${practice} ${subject}`);

    expect(flaws.length).toBeGreaterThan(1000);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('realistic delays', () => {
  const start = async () => startOrganisation({ organisation: 'large', delays: 'realistic' });

  const timesOf = async (under: OrganisationUnderTest) => {
    const iam = new IAM(await under.inAccount(idOf('shop')));
    const cloudwatch = new CloudWatch(await under.inAccount(idOf('shop'), 'us-east-1'));
    const took = async (work: () => Promise<unknown>) => {
      const before = under.clock.monotonic();
      await work();
      return under.clock.monotonic() - before;
    };
    return [
      await took(() => iam.getAccountAuthorizationDetails({})),
      await took(() => iam.getAccountAuthorizationDetails({})),
      await took(() => cloudwatch.describeAlarms({})),
    ];
  };

  it('are those of the calls, and the same in every run', async () => {
    const [one, other] = [await start(), await start()];

    const times = await timesOf(one);
    const again = await timesOf(other);
    await Promise.all([one.aws.stop(), other.aws.stop()]);

    expect(times.slice(0, 2).every((ms) => ms >= 350 && ms <= 450)).toBe(true);
    expect(times[2]).toBeLessThanOrEqual(160);
    expect(again).toEqual(times);
  });

  it('let a credential report take three seconds', async () => {
    const under = await start();
    const iam = new IAM(await under.inAccount(idOf('shop')));
    const { State: started } = await iam.generateCredentialReport();
    const { State: asked } = await iam.generateCredentialReport();

    const early = await failure(iam.getCredentialReport());
    under.clock.advance(3_000);
    const { Content } = await iam.getCredentialReport();
    await under.aws.stop();

    expect([started, asked]).toEqual(['STARTED', 'INPROGRESS']);
    expect(early.name).toBe('CredentialReportNotReadyException');
    expect(Content?.length).toBeGreaterThan(10_000);
  });
});

describe('the control API', () => {
  it('moves the organisation to another week', async () => {
    const sandbox = await startSandbox({ organisation: 'large', spawnBot: false });
    const move = async (body: object) =>
      fetch(`${sandbox.url}/_sandbox/week`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });

    const moved = await move({ week: 2 });
    const refused = await move({ week: 3 });
    const week = sandbox.aws.weeks.week();
    await sandbox.stop();

    expect(await moved.json()).toEqual({ week: 2 });
    expect(refused.status).toBe(400);
    expect(week).toBe(2);
  });
});
