import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pin } from './scene.ts';

/** A process under measurement. */
export interface Measured {
  /** Where it takes SNS's messages. */
  readonly url: string;
  /** User and system time so far, ms. */
  readonly cpuMs: () => number;
  /** Resident memory now, bytes. */
  readonly rss: () => number;
  /** The most it has been, bytes. */
  readonly peakRss: () => number;
  readonly stop: () => Promise<void>;
}

const cpuMs = (pid: number, ticks: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticks;
};

/** `VmRSS` is resident memory now, `VmHWM` the most it has been. */
const memory = (pid: number, name: 'VmRSS' | 'VmHWM'): number => {
  const line = new RegExp(String.raw`^${name}:\s+(\d+) kB$`, 'mu').exec(
    readFileSync(`/proc/${pid}/status`, 'utf8'),
  );
  return Number(line?.[1]) * 1024;
};

/** Measures a process that runs already (Linux's /proc). */
export const measure = (pid: number | undefined, url: string): Measured => {
  if (pid === undefined) throw new Error('there is no process to measure');
  const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return {
    url,
    cpuMs: () => cpuMs(pid, ticks),
    rss: () => memory(pid, 'VmRSS'),
    peakRss: () => memory(pid, 'VmHWM'),
    stop: async () => {},
  };
};

const listeningPort = async (child: ChildProcess): Promise<number> => {
  if (child.stdout === null) throw new Error('the child has no stdout');
  for await (const line of createInterface({ input: child.stdout })) {
    const said: unknown = JSON.parse(line);
    if (typeof said === 'object' && said !== null && 'port' in said) return Number(said.port);
  }
  throw new Error('the child ended before it listened');
};

/** Starts `node ARGS` on the first core and waits until it says where it listens. */
export const startMeasured = async (
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Measured> => {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await listeningPort(child);
  pin(child.pid, 0);
  return {
    ...measure(child.pid, `http://127.0.0.1:${port}/sns`),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
};
