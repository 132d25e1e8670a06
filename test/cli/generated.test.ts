import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

it.each([
  'settings-schema',
  'iam-policy',
  'template',
  'template --org',
  'commands',
  'detections',
  'checks',
])('%s --check finds what it makes current', async (command) => {
  await expect(
    run(process.execPath, ['src/start.js', ...command.split(' '), '--check']),
  ).resolves.toMatchObject({
    stderr: '',
  });
});
