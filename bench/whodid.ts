import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { systemClock } from '../src/core/clock.ts';
import { regions } from '../src/sandbox/aws/accounts.ts';
import { iamUser } from '../src/sandbox/aws/trail/identities.ts';
import { startFlags } from '../src/sandbox/bot-process.ts';
import { isJson, parseJson } from '../src/sandbox/json.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/start.ts';
import { goal, percentile, print } from './figure.ts';
import { imageBot } from './image.ts';
import { type Measured, measure } from './process.ts';
import { pin } from './scene.ts';
import { createSlash, type Slash } from './slash.ts';

const everywhere = 'DeleteBucket since 3d in all';
const told = ['carol@example.com', 'example-orders-archive', 'data-lake', 'ap-southeast-2'];
/** Nobody calls from there, so that every page has to be read. */
const nowhere = '192.0.2.77 since 30d in prod, eu-west-1';
const rounds = 4;
/** Whoever else works on the machine slows one of them down; the best counts. */
const tries = 3;
const atOnce = 20;
const pageRecords = 50;
const megabyte = 1e6;

interface Everywhere {
  readonly ms: number;
  readonly isRight: boolean;
}

/** Forty accounts with 17 regions each, asked in one question: the median. */
const runEverywhere = async (slash: Slash): Promise<Everywhere> => {
  const times: number[] = [];
  let isRight = true;
  for (let round = 0; round < rounds; round += 1) {
    const { ms, words } = await (await slash('/whodid', everywhere)).answered;
    isRight &&= told.every((word) => words.includes(word));
    times.push(ms);
  }
  return { ms: percentile(times, 0.5), isRight };
};

interface Floor {
  readonly everywhereMs: number;
  readonly pagesMs: number;
}

const measureFloor = async ({ aws }: Sandbox, pages: number): Promise<Floor> => {
  const { own } = aws.organisation;
  const floor = fileURLToPath(new URL('lookup-floor.ts', import.meta.url));
  const running = promisify(execFile)(process.execPath, [...startFlags(), floor, String(pages)], {
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: own.accessKeyId,
      AWS_SECRET_ACCESS_KEY: own.secretAccessKey,
    },
  });
  pin(running.child.pid, 0);
  const found = parseJson((await running).stdout);
  if (!isJson(found)) throw new Error('the floor says nothing');
  return { everywhereMs: Number(found['everywhereMs']), pagesMs: Number(found['pagesMs']) };
};

interface Pages extends Floor {
  readonly ms: number;
  readonly pages: number;
}

/** All pages of one account and region: AWS takes two calls a second, each with the last one's token. */
const runPages = async (sandbox: Sandbox, slash: Slash): Promise<Pages> => {
  const startedAt = systemClock.now();
  const { ms } = await (await slash('/whodid', nowhere)).answered;
  const pages = sandbox.calls
    .since(startedAt)
    .filter(({ method }) => method === 'cloudtrail:LookupEvents').length;
  return { ms, pages, ...(await measureFloor(sandbox, pages)) };
};

/** ms from delivery to acknowledgement, one after the other while `isOn`. */
const acknowledged = async (slash: Slash, isOn: (sent: number) => boolean): Promise<number[]> => {
  const acks: number[] = [];
  while (isOn(acks.length)) {
    const { ackMs, answered } = await slash('/trailwarden', 'help');
    acks.push(ackMs);
    await answered;
    await systemClock.sleep(50);
  }
  return acks;
};

interface AtOnce {
  readonly idle: readonly number[];
  readonly busy: readonly number[];
  readonly slowestMs: number;
}

/** Twenty questions about everything, come within two seconds, and the acknowledgements meanwhile. */
const runAtOnce = async (slash: Slash): Promise<AtOnce> => {
  const idle = await acknowledged(slash, (sent) => sent < 50);
  let isRunning = true;
  const others = acknowledged(slash, () => isRunning);
  const asked = await Promise.all(
    Array.from({ length: atOnce }, async (_, number) => {
      await systemClock.sleep(number * 100);
      return slash('/whodid', everywhere);
    }),
  );
  const answers = await Promise.all(asked.map(({ answered }) => answered));
  isRunning = false;
  const busy = [...asked.map(({ ackMs }) => ackMs), ...(await others)];
  return { idle, busy, slowestMs: Math.max(...answers.map(({ ms }) => ms)) };
};

