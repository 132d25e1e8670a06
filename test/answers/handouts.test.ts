import { describe, expect, it } from 'vitest';
import { anyCommand } from '../../src/core/command.ts';
import type { SectionId, SubjectId } from '../../src/core/digest.ts';
import type { AccessRule } from '../../src/core/settings.ts';
import { createDigestCsv } from '../../src/digest/csv-handout.ts';
import { rigOf } from '../commands/security-digest/rig.ts';
import { makeAccount, makeRule } from '../core/access-make.ts';
import { finding, snapshot } from '../digest/make.ts';
import { createPresser } from '../incidents/press.ts';
import { createRig } from '../incidents/rig.ts';

const prod = makeAccount('111122223333', 'prod');
const staging = makeAccount('444455556666', 'staging');
const gone = makeAccount('777788889999', 'gone');

const dueAt = Date.UTC(2026, 10, 23, 8);
const weekly = (part: string): string => `weekly ${dueAt} ${part}`;

const kept: readonly (readonly [SectionId, SubjectId, string])[] = [
  ['watching', 'bot', 'queue alarms has 3 dead letters'],
  ['watching', prod.id, 'region eu-west-1 has no trail'],
  ['iam', gone.id, 'user erin'],
  ['iam', staging.id, 'user dave'],
  ['iam', prod.id, 'user carol'],
];

const rule = (accounts: readonly string[], more: Partial<AccessRule> = {}): AccessRule =>
  makeRule({ commands: ['security-digest'], accounts, ...more });

/** A digest was posted on 23 November; who presses its CSV buttons gets files. */
const posted = async (...rules: readonly AccessRule[]) => {
  const rig = await createRig();
  await rig.store.transaction(async (tx) => {
    for (const [section, subject, what] of kept)
      await tx.digests.putSnapshot(
        { digest: 'weekly', dueAt },
        {
          section,
          subject,
          snapshot: snapshot({ open: [{ ...finding(what), what: [what], since: dueAt }] }),
        },
      );
  });
  const files: { readonly user: string; readonly name: string; readonly rows: string[] }[] = [];
  const presser = createPresser(rig, rules, {
    commands: [anyCommand(rigOf().command)],
    handouts: [createDigestCsv({ accounts: () => [prod, staging] })],
    sendFile: async ({ user }, { name, content }) => {
      files.push({ user, name, rows: content.trim().replaceAll('"', '').split(/\r?\n/).slice(1) });
      return { kind: 'ok', value: undefined };
    },
  });
  const audit = () => rig.store.transaction((tx) => tx.audit.since(0, 100));
  return { ...presser, files, audit };
};

describe("the CSV button of a digest's section", () => {
  it('sends its rows to whoever may ask about the accounts', async () => {
    const { press, files, audit } = await posted(rule(['all']));

    const told = await press('U0BOB', 'digest-csv', weekly('iam'));

    expect(told.text).toContain('3 rows were sent to your direct messages.');
    expect(told.text).not.toContain('Left out');
    expect(files).toMatchObject([{ user: 'U0BOB', name: 'weekly-2026-11-23-iam.csv' }]);
    expect(files[0]?.rows.map((row) => row.split(',').slice(0, 3).join())).toEqual([
      'iam,111122223333,prod',
      'iam,444455556666,staging',
      'iam,777788889999,',
    ]);
    expect(await audit()).toMatchObject([
      {
        what: 'digest-csv',
        detail: weekly('iam'),
        accounts: [prod.id, staging.id, gone.id],
        outcome: 'allowed',
      },
    ]);
  });

  it('sends every section where it stands under the whole digest', async () => {
    const { press, files } = await posted(rule(['all']));

    await press('U0BOB', 'digest-csv', weekly('all'));

    expect(files[0]?.name).toBe('weekly-2026-11-23-all.csv');
    expect(files[0]?.rows.map((row) => row.split(',')[0])).toEqual([
      'iam',
      'iam',
      'iam',
      'watching',
      'watching',
    ]);
  });

  it('sends what is about one account where it stands under its own part', async () => {
    const { press, files } = await posted(rule(['all']));

    await press('U0BOB', 'digest-csv', weekly(prod.id));

    expect(files[0]?.name).toBe('weekly-2026-11-23-111122223333.csv');
    expect(files[0]?.rows.map((row) => row.split(',').slice(0, 2).join())).toEqual([
      'iam,111122223333',
      'watching,111122223333',
    ]);
  });

  it('leaves out what the rules do not let them see, and says how much', async () => {
    const { press, files, audit } = await posted(rule(['prod']));

    const told = await press('U0BOB', 'digest-csv', weekly('all'));

    expect(told.text).toContain('2 rows were sent to your direct messages.');
    expect(told.text).toContain(
      'Left out, because no rule lets you: 2 accounts and what is about the bot itself.',
    );
    expect(files[0]?.rows.join('\n')).not.toMatch(/staging|dave|erin|dead letters/);
    expect(await audit()).toMatchObject([{ accounts: [prod.id], outcome: 'partly' }]);
  });

  it.each<[string, AccessRule, string, string]>([
    [
      'nobody lets in',
      rule(['all'], { members: { users: ['U0EVE'], groups: [] } }),
      'U0BOB',
      'no rule lets you',
    ],
    [
      'may ask elsewhere',
      rule(['all'], { channels: ['other'] }),
      'U0BOB',
      'rules let you use /security-digest only in other channels',
    ],
    [
      'may use another command',
      rule(['all'], { commands: ['whodid'] }),
      'U0BOB',
      'no rule lets you',
    ],
    ['is of another organisation', rule(['all']), 'U0EXT', 'only people of this workspace'],
    ['may see none of its accounts', rule(['staging']), 'U0BOB', 'no rule lets you see any'],
  ])('is refused in words to whom %s', async (_, only, user, reason) => {
    const { press, files, audit } = await posted(only);

    const told = await press(user, 'digest-csv', weekly('watching'));

    expect(told.text).toContain(`/security-digest: ${reason}`);
    expect(told.text).not.toMatch(/prod|dead letters/);
    expect(files).toEqual([]);
    expect(await audit()).toMatchObject([{ what: 'digest-csv', accounts: [], outcome: 'refused' }]);
  });

  it.each([
    ['of a week that was forgotten', `weekly ${dueAt - 1} iam`],
    ['of a section that found nothing', weekly('activity')],
    ['of an account that it told nothing of', weekly('123456789012')],
    ['that cannot be read', 'weekly'],
    ['that names no section', weekly('banana')],
    ['that tries to be something else', "weekly 1' iam"],
  ])('says that there is nothing any more: one %s', async (_, value) => {
    const { press, files } = await posted(rule(['all']));

    const told = await press('U0BOB', 'digest-csv', value);

    expect(told.text).toContain('What was found then is not kept any more.');
    expect(told.text).toContain('/security-digest');
    expect(files).toEqual([]);
  });
});
