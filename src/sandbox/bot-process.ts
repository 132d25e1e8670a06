import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../core/clock.ts';
import type { Handle } from '../core/handle.ts';
import type { Organisation } from './aws/organisation.ts';
import type { Changes } from './changes.ts';
import { isJson, parseJson, stringOf } from './json.ts';
import { app } from './slack/workspace.ts';

export interface BotOptions {
  readonly changes: Changes;
  readonly organisation: Organisation;
  readonly slackApiUrl: string;
  readonly awsUrl: string;
  readonly certificateUrl: string;
  readonly settingsPath: string;
  /** What runs as the bot; the real one unless a test says otherwise. */
  readonly entry?: string | undefined;
  /** More environment variables, and more arguments for node before the entry. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly nodeArgs?: readonly string[] | undefined;
  /** Each line that the bot writes. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** The bot as a child process of the sandbox. */
export interface Bot extends Handle {
  /** `http://127.0.0.1:<port>`; undefined until it listens. */
  readonly url: () => string | undefined;
  readonly pid: () => number | undefined;
  /** Starts it (again) and resolves when it listens. Rejects if it ends before. */
  readonly start: () => Promise<void>;
  /** Resolves with the exit code when it is gone; null if a signal ended it. */
  readonly kill: (signal: NodeJS.Signals) => Promise<number | null>;
  /** The last lines it wrote. */
  readonly output: () => readonly string[];
}

const listenWithinMs = 30_000;
const stopWithinMs = 12_000;
const keptLines = 200;

/** Nothing of the caller's own credentials gets to the child. */
const inherited = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'NODE_V8_COVERAGE'];

const environment = (options: BotOptions): NodeJS.ProcessEnv => {
  const { own } = options.organisation;
  const kept = inherited.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    ...startEnvironment(),
    TZ: 'UTC',
    SLACK_BOT_TOKEN: app.botToken,
    SLACK_APP_TOKEN: app.appToken,
    SLACK_SIGNING_SECRET: app.signingSecret,
    SLACK_API_URL: options.slackApiUrl,
    AWS_ENDPOINT_URL: options.awsUrl,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: own.accessKeyId,
    AWS_SECRET_ACCESS_KEY: own.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    TRAILWARDEN_CONFIG: options.settingsPath,
    ...options.env,
  };
};

/** The port in the bot's line "listening". */
const portIn = (line: string): number | undefined => {
  const value = parseJson(line);
  if (!isJson(value) || value['msg'] !== 'listening') return undefined;
  return typeof value['port'] === 'number' ? value['port'] : undefined;
};

const exited = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => {
        child.once('exit', (code) => resolve(code));
      });

/** `NAME=value … node --flag … src/start.js` */
const startWords = (): readonly string[] => {
  const manifest = parseJson(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const scripts = isJson(manifest) && isJson(manifest['scripts']) ? manifest['scripts'] : {};
  return stringOf(scripts['start']).split(' ');
};

/** What `npm start` gives to node before the program's name. */
export const startFlags = (): readonly string[] =>
  startWords().filter((word) => word.startsWith('--'));

/** The environment variables that `npm start` sets. */
export const startVariables = (): Readonly<Record<string, string>> => {
  const words = startWords();
  const set = words.slice(0, words.indexOf('node'));
  return Object.fromEntries(set.map((word) => word.split('=', 2)));
};

/** Those, and where node keeps what it compiled, which `start.js` asks for itself. */
export const startEnvironment = (): Readonly<Record<string, string>> => ({
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(tmpdir(), 'node-compile-cache'),
  ...startVariables(),
});

const launch = (options: BotOptions): ChildProcess => {
  const entry = options.entry ?? fileURLToPath(new URL('./bot.ts', import.meta.url));
  const args = [...startFlags(), ...(options.nodeArgs ?? []), entry, options.certificateUrl];
  return spawn(process.execPath, args, {
    env: environment(options),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
};

export const createBot = (options: BotOptions): Bot => {
  let child: ChildProcess | undefined;
  let port: number | undefined;
  let lines: string[] = [];

  const keep = (line: string): void => {
    lines.push(line);
    if (lines.length > keptLines * 2) lines = lines.slice(-keptLines);
    options.onLine?.(line);
  };
  const read = (started: ChildProcess, onPort: (found: number) => void): void => {
    for (const stream of [started.stdout, started.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        keep(line);
        const found = portIn(line);
        if (found !== undefined) onPort(found);
      });
    }
  };
  const start = async (): Promise<void> => {
    const started = launch(options);
    child = started;
    const { promise: listening, resolve } = Promise.withResolvers<number>();
    read(started, resolve);
    const aborter = new AbortController();
    const outcome = await Promise.race([
      listening.then((found) => ({ found })),
      exited(started).then((code) => ({ code })),
      // A process takes the time it takes, whatever clock the sandbox runs on.
      systemClock.sleep(listenWithinMs, aborter.signal).then(() => ({ late: true })),
    ]);
    aborter.abort();
    if (!('found' in outcome)) {
      started.kill('SIGKILL');
      const why =
        'late' in outcome ? 'does not listen' : `ended with code ${outcome.code ?? 'none'}`;
      throw new Error(`the bot ${why}:\n${lines.slice(-20).join('\n')}`);
    }
    port = outcome.found;
    const tell = (): void => options.changes.announce({ kind: 'bot' });
    tell();
    started.once('exit', tell);
  };
  const kill = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child === undefined) return null;
    child.kill(signal);
    return exited(child);
  };
  return {
    url: () => (port === undefined ? undefined : `http://127.0.0.1:${port}`),
    pid: () => child?.pid,
    start,
    kill,
    output: () => lines.slice(-keptLines),
    stop: async () => {
      const timer = setTimeout(() => child?.kill('SIGKILL'), stopWithinMs);
      await kill('SIGTERM');
      clearTimeout(timer);
    },
  };
};
