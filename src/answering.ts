import { randomUUID } from 'node:crypto';
import { createDesk } from './answers/desk.ts';
import { createDestination } from './answers/destination.ts';
import { createAccountReader } from './aws/account.ts';
import type { AwsClients } from './aws/clients.ts';
import { createTrailReader } from './aws/cloudtrail.ts';
import { createAlarmReader } from './aws/cloudwatch.ts';
import { createEc2Reader } from './aws/ec2.ts';
import { createIamReader } from './aws/iam.ts';
import { createIdentityReader } from './aws/identity-center.ts';
import { createLogReader } from './aws/logs.ts';
import { createMetricFilterReader } from './aws/metric-filters.ts';
import { createKeyLocator } from './aws/sts.ts';
import { createAdvisorReader } from './aws/support.ts';
import { createCommands } from './commands/index.ts';
import type { Action } from './core/action.ts';
import type { Clock } from './core/clock.ts';
import type { Digests } from './core/digest.ts';
import type { Interactions, Workspace } from './core/interaction.ts';
import type { Log } from './core/log.ts';
import type { Overview } from './core/overview.ts';
import type { Say } from './core/say.ts';
import type { Settings } from './core/settings.ts';
import type { Store } from './core/store.ts';
import { guardsTheGuards } from './detections/by-id.ts';
import { createDigestCsv } from './digest/csv-handout.ts';
import { homeOf } from './home.ts';
import { createMuting } from './incidents/mutes.ts';
import { suppressedBy } from './incidents/suppress.ts';

export interface AnsweringDeps {
  readonly actions: readonly Action[];
  readonly settings: () => Settings;
  readonly aws: AwsClients;
  readonly workspace: Workspace;
  readonly store: Store;
  readonly say: Say;
  readonly overview: () => Promise<Overview>;
  readonly digests: Digests;
  readonly clock: Clock;
  readonly log: Log;
}

/** Slack's answer where it is one; people's names are good to have and never needed. */
const createPeople = ({ workspace }: Pick<AnsweringDeps, 'workspace'>) => ({
  memberByEmail: async (email: string): Promise<string | undefined> => {
    const found = await workspace.memberByEmail(email);
    return found.kind === 'ok' ? found.value : undefined;
  },
  emailOfMember: async (user: string): Promise<string | undefined> => {
    const home = await workspace.home();
    if (home.kind !== 'ok') return undefined;
    const found = await workspace.person({ ...home.value, user });
    return found.kind === 'ok' ? found.value.email : undefined;
  },
});

/** From what people do in Slack to their answers: the commands, and the desk before them. */
export const createAnswering = (deps: AnsweringDeps): Interactions => {
  const { settings, aws, store, clock, log } = deps;
  const commands = createCommands({
    trail: createTrailReader(aws),
    logs: createLogReader(aws),
    keys: createKeyLocator(aws),
    identities: createIdentityReader(aws),
    iam: createIamReader(aws, clock),
    ec2: createEc2Reader(aws),
    account: createAccountReader(aws),
    advisor: createAdvisorReader(aws),
    whereOf: aws.whereOf,
    home: () => homeOf(settings()),
    trailLogs: () => settings().trailLogs,
    identityCenter: () => settings().identityCenter,
    ...createPeople(deps),
    overview: deps.overview,
    digests: deps.digests,
    digestSettings: () => settings().digests,
    destination: createDestination({ workspace: deps.workspace, settings }),
    accounts: () => settings().accounts,
    suppressions: () => settings().suppress,
    suppressedBy,
    muting: createMuting({
      now: clock.now,
      guards: guardsTheGuards,
    }),
    alarmReader: createAlarmReader(aws),
    metricFilters: createMetricFilterReader(aws),
    topicArns: () => settings().topics.map(({ arn }) => arn),
    store,
    clock,
  });
  const { actions, workspace, say } = deps;
  return createDesk({
    commands,
    actions,
    handouts: [createDigestCsv({ accounts: () => settings().accounts })],
    workspace,
    settings,
    store,
    say,
    newId: randomUUID,
    clock,
    log,
  });
};
