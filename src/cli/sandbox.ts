import { parseArgs } from 'node:util';
import { systemClock } from '../core/clock.ts';
import { toError } from '../core/errors.ts';
import { type Sandbox, startSandbox } from '../sandbox/start.ts';

const usage = `Usage: npm run sandbox -- [--port N] [--no-story] [--mode socket|http] [--verbose]
  --port N     the page's port, 0 for any free one (3999)
  --no-story   start with empty channels
  --mode       how the bot hears of Slack: socket (default) or http
  --verbose    show what the bot logs
`;

interface Wanted {
  readonly port: number;
  readonly story: boolean;
  readonly mode: 'socket' | 'http';
  readonly verbose: boolean;
}

/** @throws Error in words where an argument is wrong */
const readArgs = (args: readonly string[]): Wanted => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '3999' },
      'no-story': { type: 'boolean', default: false },
      mode: { type: 'string', default: 'socket' },
      verbose: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port is not a port: ${values.port}`);
  const { mode } = values;
  if (mode !== 'socket' && mode !== 'http')
    throw new Error(`--mode is socket or http, not ${mode}`);
  return { port, story: !values['no-story'], mode, verbose: values.verbose };
};

/** AWS as it is, but for the minutes that a record takes to be found: what happens is there at once. */
const lifelike = {
  organisation: 'large',
  awsAnswerScale: 1,
  trailLatencyMs: 3000,
  trailLogs: true,
} as const;

const untilSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve());
  });

const isAlive = (pid: number | undefined): boolean => {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** A reset ends the bot as well, and starts it again within this time. */
const restartWithinMs = 2_000;

/** Says so when the bot has gone by itself; whoever tries things would wait for nothing. */
const watchBot = ({ bot, changes, url }: Sandbox, signal: AbortSignal): void => {
  const look = async (pid: number | undefined): Promise<void> => {
    await systemClock.sleep(restartWithinMs, signal);
    if (signal.aborted || bot.pid() !== pid || isAlive(pid)) return;
    process.stderr.write(
      `The bot has ended. Its last lines:\n${bot.output().slice(-5).join('\n')}\nTo start it afresh: curl --json '{"everything":true}' ${url}/_sandbox/reset\n`,
    );
  };
  const unwatch = changes.watch(({ kind }) => {
    if (kind === 'bot' && !isAlive(bot.pid())) void look(bot.pid());
  });
  signal.addEventListener('abort', unwatch, { once: true });
};

/** Runs the sandbox until Ctrl-C; exit code 1 if it does not start, 64 for wrong arguments. */
export const run = async (args: readonly string[]): Promise<number> => {
  let wanted: Wanted;
  try {
    wanted = readArgs(args);
  } catch (thrown) {
    process.stderr.write(`${toError(thrown).message}\n${usage}`);
    return 64;
  }
  const stopped = untilSignal();
  const { verbose, ...options } = wanted;
  const onBotLine = (line: string): void => {
    if (verbose) process.stderr.write(`${line}\n`);
  };
  const starting = startSandbox({ ...options, ...lifelike, page: true, onBotLine });
  try {
    const sandbox = await starting;
    process.stdout.write(`sandbox ready ${sandbox.url}\n`);
    const stopping = new AbortController();
    watchBot(sandbox, stopping.signal);
    await stopped;
    stopping.abort();
    await sandbox.stop();
    return 0;
  } catch (thrown) {
    process.stderr.write(`The sandbox did not start: ${toError(thrown).message}\n`);
    return 1;
  }
};
