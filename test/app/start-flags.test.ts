import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { startFlags } from '../../src/sandbox/bot-process.ts';

it('gives node the same flags in the image as npm start does', async () => {
  const dockerfile = await readFile(new URL('../../Dockerfile', import.meta.url), 'utf8');
  const entry: unknown = JSON.parse(/^ENTRYPOINT (.+)$/mu.exec(dockerfile)?.[1] ?? '[]');

  expect(startFlags()).not.toEqual([]);
  expect(entry).toEqual(['node', ...startFlags(), '/app/src/main.ts']);
});
