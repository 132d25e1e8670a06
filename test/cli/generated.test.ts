import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

it.each(['settings-schema', 'iam-policy'])(
  '%s --check finds the files in deploy/ current',
  async (command) => {
    await expect(run(process.execPath, ['src/main.ts', command, '--check'])).resolves.toMatchObject(
      {
        stderr: '',
      },
    );
  },
);
