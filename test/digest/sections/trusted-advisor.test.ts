import { describe, expect, it } from 'vitest';
import type { AdvisorCheck } from '../../../src/aws/support-types.ts';
import type { Place } from '../../../src/core/command.ts';
import type { Finding, SectionPart, Snapshot } from '../../../src/core/digest.ts';
import { AppError } from '../../../src/core/errors.ts';
import { compare } from '../../../src/digest/compare.ts';
import type { AdvisorDetail } from '../../../src/digest/sections/trusted-advisor/detail.ts';
import {
  createTrustedAdvisorSection,
  type TrustedAdvisorSectionDeps,
} from '../../../src/digest/sections/trusted-advisor/trusted-advisor.ts';
import {
  accountOf,
  machineWords,
  now,
  placesOf,
  prod,
  regionId,
  rowsOf,
  sandbox,
  staging,
} from '../../commands/helpers.ts';
import { idle, offered, readersOf, usual } from '../../commands/trusted-advisor/rig.ts';
import { linesOf, runOf, shown, toldOf, unreadOf } from './rig.ts';

type World = Parameters<typeof readersOf>[0];
type Part = SectionPart<AdvisorDetail>;

const [place] = placesOf(prod);
if (place === undefined) throw new Error('there is an account');

interface Asked {
  readonly places?: readonly Place[];
  readonly last?: Snapshot;
  readonly signal?: AbortSignal;
  readonly change?: (deps: TrustedAdvisorSectionDeps) => TrustedAdvisorSectionDeps;
}

/** Reads every place at once, as a digest does. */
const read = async (world: World = {}, asked: Asked = {}) => {
  const { places = [place], last, signal, change = (deps) => deps } = asked;
  const { deps, calls } = readersOf(world);
  const section = createTrustedAdvisorSection(change(deps));
  const previous = () => Promise.resolve(last);
  const reader = section.begin(
    runOf({ places, previous, ...(signal === undefined ? {} : { signal }) }),
  );
  const parts = await Promise.all(places.map((one) => reader.account(one)));
  const told = parts.map((part, index) => toldOf(places[index] ?? place, part));
  return { section, parts, told, calls };
};

const first = ({ parts: [part] }: { readonly parts: readonly Part[] }): Part => {
  if (part === undefined) throw new Error('there is a part');
  return part;
};

const snapshotOf = (part: Part, more: readonly Finding[] = []): Snapshot => ({
  at: now,
  isFirst: false,
  kinds: part.kinds,
  fresh: [],
  open: [...part.findings, ...more].map((one) => ({ ...one, since: now })),
  fixed: [],
  unread: [],
});

const count = (calls: readonly string[], name: string): number =>
  calls.filter((call) => call === `support:DescribeTrustedAdvisor${name}`).length;