/** Fifty calls in every account and region: a question about them gets a full page from everywhere. */
const fillPages = ({ aws }: Sandbox): void => {
  for (const { id } of aws.organisation.accounts)
    for (const region of regions)
      for (let count = 0; count < pageRecords; count += 1)
        aws.trail.record({
          account: id,
          region,
          actor: iamUser(id, 'scanner', 'AKIAI44QH8DHBEXAMPLE'),
          source: 'ec2',
          name: 'DescribeInstances',
          readOnly: true,
          from: '198.51.100.40',
          agent: 'aws-cli/2.31.4',
          request: { filterSet: {}, instancesSet: { items: [{ instanceId: `i-0${count}` }] } },
        });
};

/** The most that the bot takes up to the end of this: full pages from everywhere; bytes. */
const runFullPages = async (sandbox: Sandbox, slash: Slash, bot: Measured): Promise<number> => {
  fillPages(sandbox);
  await (await slash('/whodid', 'DescribeInstances since 1h in all')).answered;
  return bot.peakRss();
};

/** The best of a few tries, the rest not made once one is good enough. */
const bestOf = async <T>(
  run: () => Promise<T>,
  rank: (tried: T) => number,
  enough: number,
): Promise<T> => {
  let best = await run();
  for (let count = 1; count < tries && rank(best) > enough; count += 1) {
    const tried = await run();
    if (rank(tried) < rank(best)) best = tried;
  }
  return best;
};

/** Bytes that `npm start` gives to old objects. */
const heapFlag = (): number =>
  Number(/--max-old-space-size=(\d+)/u.exec(startFlags().join(' '))?.[1]) * 1024 * 1024;

const report = (all: Everywhere, pages: Pages, acks: AtOnce, rss: number, idle: number): void => {
  const p99 = percentile(acks.busy, 0.99);
  print({ name: 'whodid.all', value: all.ms, unit: 'ms', floor: pages.everywhereMs });
  print({ name: 'whodid.pages', value: pages.ms, unit: 'ms', floor: pages.pagesMs });
  print({
    name: 'whodid.ack.p50',
    value: percentile(acks.busy, 0.5),
    unit: 'ms',
    floor: percentile(acks.idle, 0.5),
  });
  print({
    name: 'whodid.ack.p99',
    value: p99,
    unit: 'ms',
    floor: percentile(acks.idle, 0.99),
  });
  print({ name: 'whodid.at-once', value: acks.slowestMs, unit: 'ms', floor: all.ms });
  print({ name: 'whodid.rss', value: rss / megabyte, unit: 'MB', floor: idle / megabyte });
  goal('the right answer of 680 accounts and regions, each time', all.isRight);
  goal('within 15 s', all.ms <= 15_000);
  goal('pages in at most 1.1 times what two calls a second take', pages.ms <= 1.1 * pages.pagesMs);
  goal('an acknowledgement within 200 ms while 20 commands run', p99 <= 200);
  goal('each of the 20 answered within 30 s', acks.slowestMs <= 30_000);
  goal('less memory than its heap flag', rss <= heapFlag());
};

/** `/whodid` in Slack over 40 accounts with 17 regions each, whose AWS takes the time that AWS takes. */
export const run = async (): Promise<void> => {
  const sandbox = await startSandbox({
    organisation: 'large',
    awsAnswerScale: 1,
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
    const slash = createSlash(sandbox);
    const all = await runEverywhere(slash);
    const pages = await bestOf(
      () => runPages(sandbox, slash),
      ({ ms, pagesMs }) => ms / pagesMs,
      1.1,
    );
    const acks = await bestOf(
      () => runAtOnce(slash),
      ({ busy }) => percentile(busy, 0.99),
      200,
    );
    const rss = await runFullPages(sandbox, slash, bot);
    report(all, pages, acks, rss, idle);
  } finally {
    await sandbox.stop();
  }
};
