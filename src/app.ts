import { answerLater } from './answer-later.ts';
import { createAwsClients } from './aws/clients.ts';
import { createAlarmReader } from './aws/cloudwatch.ts';
import { createOrganizationReader } from './aws/organizations.ts';
import { createSns } from './aws/sns.ts';
import { createSqs } from './aws/sqs.ts';
import { createSts } from './aws/sts.ts';
import { commandSpecs } from './commands/specs.ts';
import { type Clock, systemClock } from './core/clock.ts';
import { accessKeyHash } from './core/evidence-event.ts';
import type { Handle } from './core/handle.ts';
import type { Log } from './core/log.ts';
import type { Settings } from './core/settings.ts';
import { type DigestsByClock, startDigests } from './digests-by-clock.ts';
import { startHousekeeping } from './housekeeping.ts';
import { createMetrics } from './http/metrics.ts';
import { startServer } from './http/server.ts';
import { rememberSession } from './incidents/own-roles.ts';
import { type CertificateSource, fetchCertificate } from './intake/certificate-source.ts';
import { createGapReader } from './intake/found-late.ts';
import { createIntake } from './intake/intake.ts';
import { startQueues } from './intake/queues.ts';
import { createSnsVerifier } from './intake/sns-verifier.ts';
import { createLog } from './log.ts';
import { type Members, startMembers } from './organization/members.ts';
import { readMemory } from './organization/memory.ts';
import { createRoster, type Roster } from './organization/roster.ts';
import { whereAccountIsTried } from './organization/where.ts';
import { startOwnRole } from './own-role.ts';
import { type Base, createPipeline, type Pipeline } from './pipeline.ts';
import { createOverview, createProbes } from './probes.ts';
import { createSlack, type Slack } from './slack/connection.ts';
import { createWorkspace } from './slack/workspace.ts';
import { openStore } from './store/open.ts';

/** What a caller may bring instead of the real thing; production brings nothing. */
export interface Ports {
  readonly certificates?: CertificateSource;
  readonly clock?: Clock;
  readonly log?: Log;
  /** `none`: nobody looks for what tripped an alarm, to measure what that costs. */
  readonly evidence?: 'none';
}

export interface App extends Handle {
  /** Where the server listens. */
  readonly port: number;
  /** Takes new settings over; `http`, `store`, `queues` and `slack.mode` wait for the next start. */
  readonly reload: (settings: Settings) => void;
}

/** The ways in: what SNS sends, what waits in queues, what was missed. */
const createIntakes = (
  base: Base,
  { processor, say }: Pipeline,
  certificates: CertificateSource,
) => {
  const { settings, clock, log, metrics, store, aws } = base;
  const accepted = processor.wake;
  const topics = () => settings().topics;
  // Before anything else writes to the inbox: it looks when the last notification came.
  const gaps = createGapReader({
    store,
    alarms: createAlarmReader(aws),
    accounts: () => settings().accounts,
    topics,
    accepted,
    clock,
    log,
    metrics,
  });
  const intake = createIntake({
    store,
    verifier: createSnsVerifier({ topics, certificates, clock }),
    subscriptions: createSns(aws),
    say,
    accepted,
    clock,
    log,
    metrics,
  });
  const sqs = createSqs(aws);
  const queues = startQueues({
    queues: settings().queues,
    receive: intake.receive,
    sqsClient: sqs.client,
    deadLetters: async (queue, signal) => {
      const { deadLetter } = await sqs.facts(queue, signal);
      return deadLetter && (await sqs.factsByArn(deadLetter.arn, signal)).waiting;
    },
    store,
    clock,
    log,
    metrics,
  });
  return { gaps, intake, queues };
};

