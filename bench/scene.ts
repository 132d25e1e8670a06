import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../src/core/clock.ts';
import { systemClock } from '../src/core/clock.ts';
import { topics } from '../src/sandbox/aws/organisation.ts';
import type { Envelope } from '../src/sandbox/aws/signer.ts';
import { app, newChannel } from '../src/sandbox/slack/workspace.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../src/sandbox/start.ts';

/**
 * A bot that looks for no evidence: with a thousand alarms, edited 45 times a minute, it would do so for
 * twenty minutes.
 */
export const plainBot = fileURLToPath(new URL('plain-bot.ts', import.meta.url));

/** Alarms are named `<kind>-<number>` and go to the channel `load-<number>`. */
export interface Scene {
  readonly sandbox: Sandbox;
  readonly channelId: (number: number) => string;
  /** A signed SNS message that says alarm `name` went to `state` now. */
  readonly alarm: (name: string, state?: 'ALARM' | 'OK', channel?: string) => Promise<Envelope>;
}

/** The wall clock with fractions of a millisecond. */
export const preciseClock: Clock = {
  ...systemClock,
  now: () => performance.timeOrigin + performance.now(),
};

const alarmMessage = (name: string, state: string, now: number, channel: string): string =>
  JSON.stringify({
    AlarmName: name,
    AlarmDescription: null,
    AWSAccountId: '111122223333',
    NewStateValue: state,
    NewStateReason:
      state === 'OK'
        ? 'Threshold Crossed: 1 out of the last 1 datapoints [0.0] was not greater than or equal to the threshold (1.0) (minimum 1 datapoint for ALARM -> OK transition).'
        : 'Threshold Crossed: 1 out of the last 1 datapoints [1.0] was greater than or equal to the threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition).',
    StateChangeTime: new Date(now).toISOString().replace('Z', '+0000'),
    Region: 'EU (Ireland)',
    AlarmArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`,
    OldStateValue: state === 'OK' ? 'ALARM' : 'OK',
    Trigger: {
      MetricName: 'IAMPolicyEventCount',
      Namespace: 'CloudTrailMetrics',
      StatisticType: 'Statistic',
      Statistic: 'SUM',
      Unit: null,
      Dimensions: [],
      Period: 300,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
      TreatMissingData: 'notBreaching',
    },
    // Not AWS's: where the floor, which knows no routes, is to post.
    channel,
  });

/** A sandbox with `channels` channels `load-0` …, and a route to each for the alarms of `kinds`. */
export const startScene = async (
  channels: number,
  kinds: readonly string[],
  options: SandboxOptions = {},
): Promise<Scene> => {
  const numbers = Array.from({ length: channels }, (_, number) => number);
  const sandbox = await startSandbox({
    ...options,
    spawnBot: false,
    settings: {
      routes: numbers.map((number) => ({
        when: { name: kinds.map((kind) => `${kind}-${number}`) },
        channel: `load-${number}`,
      })),
      ...options.settings,
    },
  });
  const channelId = (number: number): string => `C0LOAD${number}`;
  for (const number of numbers)
    sandbox.slack.store.addChannel(
      newChannel(channelId(number), `load-${number}`, [app.botUserId, 'U0ALICE']),
    );
  const clock = options.clock ?? systemClock;
  return {
    sandbox,
    channelId,
    alarm: (name, state = 'ALARM', channel = '') =>
      sandbox.aws.sign({
        type: 'Notification',
        topicArn: topics.alarms,
        message: alarmMessage(name, state, clock.now(), channel),
        signatureVersion: '2',
      }),
  };
};

/** Keeps a process, all its threads, to one core; without `taskset` it may use both. */
export const pin = (pid: number | undefined, core: number): void => {
  if (pid !== undefined) spawnSync('taskset', ['-apc', String(core), String(pid)]);
};

/** Posts as SNS does; the status. */
export const post = async (url: string, envelope: Envelope): Promise<number> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'text/plain; charset=UTF-8',
      'x-amz-sns-message-type': envelope['Type'] ?? '',
    },
    body: JSON.stringify(envelope),
  });
  await response.arrayBuffer();
  return response.status;
};

/** Runs `work` for each item, at most `atOnce` at a time. */
export const eachAtOnce = async <T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> => {
  const left = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of left) await work(item, index);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
};

/** Resolves when `isDone` says so; throws after `withinMs`. */
export const until = async (
  what: string,
  withinMs: number,
  isDone: () => boolean | Promise<boolean>,
): Promise<void> => {
  const end = performance.now() + withinMs;
  while (!(await isDone())) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await systemClock.sleep(10);
  }
};
