import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { bestPractices } from '../../src/checks/best-practices/index.ts';
import { checks } from '../../src/checks/index.ts';
import { isPartial } from '../../src/checks/verdict.ts';
import { factsOf, region, unread } from './facts.ts';

/** What checks share, beside the folders. */
const shared = [
  'check.ts',
  'fact-sources.ts',
  'facts.ts',
  'index.ts',
  'read-facts.ts',
  'verdict.ts',
];

const filesOf = async (folder: string): Promise<readonly string[]> => {
  const found = await readdir(new URL(`../../src/checks/${folder}`, import.meta.url));
  return found.filter((file) => file.endsWith('.ts') && !shared.includes(file));
};

describe('checks', () => {
  it('are the files of their folder, each by its own name', async () => {
    const files = await filesOf('');

    expect(checks.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
  });

  it("answer each one check of Trusted Advisor's", () => {
    expect(new Set(checks.map(({ advisor }) => advisor.id)).size).toBe(checks.length);
  });
});

describe('best practices', () => {
  it('are the files of their folder, each by its own name', async () => {
    const files = await filesOf('best-practices');

    expect(bestPractices.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
  });

  it('have names that no other check has, short enough for a menu', () => {
    const all = [...checks, ...bestPractices];

    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.filter(({ title }) => title.length > 40)).toEqual([]);
  });

  it('pass, or do not apply, in an account in good order', () => {
    const facts = factsOf();

    const bad = bestPractices.filter(
      ({ judge }) => !['pass', 'not-applicable'].includes(judge(facts).outcome),
    );
    expect(bad.map(({ id }) => id)).toEqual([]);
  });

  it('are not known where nothing was read, and never pass', () => {
    const facts = factsOf({
      summary: unread,
      passwordPolicy: unread,
      credentials: unread,
      trails: unread,
      authorization: unread,
      contacts: unread,
      instances: [{ region: region('eu-west-1'), instances: unread }],
    });

    const verdicts = bestPractices.map(({ judge }) => judge(facts));
    expect(new Set(verdicts.map(({ outcome }) => outcome))).toEqual(new Set(['could-not-read']));
    expect(verdicts.every(isPartial)).toBe(true);
  });

  it('read no fact that they do not name', () => {
    const facts = factsOf();
    const strays = bestPractices.flatMap(({ id, needs, judge }) => {
      const allowed: readonly string[] = [...needs, 'now', 'account', 'knownAccounts', 'regions'];
      const asked = new Set<string>();
      judge(
        new Proxy(facts, {
          get: (target, name, receiver) => {
            asked.add(String(name));
            return Reflect.get(target, name, receiver);
          },
        }),
      );
      return [...asked].filter((name) => !allowed.includes(name)).map((name) => `${id}: ${name}`);
    });

    expect(strays).toEqual([]);
  });
});
