import { type Clock, systemClock } from '../core/clock.ts';
import { type FakeAws, startAws } from './aws/server.ts';
import { type Bot, createBot } from './bot-process.ts';
import { type CallLog, createCallLog } from './calls.ts';
import { createCertificateAuthority } from './certificate-authority.ts';
import { startCertificateServer } from './certificate-server.ts';
import { type Changes, createChanges } from './changes.ts';
import { createFaults, type Faults } from './faults.ts';
import type { Web } from './http.ts';
import type { SandboxOptions } from './options.ts';
import { type FakeSlack, startSlack } from './slack/server.ts';

/** What a sandbox is made of, before the bot runs. */
export interface Parts {
  readonly clock: Clock;
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly changes: Changes;
  readonly slack: FakeSlack;
  readonly aws: FakeAws;
  readonly certificates: Web;
  readonly bot: Bot;
}

/** Starts the fakes, each on a port of its own; the bot is made, not started. */
export const startParts = async (options: SandboxOptions, settingsPath: string): Promise<Parts> => {
  const clock = options.clock ?? systemClock;
  const calls = createCallLog();
  const faults = createFaults(options.random ?? Math.random);
  const changes = createChanges();
  const shared = { clock, calls, faults, changes };
  const late: { bot?: Bot } = {};
  const requestUrl = (): string | undefined => {
    const url = late.bot?.url();
    return url === undefined ? undefined : `${url}/slack/events`;
  };
  const mode = options.mode ?? 'socket';
  const authority = await createCertificateAuthority(clock);
  const [slack, aws, certificates] = await Promise.all([
    startSlack({ ...shared, mode, paces: options.paces ?? true, requestUrl }),
    startAws({
      ...shared,
      authority,
      delayScale: options.snsDelayScale ?? 1,
      organisation: options.organisation,
      answerScale: options.awsAnswerScale,
      delays: options.awsDelays,
      trailLatencyMs: options.trailLatencyMs,
    }),
    startCertificateServer(authority, faults),
  ]);
  const bot = createBot({
    changes,
    organisation: aws.organisation,
    slackApiUrl: slack.apiUrl,
    awsUrl: aws.url,
    certificateUrl: certificates.url,
    settingsPath,
    entry: options.botEntry,
    env: options.botEnv,
    nodeArgs: options.botNodeArgs,
    onLine: options.onBotLine,
  });
  late.bot = bot;
  return { ...shared, slack, aws, certificates, bot };
};
