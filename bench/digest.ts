import { systemClock } from '../src/core/clock.ts';
import type { Week } from '../src/sandbox/aws/plan/span.ts';
import { weeks } from '../src/sandbox/aws/plan/span.ts';
import type { Message } from '../src/sandbox/slack/entities.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start.ts';
import { makeDue, readFound } from './digest-run.ts';
import { type Difference, differenceOf } from './digest-truth.ts';
import { goal, print } from './figure.ts';
import { imageBot } from './image.ts';
import { type Measured, measure } from './process.ts';
import { pin, until } from './scene.ts';

const channelName = 'sec-alerts';
const megabyte = 1e6;
/** A digest says after three minutes what it has; the rest is for its messages. */
const withinMs = 300_000;
const shownExamples = 20;

/** How one week's digest went. */
interface WeekRun {
  readonly week: Week;
  /** From when it was due until its last message stood. */
  readonly seconds: number;
  readonly messages: number;
  /** API calls of the account that was asked the most. */
  readonly calls: number;
  readonly difference: Difference;
}

const postsDue = async ({ bot }: Sandbox): Promise<boolean> => {
  const text = await (await fetch(`${bot.url() ?? ''}/metrics`)).text();
  return !/^trailwarden_posts_due 0$/mu.test(text);
};

const messagesSince = ({ slack }: Sandbox, at: number): readonly Message[] => {
  const channel = slack.store.findChannel(channelName);
  if (channel === undefined) throw new Error(`there is no channel ${channelName}`);
  return slack.store
    .timeline(channel.id)
    .all()
    .filter(({ ts }) => Number(ts) * 1000 >= at);
};

/** Resolves when messages have come and none is left to come; when the last one came, epoch ms. */
const waitForLast = async (sandbox: Sandbox, dueAt: number): Promise<readonly Message[]> => {
  let count = 0;
  await until('the digest stands', dueAt - systemClock.now() + withinMs, async () => {
    await systemClock.sleep(1_000);
    const before = count;
    count = messagesSince(sandbox, dueAt).length;
    return count > 0 && count === before && !(await postsDue(sandbox));
  });
  return messagesSince(sandbox, dueAt);
};

const mostCalls = (sandbox: Sandbox, since: number): number => {
  const calls = sandbox.calls.since(since).filter(({ target }) => target === 'aws');
  const byAccount = Map.groupBy(calls, ({ account }) => account);
  return Math.max(...[...byAccount.values()].map(({ length }) => length));
};

const runWeek = async (sandbox: Sandbox, week: Week): Promise<WeekRun> => {
  sandbox.aws.weeks.moveTo(week);
  const dueAt = await makeDue(sandbox, channelName);
  const messages = await waitForLast(sandbox, dueAt);
  return {
    week,
    seconds: Math.max(...messages.map(({ ts }) => Number(ts))) - dueAt / 1000,
    messages: messages.length,
    calls: mostCalls(sandbox, dueAt),
    difference: differenceOf(sandbox.aws.organisation, week, readFound(sandbox, dueAt)),
  };
};

const total = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);

const tellDifference = ({ week, difference }: WeekRun): void => {
  const { given, missed, wrong, examples } = difference;
  const name = `digest.week-${week + 1}`;
  print({ name: `${name}.given`, value: given, unit: 'findings' });
  for (const [practice, count] of missed)
    print({ name: `${name}.missed.${practice}`, value: count, unit: 'findings' });
  for (const [practice, count] of wrong)
    print({ name: `${name}.wrong.${practice}`, value: count, unit: 'findings' });
  for (const example of examples.slice(0, shownExamples)) process.stderr.write(`${example}\n`);
};

const report = (runs: readonly WeekRun[], bot: Measured, idle: number): void => {
  for (const run of runs) {
    const name = `digest.week-${run.week + 1}`;
    print({ name: `${name}.seconds`, value: run.seconds, unit: 's' });
    print({ name: `${name}.messages`, value: run.messages, unit: 'messages' });
    print({ name: `${name}.calls`, value: run.calls, unit: 'calls' });
    tellDifference(run);
  }
  const rss = bot.peakRss();
  print({ name: 'digest.rss', value: rss / megabyte, unit: 'MB', floor: idle / megabyte });
  const sum = (of: 'missed' | 'wrong'): number =>
    runs.reduce((all, { difference }) => all + total(difference[of]), 0);
  goal(
    'each week within 180 s',
    runs.every(({ seconds }) => seconds <= 180),
  );
  goal(
    'at most 120 calls an account',
    runs.every(({ calls }) => calls <= 120),
  );
  goal('at most 300 MB', rss <= 300 * megabyte);
  goal('nothing missed of what was put in', sum('missed') === 0);
  goal('nothing found that was not put in', sum('wrong') === 0);
};

/**
 * The weekly digest over 40 accounts with 17 regions each, whose AWS takes the time that AWS takes: three
 * weeks of it, each against what the organisation was given. It takes about ten minutes.
 */
export const run = async (): Promise<void> => {
  const sandbox = await startSandbox({
    organisation: 'large',
    awsDelays: 'realistic',
    trailLogs: true,
    spawnBot: false,
    botEntry: await imageBot(),
  });
  pin(process.pid, 1);
  try {
    await sandbox.bot.start();
    await sandbox.ready();
    const bot = measure(sandbox.bot.pid(), `${sandbox.bot.url() ?? ''}/sns`);
    pin(sandbox.bot.pid(), 0);
    // After a start it reads from CloudWatch what it may have missed.
    await systemClock.sleep(4_000);
    const idle = bot.rss();
    const runs: WeekRun[] = [];
    for (const week of weeks) runs.push(await runWeek(sandbox, week));
    report(runs, bot, idle);
  } finally {
    await sandbox.stop();
  }
};