/** The accounts of the organisation's units, as they come and go. */
const watchOrganization = ({ store, clock, log, aws }: Base, { say }: Pipeline, roster: Roster) => {
  const sts = createSts(aws);
  return startMembers({
    roster,
    reader: createOrganizationReader(aws),
    tryRole: async (account, signal) => {
      const where = whereAccountIsTried(roster.settings(), account);
      await sts.identity(where, signal);
    },
    store,
    say,
    clock,
    log,
  });
};

/** What people see of the bot in Slack, and what it says of itself. */
const createFace = (
  base: Base,
  pipeline: Pipeline,
  intakes: ReturnType<typeof createIntakes>,
  { members, digests }: { readonly members: Members; readonly digests: DigestsByClock },
) => {
  const { settings, clock, log, metrics } = base;
  const { slack: slackSettings } = settings();
  const { admit } = pipeline;
  const linkHosts = (): readonly string[] => settings().slack.linkHosts;
  const { botToken, apiUrl } = slackSettings;
  const workspace = createWorkspace({ token: botToken, apiUrl, linkHosts, clock, log, admit });
  const late: { slack?: Slack } = {};
  const status = (): ReturnType<Slack['status']> =>
    late.slack?.status() ?? { connected: false, reason: 'Not started.' };
  const deps = {
    ...base,
    ...pipeline,
    ...intakes,
    slack: { status },
    digests,
    setUp: members.problems,
    startedAt: clock.now(),
  };
  const probes = createProbes(deps);
  const overview = createOverview(deps, probes.ready);
  const interactions = answerLater({ ...deps, workspace, overview });
  const slack = createSlack({
    settings: slackSettings,
    interactions,
    commandSpecs,
    linkHosts,
    admit,
    clock,
    log,
    metrics,
  });
  late.slack = slack;
  return { slack, probes, overview };
};

/**
 * Puts the bot together and starts it: the server first, so that SNS is answered while Slack is
 * still being reached.
 *
 * @throws AppError kind `config` where a setting or the store makes a start impossible
 */
export const createApp = async (initial: Settings, ports: Ports = {}): Promise<App> => {
  let current = initial;
  const clock = ports.clock ?? systemClock;
  const log = ports.log ?? createLog();
  const metrics = createMetrics();
  const store = await openStore(initial.store, { clock, log });
  const roster = createRoster(() => current);
  roster.learn(await store.transaction(readMemory));
  const { settings } = roster;
  const issued = (accessKeyId: string, expiresAt: number): Promise<void> =>
    store.transaction((tx) => rememberSession(tx, accessKeyHash(accessKeyId), expiresAt));
  const aws = createAwsClients({ accounts: () => settings().accounts, issued, clock, log });
  const base = { settings, clock, log, metrics, store, aws };
  const pipeline = createPipeline(base, ports);
  const members = watchOrganization(base, pipeline, roster);
  const intakes = createIntakes(base, pipeline, ports.certificates ?? fetchCertificate);
  const digests = startDigests({ ...base, ...pipeline, overview: () => overview() });
  const { slack, probes, overview } = createFace(base, pipeline, intakes, { members, digests });
  const server = await startServer({
    settings: initial.http,
    routes: {
      sns: (body, headers) => intakes.intake.receive(body, headers, 'https'),
      ...probes,
      ...(initial.slack.mode === 'http' && { slack: slack.httpHandler }),
    },
    log,
  });
  log.info('listening', { host: initial.http.host, port: server.port });
  const housekeeping = startHousekeeping({ store, clock, log });
  const ownRole = startOwnRole(base);
  await slack.start();

  return {
    port: server.port,
    reload: (loaded) => {
      current = loaded;
    },
    stop: async () => {
      await Promise.all([
        intakes.intake.stop(),
        server.stop(),
        intakes.queues.stop(),
        intakes.gaps.stop(),
        housekeeping.stop(),
        ownRole.stop(),
        members.stop(),
        digests.stop(),
      ]);
      await pipeline.processor.stop();
      await Promise.all([pipeline.delivery.stop(), slack.stop()]);
      await aws.stop();
      await store.stop();
    },
  };
};
