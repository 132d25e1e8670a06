import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createCommands } from '../../src/commands/index.ts';
import { commandSpecs } from '../../src/commands/specs.ts';
import { commandNames, commandRights, overviewRights } from '../../src/core/command-names.ts';
import type { AccountId } from '../../src/core/ids.ts';
import type { Account } from '../../src/core/settings.ts';
import { weekly } from './security-digest/rig.ts';

/** Folders of what commands share. */
const shared = ['asking', 'grammar'];

const folders = async (): Promise<readonly string[]> => {
  const found = await readdir(new URL('../../src/commands', import.meta.url), {
    withFileTypes: true,
  });
  return found
    .filter((one) => one.isDirectory() && !shared.includes(one.name))
    .map(({ name }) => name);
};

// Building a command asks nothing of what it is given, and reading only which digests there are.
const nothing = { digestSettings: () => [weekly] } as unknown as Parameters<
  typeof createCommands
>[0];

const prod: Account = {
  id: '111122223333' as AccountId,
  name: 'prod',
  role: undefined,
  externalId: undefined,
  regions: [],
  groups: [],
};

const aboutAccounts = commandSpecs.filter(({ isAboutBot }) => isAboutBot !== true);

describe('the commands', () => {
  it('are the folders of src/commands, each by its own name', async () => {
    const names = commandSpecs.map(({ name }) => name);

    expect(names.toSorted()).toEqual((await folders()).toSorted());
  });

  it('are built for every spec, in the order of the specs', () => {
    const built = createCommands(nothing).map(({ spec }) => spec);

    expect(built).toEqual(commandSpecs);
  });

  it('are those that access rules may name, but for the one about the bot itself', () => {
    expect(aboutAccounts.map(({ name }) => name)).toEqual(commandNames);
  });

  it('have the rights that access rules may name', () => {
    const rights = commandSpecs.flatMap((spec) => spec.rights);

    // Who may see the audit log is a matter of `admins`.
    expect(rights.filter((right) => right !== 'trailwarden audit').toSorted()).toEqual(
      [...commandRights, ...overviewRights].toSorted(),
    );
  });

  it('have rights that begin with their names', () => {
    const strange = commandSpecs.flatMap(({ name, rights }) =>
      rights.filter((right) => !right.startsWith(`${name} `)),
    );

    expect(strange).toEqual([]);
  });

  it.each(commandSpecs)("/$name says what it is within Slack's limits, with examples", (spec) => {
    expect(spec.summary.length).toBeLessThanOrEqual(140);
    expect(spec.usage.length).toBeLessThanOrEqual(1000);
    expect(spec.examples.length).toBeGreaterThan(0);
  });

  it.each(
    createCommands(nothing).flatMap((command) =>
      command.spec.examples.map(({ text }) => ({ command, name: command.spec.name, text })),
    ),
  )(
    '/$name $text is understood by the command that gives it as an example',
    ({ command, text }) => {
      const now = Date.UTC(2026, 5, 1, 10);
      const reading = command.read(text, { now, zone: 'Europe/Berlin', accounts: [prod] });

      expect(reading.kind).toBe('question');
    },
  );
});
