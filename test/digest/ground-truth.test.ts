import { describe, expect, it } from 'vitest';
import { comparableIds, expectedIds } from '../../bench/digest-truth.ts';
import { createAccountReader } from '../../src/aws/account.ts';
import { createTrailReader } from '../../src/aws/cloudtrail.ts';
import { createAlarmReader } from '../../src/aws/cloudwatch.ts';
import { createEc2Reader } from '../../src/aws/ec2.ts';
import { createIamReader } from '../../src/aws/iam.ts';
import { createMetricFilterReader } from '../../src/aws/metric-filters.ts';
import { createSns } from '../../src/aws/sns.ts';
import { createSqs } from '../../src/aws/sqs.ts';
import { createAdvisorReader } from '../../src/aws/support.ts';
import { day } from '../../src/core/clock.ts';
import type { SectionPart } from '../../src/core/digest.ts';
import type { AccountId, RegionId, TopicArn } from '../../src/core/ids.ts';
import type { Account } from '../../src/core/settings.ts';
import type { Store, Tx } from '../../src/core/store.ts';
import { createIamSection } from '../../src/digest/sections/iam/iam.ts';
import { createTrustedAdvisorSection } from '../../src/digest/sections/trusted-advisor/trusted-advisor.ts';
import { createWatchingSection } from '../../src/digest/sections/watching/watching.ts';
import { homeRegion, security } from '../../src/sandbox/aws/accounts.ts';
import { type GroundTruth, groundTruth } from '../../src/sandbox/aws/ground-truth/ground-truth.ts';
import { trailGroup } from '../../src/sandbox/aws/logs/trail-group.ts';
import { weeks } from '../../src/sandbox/aws/plan/span.ts';
import { accounts, duringTests, organisation } from './organisation-rig.ts';

/** A few of each kind of account, and those of which more is told. */
const names =
  'prod staging security log-archive payments data-lake shop legacy partners acquired-1 acquired-2 sandbox-3 sandbox-5 sandbox-7'.split(
    ' ',
  );

const foundIn = ({ findings }: SectionPart, truth: GroundTruth): readonly string[] =>
  [
    ...comparableIds(
      findings.map(({ id }) => id),
      truth,
    ),
  ].toSorted();

describe('a digest over the large organisation', () => {
  const { under, clients } = duringTests();

  const deps = () => ({
    clock: under().clock,
    iam: createIamReader(clients(), under().clock),
    ec2: createEc2Reader(clients()),
    trail: createTrailReader(clients()),
    account: createAccountReader(clients()),
    advisor: createAdvisorReader(clients()),
    whereOf: clients().whereOf,
    accounts: () => accounts,
  });

  /** Nothing came by an event, and no topic is listed but those of the organisation. */
  const watchingDeps = () => ({
    ...deps(),
    alarmReader: createAlarmReader(clients()),
    metricFilters: createMetricFilterReader(clients()),
    sns: createSns(clients()),
    sqs: createSqs(clients()),
    // As the settings of the large organisation: of every account, says whoever wrote them.
    trailLogs: () => [
      {
        logGroup: trailGroup.name,
        account: security as AccountId,
        region: homeRegion as RegionId,
        covers: undefined,
      },
    ],
    topics: () =>
      organisation.topics
        .filter(({ isListed }) => isListed)
        .map(({ arn }) => ({ arn: arn as TopicArn, signatureVersion: 'any' as const })),
    queues: () => [],
    publicUrl: () => undefined,
    overview: () => Promise.reject(new Error('nobody asks about the bot')),
    store: {
      transaction: (work: (tx: Tx) => unknown) =>
        work({ incidents: { between: async () => [] } } as unknown as Tx),
    } as unknown as Store,
  });

  const run = {
    places: [],
    period: { from: 0, to: 0 },
    home: 'eu-west-1' as RegionId,
    signal: new AbortController().signal,
    urgency: 'background' as const,
  };

  const read = (section: 'iam' | 'trusted-advisor', account: Account): Promise<SectionPart> => {
    const made = section === 'iam' ? createIamSection(deps()) : createTrustedAdvisorSection(deps());
    return made.begin(run).account({ account, regions: account.regions });
  };

  describe.each(['iam', 'trusted-advisor'] as const)('in its section %s', (section) => {
    it.each(names)('finds in %s what was put in, in every week, and nothing else', async (name) => {
      const account = accounts.find((one) => one.name === name)!;
      for (const week of weeks) {
        under().aws.weeks.moveTo(week);
        const truth = groundTruth(organisation, account.id, week);
        const part = await read(section, account);

        expect(foundIn(part, truth)).toEqual(
          truth.isLocked ? [] : [...expectedIds(truth)[section]].toSorted(),
        );
        expect(truth.isLocked && part.unread.length === 0).toBe(false);
      }
    });
  });

  // So many metrics as prod's take longer at five calls a second than a clock by hand knows.
  const others = names.filter((name) => name !== 'prod');

  it.each(others)('finds in %s what watches it badly, in every week', async (name) => {
    const account = accounts.find((one) => one.name === name)!;
    for (const week of weeks) {
      under().aws.weeks.moveTo(week);
      const truth = groundTruth(organisation, account.id, week);
      const part = await createWatchingSection(watchingDeps())
        .begin({ ...run, places: [] })
        .account({ account, regions: account.regions });

      expect(truth.isLocked && part.unread.length === 0).toBe(false);
      if (truth.isLocked) continue;
      expect(foundIn(part, truth)).toEqual([...expectedIds(truth).watching].toSorted());
    }
  });

  it('finds what is there as time really passes, too', async () => {
    const later = accounts.filter(({ name }) => ['prod', 'shop', 'staging'].includes(name));
    under().aws.weeks.moveTo(0);

    for (const week of [1, 2] as const) {
      under().clock.advance(7 * day);
      for (const account of later) {
        const part = await read('iam', account);
        const truth = groundTruth(organisation, account.id, week);

        expect(foundIn(part, truth)).toEqual([...expectedIds(truth).iam].toSorted());
      }
    }
  });
});
