import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A measured child process, pinned to one core where the machine has `taskset`. */
export interface Measured {
  readonly port: number;
  /** User and system time so far, ms. */
  readonly cpuMs: () => number;
  /** Resident memory now, bytes. */
  readonly rss: () => number;
  readonly stop: () => Promise<void>;
}

const ticksPerSecond = (): number =>
  Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

const cpuMs = (pid: number, ticks: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticks;
};

const rss = (pid: number): number => {
  const line = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) * 1024;
};

const listeningPort = async (child: ChildProcess): Promise<number> => {
  if (child.stdout === null) throw new Error('the child has no stdout');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    const said: unknown = JSON.parse(line);
    if (
      typeof said === 'object' &&
      said !== null &&
      'msg' in said &&
      said.msg === 'listening' &&
      'port' in said
    ) {
      child.stdout.resume();
      return Number(said.port);
    }
  }
  throw new Error('the child ended before it listened');
};

/** Starts `node ARGS` on the first core and waits until it says it listens. */
export const startMeasured = async (
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Measured> => {
  const child = spawn('taskset', ['-c', '0', process.execPath, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await listeningPort(child);
  const { pid } = child;
  if (pid === undefined) throw new Error('the child has no pid');
  const ticks = ticksPerSecond();
  return {
    port,
    cpuMs: () => cpuMs(pid, ticks),
    rss: () => rss(pid),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
};
