import { describe, expect, it } from 'vitest';
import type { Card } from '../../src/core/card.ts';
import type { Snapshot } from '../../src/core/digest.ts';
import { untrusted } from '../../src/core/text.ts';
import { digestCsv } from '../../src/digest/csv.ts';
import { createMessages } from '../../src/digest/messages.ts';
import { openCountOf } from '../../src/digest/root-card.ts';
import { renderBlocks } from '../../src/slack/render/blocks.ts';
import { renderPlain } from '../../src/slack/render/plain.ts';
import { blockProblems } from '../slack/block-kit.ts';
import {
  at,
  composeOf,
  dev,
  finding,
  mfa,
  part,
  placeOf,
  prod,
  sectionOf,
  snapshot,
  telling,
  week,
  wishOf,
} from './make.ts';

const options = { linkHosts: [] };
const plain = (card: Card | undefined): string =>
  card === undefined ? '' : renderPlain(card, options);
const why = ['The permission is missing.'];

/** prod has one new, one fixed and one that stays; dev was not read. */
const changed = async (previous: Snapshot | undefined) => {
  const section = sectionOf(async ({ account }) =>
    account.name === 'prod'
      ? part([finding('carol'), finding('erin')])
      : part([], { unread: [{ scope: '*', why }] }),
  );
  return composeOf(section)(wishOf({ previous: async () => previous }));
};
const before = snapshot({
  open: [
    { ...finding('carol'), since: at - 16 * week },
    { ...finding('dave'), since: at - 2 * week },
  ],
});

describe('the root of a digest', () => {
  it('says what changed, what to do first, and what nobody saw', async () => {
    const { root } = createMessages(await changed(before), telling);

    expect(plain(root)).toBe(
      [
        '⚪ UNCHANGED Security digest, 16–23 Nov: 1 new, 1 fixed, 3 still open in 2 accounts. First: Users without MFA',
        'Do first',
        '• Users without MFA in prod (2, since 3 Aug, 1 new). Have them register one.',
        'Open findings, the worst first',
        'Account | New | Fixed | IAM',
        'prod | 1 | 1 | 2 (+1)',
        'dev | 0 | 0 | 2 ?',
        '"?": not all of it could be read.',
        '⚠️ Could not be seen, and is not called fixed:',
        '• IAM best practices: dev: The permission is missing.',
      ]
        .join('\n')
        .replace('📉 BETTER', '⚪ UNCHANGED'),
    );
  });

  it('says that it is a first look, and calls nothing new', async () => {
    const { root } = createMessages(await changed(undefined), telling);

    expect(plain(root)).toMatch(/^🆕 FIRST LOOK Security digest, 16–23 Nov: 2 open in 2 accounts/);
    expect(plain(root)).toContain('dev | ?');
  });

  it('says that it is late, and when it was due', async () => {
    const late = { ...telling, lateSince: at - 3 * 86_400_000 };

    expect(plain(createMessages(await changed(before), late).root)).toContain(
      'Late: it was due at 2026-11-20 08:00 UTC, when the bot could not send it.',
    );
  });

  it.each([
    [1, false],
    [2, true],
  ])('draws the trend from the third week on (%i before)', async (weeks, isDrawn) => {
    const counts = Array.from({ length: weeks }, (_, index) => ({
      dueAt: at - (weeks - index) * week,
      fail: 5,
      warn: 1,
    }));
    const composed = await changed(before);
    const { root } = createMessages(composed, { ...telling, counts });

    expect(root.parts.some(({ kind }) => kind === 'chart')).toBe(isDrawn);
    expect(openCountOf(composed)).toEqual({ fail: 4, warn: 0 });
  });

  it('tells the ten worst of forty accounts, the newest findings first', async () => {
    const places = Array.from({ length: 40 }, (_, index) =>
      placeOf(String(100_000_000_000 + index), `account-${index}`),
    );
    const section = sectionOf(async ({ account }) =>
      part(Array.from({ length: Number(account.name.slice(8)) }, (_, one) => finding(`u${one}`))),
    );
    const composed = await composeOf(section)(wishOf({ places, previous: async () => snapshot() }));

    const text = plain(createMessages(composed, telling).root);

    expect(text).toContain('WORSE Security digest, 16–23 Nov: 780 new, nothing else open in 40');
    expect(text).toMatch(/account-39 \| 39 \|.*\naccount-38 \|/);
    expect(text).toContain('account-30 |');
    expect(text).not.toContain('account-29 |');
    expect(text).toContain('And 30 more accounts, see the CSV.');
  });

  it('says it where all is well', async () => {
    const composed = await composeOf(sectionOf(async () => part([])))(
      wishOf({ previous: async () => snapshot() }),
    );

    expect(plain(createMessages(composed, telling).root)).toMatch(
      /^\S+ UNCHANGED Security digest, 16–23 Nov: nothing open in 2 accounts\n/,
    );
  });
});

