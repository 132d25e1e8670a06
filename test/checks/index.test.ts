import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { checks } from '../../src/checks/index.ts';

const shared = ['check.ts', 'facts.ts', 'index.ts', 'verdict.ts'];

describe('checks', () => {
  it('are the files of their folder, each by its own name', async () => {
    const folder = await readdir(new URL('../../src/checks', import.meta.url));

    const files = folder.filter((file) => !shared.includes(file));
    expect(checks.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
  });

  it("answer each one check of Trusted Advisor's", () => {
    expect(new Set(checks.map(({ advisor }) => advisor.id)).size).toBe(checks.length);
  });
});
