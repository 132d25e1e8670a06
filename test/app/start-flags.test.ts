import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { startFlags, startVariables } from '../../src/sandbox/bot-process.ts';

const dockerfile = await readFile(new URL('../../Dockerfile', import.meta.url), 'utf8');

it('sets the same variables in the image as npm start does', () => {
  const set = Object.entries(startVariables());

  expect(set).not.toEqual([]);
  for (const [name, value] of set)
    expect(dockerfile).toMatch(new RegExp(`^(?:ENV| )\\s+${name}=${value}\\b`, 'mu'));
});

it('gives node the same flags in the image as npm start does', () => {
  const entry: unknown = JSON.parse(/^ENTRYPOINT (.+)$/mu.exec(dockerfile)?.[1] ?? '[]');

  expect(startFlags()).not.toEqual([]);
  expect(entry).toEqual(['node', ...startFlags(), '/app/dist/cli/main.js']);
});
