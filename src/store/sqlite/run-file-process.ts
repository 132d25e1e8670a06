import { execFile } from 'node:child_process';
import { extname, join } from 'node:path';

const { dirname, filename } = import.meta;
const script = join(dirname, `file-process${extname(filename)}`);

/** Runs a task of file-process.ts; resolves with the problem it found, or undefined. Rejects on abort. */
export const runFileProcess = (
  args: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    // Without our environment: it holds secrets, and the task needs none of it.
    execFile(process.execPath, [script, ...args], { signal, env: {} }, (error, _out, stderr) => {
      if (error === null) resolve(undefined);
      else if (error.code === 1) resolve(stderr.trim());
      else reject(error);
    });
  });
