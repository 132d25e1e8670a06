import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailwarden-start-'));
  await writeFile(
    join(folder, 'tell.cjs'),
    "process.on('exit', () => console.log(process.moduleLoadList.some((name) => name.includes('amaro'))));",
  );
});
afterAll(() => rm(folder, { recursive: true }));

const loadsCompiler = async (entry: string): Promise<boolean> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--require', join(folder, 'tell.cjs'), join(root, entry), 'checks'],
    { env: { TMPDIR: folder } },
  );
  return stdout.trimEnd().endsWith('true');
};

it('loads no TypeScript compiler from the second start on', async () => {
  expect(await loadsCompiler('src/start.js')).toBe(true);
  expect(await loadsCompiler('src/start.js')).toBe(false);
});
