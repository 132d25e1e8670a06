import { beforeEach, describe, expect, it } from 'vitest';
import { day, hour } from '../../../src/core/clock.ts';
import type { Mute } from '../../../src/core/mute.ts';
import type { Suppression } from '../../../src/core/settings.ts';
import { untrusted } from '../../../src/core/text.ts';
import { useStoreFolder } from '../../store/folder.ts';
import { alertKey, start, testClock } from '../../store/make.ts';
import { machineWords, rowsOf, shown, shownCard } from '../helpers.ts';
import { ask, everywhere, prod, put, staging, type TrailwardenRig } from './rig.ts';

const made = (id: string, change: Partial<Mute> = {}): Mute => ({
  id,
  scope: {
    kind: 'detection',
    detection: 'root-use',
    account: prod.id,
    actor: 'arn:aws:iam::111122223333:role/deploy',
  },
  by: 'U0BOB',
  at: start,
  until: start + 8 * hour,
  reason: untrusted('release <!channel>'),
  incidentId: undefined,
  needsSecond: false,
  secondBy: undefined,
  endedAt: undefined,
  held: 0,
  ...change,
});

const suppression = (change: Partial<Suppression> = {}): Suppression => ({
  reason: 'terraform runs nightly',
  until: start + 10 * day,
  actors: ['arn:aws:iam::111122223333:role/deploy'],
  detections: undefined,
  accounts: ['prod'],
  userAgent: 'terraform*',
  address: undefined,
  session: undefined,
  ...change,
});

describe('/trailwarden mutes', () => {
  const folder = useStoreFolder();
  let rig: TrailwardenRig;
  beforeEach(async () => {
    rig = { store: await folder.open(), clock: testClock(), suppressions: [] };
  });
  const keep = (...mutes: readonly Mute[]) =>
    rig.store.transaction(async (tx) => {
      for (const mute of mutes) await tx.mutes.put(mute);
    });
  const menusOf = async () => {
    const { card } = await ask(rig, 'mutes');
    return card.parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : []));
  };

  it('says what is muted, until when, by whom, why, and what was held back', async () => {
    await keep(made('mute-1', { held: 3 }));

    const answer = await ask(rig, 'mutes');

    expect(shownCard(answer)).toContain('MUTES 1 mute; 3 firings held back.');
    expect(rowsOf(answer.card)).toEqual([
      'root-use by arn:aws:iam::111122223333:role/deploy in prod | 2026-11-23 08:00 UTC | member U0BOB | release <!channel> | 3',
    ]);
    expect(answer.csv?.rows).toEqual([expect.arrayContaining(['mute-1', 'U0BOB', '3', 'no'])]);
    expect(shown(answer)).not.toMatch(machineWords);
  });

  it('names an alarm and its account', async () => {
    const incident = await put(rig, 'api-5xx');
    const scope = { kind: 'alarm', key: incident.key, name: untrusted('api-5xx') } as const;
    await keep(made('mute-1', { scope }));

    expect(rowsOf((await ask(rig, 'mutes')).card).join()).toContain('alarm api-5xx in prod');
  });

  it('says which waits for a second admin, and offers to agree', async () => {
    const scope = {
      kind: 'detection',
      detection: 'root-use',
      account: undefined,
      actor: undefined,
    } as const;
    await keep(made('mute-1'), made('mute-2', { scope, needsSecond: true, at: start + 1 }));

    const answer = await ask(rig, 'mutes');

    expect(shownCard(answer)).toContain('2 mutes, 1 of them waiting for a second admin');
    expect(rowsOf(answer.card)[0]).toContain(
      'root-use in every account | not yet: a second admin has to agree; until 2026-11-23 08:00 UTC',
    );
    expect(await menusOf()).toMatchObject([
      { action: 'unmute', options: [{ value: 'mute-2' }, { value: 'mute-1' }] },
      { action: 'mute-second', options: [{ value: 'mute-2' }] },
    ]);
  });

  it('names both who agreed', async () => {
    await keep(made('mute-1', { needsSecond: true, secondBy: 'U0CAROL' }));

    expect(rowsOf((await ask(rig, 'mutes')).card).join()).toContain(
      'member U0BOB and member U0CAROL',
    );
  });

  it('tells nothing of what is over or ended, nor of accounts that the asker may not see', async () => {
    const elsewhere = { kind: 'alarm', key: alertKey('gone'), name: untrusted('gone') } as const;
    await keep(
      made('over', { until: start - 1 }),
      made('ended', { endedAt: start }),
      made('unknown', { scope: elsewhere }),
      made('hidden', {
        scope: { kind: 'detection', detection: 'x', account: staging.id, actor: undefined },
      }),
    );

    const answer = await ask(rig, 'mutes', {
      places: everywhere.filter(({ account }) => account === prod),
    });

    expect(shownCard(answer)).toContain('Nothing is muted.');
    expect(answer.card.parts).toEqual([]);
  });

  it('shows what the settings suppress, until when, and how much that left out', async () => {
    rig.suppressions.push(
      suppression(),
      suppression({ reason: 'old', until: start - 1, accounts: undefined, actors: ['old'] }),
      suppression({ reason: 'hidden', accounts: ['staging'] }),
    );
    await rig.store.transaction((tx) => tx.meta.set('terraform runs nightly', '12'));

    const answer = await ask(rig, 'mutes', {
      places: everywhere.filter(({ account }) => account === prod),
    });

    expect(shownCard(answer)).toContain('2 suppressions in the settings.');
    expect(rowsOf(answer.card)).toEqual([
      'arn:aws:iam::111122223333:role/deploy; only terraform* | all but what guards the guards | prod | terraform runs nightly | 2026-12-03 00:00 UTC | 12',
      'old; only terraform* | all but what guards the guards | all | old | 2026-11-22 23:59 UTC (over) | 0',
    ]);
  });
});