describe('a section of a digest', () => {
  it('tells new, fixed, still open, not seen and not read, in this order', async () => {
    const { sections } = createMessages(await changed(before), telling);

    expect(plain(sections[0]?.card)).toBe(
      [
        'IAM best practices: 1 new, 1 fixed, 3 still open, the oldest since 3 Aug',
        'New',
        'Verdict | Account | What | Kind | Since',
        '🔴 fail | prod | user erin has no MFA | Users without MFA | 23 Nov',
        'Fixed',
        'Verdict | Account | What | Kind | Since',
        '🔴 fail | prod | user dave has no MFA | Users without MFA | 9 Nov',
        'Still open',
        'Verdict | Account | What | Kind | Since',
        '🔴 fail | prod | user carol has no MFA | Users without MFA | 3 Aug',
        'Not seen this time, open when it was last seen:',
        '• dev: Users without MFA (2), not seen since 16 Nov',
        '⚠️ Could not be seen, and is not called fixed:',
        '• dev: The permission is missing.',
      ].join('\n'),
    );
  });

  it('has a button for its rows, unless who asked has them', async () => {
    const composed = await changed(before);
    const kept = createMessages(composed, telling);
    const shown = createMessages(composed, { ...telling, csv: 'asked' });

    expect(kept.sections[0]?.card.parts.at(-1)).toEqual({
      kind: 'buttons',
      buttons: [{ kind: 'action', action: 'digest-csv', label: 'CSV', value: `weekly ${at} iam` }],
    });
    expect(JSON.stringify(kept.root)).toContain(`weekly ${at} all`);
    expect(JSON.stringify(shown)).not.toContain('digest-csv');
  });

  it('tells many by their kind', async () => {
    const findings = Array.from({ length: 5_000 }, (_, index) => finding(`user-${index}`));
    const composed = await composeOf(sectionOf(async () => part(findings)))(
      wishOf({ places: [prod], previous: async () => snapshot() }),
    );

    const text = plain(createMessages(composed, telling).sections[0]?.card);

    expect(text).toContain('New, by kind');
    expect(text).toContain(
      '🔴 fail | Users without MFA | 5,000 | prod | 23 Nov | user user-0 has no',
    );
  });

  it('that could not be read at all says so, and tells nothing of its own', async () => {
    const section = sectionOf(() => Promise.reject(new Error('no')), {
      tell: () => [{ kind: 'text', text: ['All figures'] }],
    });
    const { sections } = createMessages(await composeOf(section)(wishOf()), telling);

    expect(plain(sections[0]?.card)).toMatch(/^IAM best practices: could not be read this time\n/);
    expect(plain(sections[0]?.card)).not.toContain('All figures');
  });
});

describe("an account's own part", () => {
  it('tells the account alone, by section', async () => {
    const withChannels = [prod.account];
    const { accounts } = createMessages(await changed(before), { ...telling, withChannels });

    expect(accounts.map(({ account }) => account.name)).toEqual(['prod']);
    expect(plain(accounts[0]?.card)).toBe(
      [
        'Security digest for prod (111122223333), 16–23 Nov: 1 new, 1 fixed, 1 still open, the oldest since 3 Aug',
        'New',
        'Verdict | Section | What | Kind | Since',
        '🔴 fail | IAM best practices | user erin has no MFA | Users without MFA | 23 Nov',
        'Fixed',
        'Verdict | Section | What | Kind | Since',
        '🔴 fail | IAM best practices | user dave has no MFA | Users without MFA | 9 Nov',
        'Still open',
        'Verdict | Section | What | Kind | Since',
        '🔴 fail | IAM best practices | user carol has no MFA | Users without MFA | 3 Aug',
      ].join('\n'),
    );
    expect(accounts[0]?.card.parts.at(-1)).toEqual({
      kind: 'buttons',
      buttons: [
        { kind: 'action', action: 'digest-csv', label: 'CSV', value: `weekly ${at} 111122223333` },
      ],
    });
  });
});

describe('what stands in a digest from outside', () => {
  const hostile = `<!channel> <@U0ALICE> *bold* \u202Etxt.exe ${'x'.repeat(5_000)} =cmd()`;
  const composedOf = (count: number) => {
    const findings = Array.from({ length: count }, (_, index) =>
      finding(`${hostile}${index}`, {
        kind: `kind ${index}`,
        what: ['user ', untrusted(hostile)],
      }),
    );
    const kinds = Object.fromEntries(
      findings.map(({ kind }) => [kind, { ...mfa, title: [untrusted(hostile)] }]),
    );
    const unread = findings.map(({ id }) => ({ scope: id, why: [untrusted(hostile + id)] }));
    const section = sectionOf(async () => part(findings, { kinds, unread }));
    return composeOf(section)(wishOf({ places: [prod, dev] }));
  };

  it.each([1, 15, 16, 400])('stays harmless and within the limits of Slack (%i)', async (count) => {
    const withChannels = [prod.account];
    const messages = createMessages(await composedOf(count), { ...telling, withChannels });

    const cards = [
      messages.root,
      ...messages.sections.map(({ card }) => card),
      ...messages.accounts.map(({ card }) => card),
    ];
    for (const card of cards) {
      expect(blockProblems(renderBlocks(card, options))).toEqual([]);
      expect(plain(card)).not.toContain('<!channel>');
      expect(plain(card)).not.toContain('\u202E');
    }
  });

  it('is whole in the CSV, and no formula', async () => {
    const composed = await composedOf(1);
    const [told] = composed.sections[0]?.told ?? [];

    const { columns, rows } = digestCsv('weekly', [
      { account: prod.account, section: 'iam', snapshot: told!.snapshot },
    ]);

    expect(columns).toHaveLength(10);
    expect(rows.map((row) => row.length)).toEqual([10, 10]);
    expect(rows[0]?.slice(0, 3)).toEqual(['iam', '111122223333', 'prod']);
    expect(rows[0]?.[4]).toContain('x'.repeat(5_000));
    expect(rows[1]?.[6]).toBe('not read');
  });
});