describe('the section on Trusted Advisor', () => {
  it('has a finding for each check that is red or yellow, red first', async () => {
    const part = first(await read());

    expect(linesOf(part)).toEqual([
      'fail HCP4007jGY: 17 of 52 security group rules allow unrestricted access to a specific port',
      'fail 7DAFEmoDos: The root user has no MFA',
      'warn Zz0TestIdX: EBS Active Volumes: 2 of 17 limits are used to 80 % or more',
      'warn hjLMh88uM8: 1 of 3 load balancers is idle, $18.40 a month to save',
    ]);
    expect(part.unread).toEqual([]);
  });

  it('keeps the id, the kind and the scope of a finding while the counts change', async () => {
    const before = first(await read());
    const after = first(
      await read({
        results: { ...usual, HCP4007jGY: { status: 'error', processed: 60, flagged: 1 } },
      }),
    );

    const [was, is] = [before, after].map(({ findings }) =>
      findings.find(({ id }) => id === 'HCP4007jGY'),
    );
    expect(is).toEqual({ ...was, what: is?.what });
    expect(is?.what).not.toEqual(was?.what);
  });

  it('holds what is red for more urgent than what is yellow, and security for more than costs', async () => {
    const { kinds } = first(await read());

    const urgency = (kind: string) => kinds[kind]?.urgency ?? 0;
    expect(urgency('security/HCP4007jGY')).toBeGreaterThan(
      urgency('cost_optimizing/hjLMh88uM8/warn'),
    );
    expect(kinds['cost_optimizing/hjLMh88uM8/warn']).toMatchObject({
      title: [{ untrusted: 'Idle Load Balancers' }],
      next: [
        expect.anything(),
        { code: { untrusted: '/trusted-advisor hjLMh88uM8' } },
        expect.anything(),
      ],
    });
  });

  it('leaves what the section on IAM tells too for that to be called urgent', async () => {
    const { kinds } = first(await read());
    const own = first(await read({ noPlan: [prod.id] }));

    expect(kinds['security/7DAFEmoDos']?.urgency).toBeLessThan(50);
    expect(own.kinds['own:root-mfa']?.urgency).toBeLessThan(50);
    expect(own.kinds['own:unrestricted-ports']?.urgency).toBeGreaterThan(80);
  });

  it('asks for the list of checks once, however many accounts there are', async () => {
    const places = placesOf(prod, staging, sandbox);

    const { calls, parts } = await read({}, { places });

    expect(count(calls, 'Checks')).toBe(1);
    expect(count(calls, 'CheckSummaries')).toBe(3);
    expect(parts.map((part) => part.findings.length)).toEqual([4, 4, 4]);
  });

  it('asks a partition for itself', async () => {
    const china = { ...staging, role: 'arn:aws-cn:iam::444455556666:role/TrailwardenReader' };

    const { calls } = await read({}, { places: placesOf(prod, china) });

    expect(count(calls, 'Checks')).toBe(2);
  });

  it('asks the next account for the list where the first may not ask', async () => {
    const { parts } = await read(
      { noPlan: [prod.id], denied: [staging.id] },
      { places: placesOf(prod, staging, sandbox) },
    );

    expect(parts.map((part) => part.detail.kind)).toEqual(['own', 'unread', 'advisor']);
    expect(parts[1]?.unread).toMatchObject([{ scope: '*' }]);
  });

  it('lets nobody wait for another where AWS does not answer', async () => {
    const down = new AppError('AWS cannot be reached', {
      kind: 'upstream',
      code: 'aws_unreachable',
    });
    let waiting = 0;
    let most = 0;
    const checks = async (): Promise<never> => {
      waiting += 1;
      most = Math.max(most, waiting);
      await new Promise((resolve) => setTimeout(resolve, 5));
      waiting -= 1;
      throw down;
    };

    const { parts } = await read(
      {},
      {
        places: placesOf(prod, staging, sandbox),
        change: (deps) => ({ ...deps, advisor: { ...deps.advisor, checks } }),
      },
    );

    expect(most).toBe(2);
    expect(parts.map((part) => unreadOf(part))).toEqual(
      Array.from({ length: 3 }, () => ['*: AWS cannot be reached']),
    );
  });

  it('asks an account for its own list where it is not offered all of the first one’s checks', async () => {
    const fewer = offered.filter(({ id }) => id !== 'Zz0TestIdX');
    const change = (deps: TrustedAdvisorSectionDeps): TrustedAdvisorSectionDeps => ({
      ...deps,
      advisor: {
        checks: ({ account }, reading) =>
          account === staging.id
            ? Promise.resolve(fewer)
            : deps.advisor.checks({ account, region: regionId('us-east-1') }, reading),
        summaries: (where, ids, reading) =>
          where.account === staging.id && ids.includes('Zz0TestIdX')
            ? Promise.reject(
                new AppError('AWS does not take the request', {
                  kind: 'input',
                  code: 'aws_invalid_request',
                }),
              )
            : deps.advisor.summaries(where, ids, reading),
      },
    });

    const { parts } = await read({}, { places: placesOf(prod, staging), change });

    expect(parts.map((part) => part.findings.length)).toEqual([4, 3]);
  });

  it('says of a check that AWS has removed or replaced that it is gone, not that it is fixed', async () => {
    const old: AdvisorCheck = {
      ...idle,
      id: 'Qch7DwouX1',
      name: 'Low Utilization Amazon EC2 Instances',
    };
    const gone: AdvisorCheck = { ...idle, id: 'ZzGone', name: 'Gone' };
    const successor: AdvisorCheck = { ...idle, id: 'c1z7kmr00n', name: 'EC2 by Compute Optimizer' };
    const red = { status: 'error', processed: 5, flagged: 1 } as const;
    const before = first(
      await read({
        checks: [...offered, old, gone],
        results: { ...usual, Qch7DwouX1: red, ZzGone: red },
      }),
    );

    const part = first(
      await read({ checks: [...offered, successor] }, { last: snapshotOf(before) }),
    );

    expect(unreadOf(part).toSorted()).toEqual([
      'Qch7DwouX1: AWS has replaced the check Low Utilization Amazon EC2 Instances by EC2 by Compute Optimizer.',
      'ZzGone: AWS has removed the check Gone from Trusted Advisor.',
    ]);
    expect(part.unread.every(({ isGone }) => isGone)).toBe(true);
  });

  it('tells of a removed check once, and lets go of it', async () => {
    const gone: AdvisorCheck = { ...idle, id: 'ZzGone', name: 'Gone' };
    const results = { ZzGone: { status: 'error', processed: 5, flagged: 1 } } as const;
    const week = async (previous: Snapshot | undefined, checks: readonly AdvisorCheck[]) => {
      const asked = previous === undefined ? {} : { last: previous };
      const part = first(await read({ checks, results }, asked));
      return compare({ previous, part, at: now });
    };

    const before = await week(undefined, [...offered, gone]);
    const told = await week(before, offered);
    const after = await week(told, offered);

    expect([before, told, after].map(({ open }) => open.map(({ id }) => id))).toEqual([
      ['ZzGone'],
      ['ZzGone'],
      [],
    ]);
    expect(told.open[0]?.notSeenSince).toBe(now);
    expect([told, after].flatMap(({ fixed }) => fixed)).toEqual([]);
  });

  it('says nothing of a check that is green now, nor of one that was never open', async () => {
    const before = first(await read());

    const part = first(await read({ results: {} }, { last: snapshotOf(before) }));

    expect(part.findings).toEqual([]);
    expect(part.unread).toEqual([]);
  });

  it('does not take an open check without a result for fixed', async () => {
    const before = first(await read());
    const none = { status: 'not_available', processed: 0, flagged: 0 } as const;

    const part = first(
      await read({ results: { ...usual, HCP4007jGY: none } }, { last: snapshotOf(before) }),
    );

    expect(unreadOf(part)).toEqual([
      'HCP4007jGY: Trusted Advisor has no result of Security Groups - Specific Ports Unrestricted now.',
    ]);
  });

  it('tells which checks AWS has renamed', async () => {
    const before = first(await read());
    const checks = offered.map((check) =>
      check.id === 'hjLMh88uM8' ? { ...check, name: 'Idle Balancers' } : check,
    );

    const { section, told } = await read({ checks }, { last: snapshotOf(before) });

    expect(shown(section, told)).toContain(
      'AWS calls the check Idle Load Balancers now Idle Balancers.',
    );
  });

  it('judges an account without a Support plan itself, and says so', async () => {
    const groups = () => [
      {
        id: 'sg-0abc123',
        name: 'web',
        vpcId: 'vpc-1',
        ingress: [22, 3389].map((port) => ({
          protocol: 'tcp',
          fromPort: port,
          toPort: port,
          cidrs: ['0.0.0.0/0'],
        })),
      },
    ];

    const { section, parts, told } = await read({ noPlan: [prod.id], groups });

    const part = first({ parts });
    expect(linesOf(part)).toContain(
      'fail own:unrestricted-ports/sg-0abc123 (web): sg-0abc123 (web) in eu-west-1: TCP port 22 (SSH) is open to 0.0.0.0/0, and 3 more',
    );
    expect(linesOf(part)).toContainEqual(
      expect.stringMatching(/^fail own:root-mfa: The root user signs in with a password/),
    );
    expect(new Set(part.findings.map(({ id }) => id)).size).toBe(part.findings.length);
    expect(shown(section, told)).toContain(
      'prod has no Support plan that includes Trusted Advisor',
    );
    expect(rowsOf({ headline: [], parts: section.tell(told, runOf().period) })).toContain(
      'Root user MFA | 1 | 0 | 0 | 0 | 0',
    );
  });

  it('does not take for fixed what was open before the Support plan ended, or began', async () => {
    const withPlan = first(await read());
    const without = first(await read({ noPlan: [prod.id] }));

    const ended = first(await read({ noPlan: [prod.id] }, { last: snapshotOf(withPlan) }));
    const begun = first(await read({}, { last: snapshotOf(without) }));

    expect(ended.unread.map(({ scope }) => scope)).toEqual(
      withPlan.findings.map(({ scope }) => scope),
    );
    expect(begun.unread.map(({ scope }) => scope).toSorted()).toEqual(
      [...new Set(without.findings.map(({ scope }) => scope))].toSorted(),
    );
  });

  it('says why an account was not read', async () => {
    const part = first(await read({ denied: [prod.id] }));

    expect(part.findings).toEqual([]);
    expect(unreadOf(part)).toEqual([
      expect.stringMatching(/^\*: the permission support:DescribeTrustedAdvisorChecks is missing/),
    ]);
  });

  it('tells what it has when it is time: one slow account spoils no other', async () => {
    const { parts } = await read(
      { slow: [staging.id] },
      { places: placesOf(prod, staging), signal: AbortSignal.timeout(30) },
    );

    expect(parts.map((part) => part.findings.length)).toEqual([4, 0]);
    expect(parts[1]?.unread).toEqual([{ scope: '*', why: ['There was no time left to read it.'] }]);
  });

  it('counts by category what is new, fixed and open, and what could be saved', async () => {
    const places = placesOf(prod, staging);
    const { section, parts } = await read({}, { places });
    const fixed = first({ parts }).findings.filter(({ id }) => id === 'Zz0TestIdX');

    const told = parts.map((part, index) =>
      toldOf(places[index] ?? place, part, {
        fresh: index === 0 ? ['HCP4007jGY', 'hjLMh88uM8'] : [],
        fixed: fixed.map((one) => ({ ...one, since: now })),
      }),
    );
    const rows = rowsOf({ headline: [], parts: section.tell(told, runOf().period) });

    expect(rows).toEqual([
      'Security | 1 | 0 | 0 | 4 | 0 | 36 | –',
      'Cost optimization | 0 | 1 | 0 | 0 | 2 | 2 | $36.80',
      'Fault tolerance | 0 | 0 | 0 | 0 | 0 | 0 | –',
      'Service limits | 0 | 0 | 2 | 0 | 2 | 4 | –',
      'prod | $18.40',
      'staging | $18.40',
    ]);
    expect(shown(section, told)).toContain('$36.80 a month could be saved in 2 accounts');
    expect(shown(section, told)).not.toMatch(machineWords);
  });

  it('calls nothing new where there was no digest before', async () => {
    const { section, parts } = await read();

    const told = [toldOf(place, first({ parts }), { isFirst: true })];

    expect(shown(section, told)).not.toMatch(/New red/);
  });

  it('takes few calls', async () => {
    const checks = Array.from({ length: 480 }, (_, index) => ({ ...idle, id: `Zz${index}` }));
    const regions = Array.from({ length: 17 }, (_, index) => regionId(`eu-west-${index + 1}`));
    const own = accountOf('222233334444', 'own');

    const advisor = await read({ checks });
    const ownChecks = await read({ noPlan: [own.id] }, { places: [{ account: own, regions }] });

    expect(advisor.calls).toHaveLength(2);
    expect(ownChecks.calls.length).toBeLessThanOrEqual(25);
  });
});
