import { createAccountReader } from './aws/account.ts';
import type { AwsClients } from './aws/clients.ts';
import { createTrailReader } from './aws/cloudtrail.ts';
import { createAlarmReader } from './aws/cloudwatch.ts';
import { createEc2Reader } from './aws/ec2.ts';
import { createIamReader } from './aws/iam.ts';
import { createLogReader } from './aws/logs.ts';
import { createMetricFilterReader } from './aws/metric-filters.ts';
import { createSns } from './aws/sns.ts';
import { createSqs } from './aws/sqs.ts';
import { createAdvisorReader } from './aws/support.ts';
import type { Clock } from './core/clock.ts';
import type { Messenger } from './core/conversation.ts';
import type { Log } from './core/log.ts';
import type { Overview } from './core/overview.ts';
import type { Say } from './core/say.ts';
import type { Settings } from './core/settings.ts';
import type { Store } from './core/store.ts';
import { createCompose } from './digest/compose.ts';
import { anySection } from './digest/section.ts';
import { createActivitySection } from './digest/sections/activity/activity.ts';
import { createIamSection } from './digest/sections/iam/iam.ts';
import { createIncidentsSection } from './digest/sections/incidents/incidents.ts';
import { createTrustedAdvisorSection } from './digest/sections/trusted-advisor/trusted-advisor.ts';
import { createWatchingSection } from './digest/sections/watching/watching.ts';
import { createSend } from './digest/send.ts';
import { createShow } from './digest/show.ts';
import { homeOf } from './home.ts';
import { suppressedBy } from './incidents/suppress.ts';

export interface DigestingDeps {
  readonly settings: () => Settings;
  readonly aws: AwsClients;
  readonly store: Store;
  readonly say: Say;
  readonly overview: () => Promise<Overview>;
  readonly messenger: Pick<Messenger, 'resolve'>;
  readonly clock: Clock;
  readonly log: Log;
}

const sectionsOf = (deps: DigestingDeps) => {
  const { aws, clock, settings, store } = deps;
  const facts = {
    clock,
    iam: createIamReader(aws, clock),
    ec2: createEc2Reader(aws),
    trail: createTrailReader(aws),
    account: createAccountReader(aws),
    whereOf: aws.whereOf,
    accounts: () => settings().accounts,
  };
  return [
    anySection(
      createIncidentsSection({
        store,
        accounts: facts.accounts,
        suppressions: () => settings().suppress,
        suppressedBy,
        now: clock.now,
      }),
    ),
    anySection(createIamSection(facts)),
    anySection(createTrustedAdvisorSection({ ...facts, advisor: createAdvisorReader(aws) })),
    anySection(
      createActivitySection({
        logs: createLogReader(aws),
        whereOf: aws.whereOf,
        trailLogs: () => settings().trailLogs,
        store,
        clock,
      }),
    ),
    anySection(
      createWatchingSection({
        ...deps,
        alarmReader: createAlarmReader(aws),
        metricFilters: createMetricFilterReader(aws),
        trail: facts.trail,
        accounts: facts.accounts,
        sns: createSns(aws),
        sqs: createSqs(aws),
        whereOf: aws.whereOf,
        trailLogs: () => settings().trailLogs,
        topics: () => settings().topics,
        queues: () => settings().queues,
        publicUrl: () => settings().http.publicUrl,
      }),
    ),
  ];
};

/** What reads digests, posts them, and shows them to one person. */
export const createDigesting = (deps: DigestingDeps) => {
  const { settings, store, say, clock, log } = deps;
  const shared = {
    compose: createCompose({ sections: sectionsOf(deps), clock, log }),
    home: () => homeOf(settings()).region,
    store,
    clock,
  };
  return {
    send: createSend({
      ...shared,
      accounts: () => settings().accounts,
      say,
      // Where Slack does not answer, it is tried; then it goes where every message goes that cannot.
      hasChannel: async (channel) => (await deps.messenger.resolve(channel)).kind !== 'unreachable',
      log,
    }),
    show: createShow(shared),
  };
};

export type Digesting = ReturnType<typeof createDigesting>;
