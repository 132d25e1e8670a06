import { beforeEach, describe, expect, it } from 'vitest';
import { hour } from '../../../src/core/clock.ts';
import type { Answer } from '../../../src/core/command.ts';
import type { AccountId } from '../../../src/core/ids.ts';
import { untrusted } from '../../../src/core/text.ts';
import { useStoreFolder } from '../../store/folder.ts';
import { makePost, start, testClock } from '../../store/make.ts';
import { machineWords, rowsOf, shown, shownCard } from '../helpers.ts';
import {
  ask,
  channelId,
  everywhere,
  evidenceOf,
  prod,
  put,
  staging,
  type TrailwardenRig,
} from './rig.ts';

const linksOf = ({ card }: Answer): readonly string[] =>
  [...JSON.stringify(card).matchAll(/"link":"([^"]+)"/g)].map(([, link]) => link ?? '');

describe('/trailwarden open', () => {
  const folder = useStoreFolder();
  let rig: TrailwardenRig;
  beforeEach(async () => {
    rig = { store: await folder.open(), clock: testClock(), suppressions: [] };
  });

  it('lists what is open, worst first, with its owner, its standing and a link to its message', async () => {
    await put(rig, 'low-disk', { placement: { severity: { level: 'low', reason: 'x' } } });
    await put(rig, 'root-login', {
      incident: { acknowledged: { by: 'U0BOB', at: start + hour }, firings: 3 },
      placement: { severity: { level: 'critical', reason: 'x' } },
    });

    const answer = await ask(rig, 'open');

    expect(shownCard(answer)).toContain('2 open incidents, 1 without an owner.');
    const [first, second] = rowsOf(answer.card);
    expect(first).toMatch(
      /^critical \| root-login \| prod, eu-west-1 \| .* \| 3 \| member U0BOB \| firing$/,
    );
    expect(second).toMatch(/^low \| low-disk \| .* \| nobody \| firing$/);
    expect(linksOf(answer)).toContain('https://slack.com/archives/C0SECPROD/p1772359320000100');
    expect(shown(answer)).not.toMatch(machineWords);
  });

  it('says what is open though its alarm is OK, and what is muted until when', async () => {
    const incident = await put(rig, 'stop-logging', {
      incident: { okSince: start + 300_000, detection: 'cloudtrail-changes' },
    });
    await rig.store.transaction((tx) =>
      tx.mutes.put({
        id: 'mute-1',
        scope: { kind: 'alarm', key: incident.key, name: untrusted('stop-logging') },
        by: 'U0BOB',
        at: start,
        until: start + 8 * hour,
        reason: untrusted('planned work'),
        incidentId: incident.id,
        needsSecond: false,
        secondBy: undefined,
        endedAt: undefined,
        held: 2,
      }),
    );

    const [row] = rowsOf((await ask(rig, 'open')).card);

    expect(row).toContain(
      'alarm OK since 2026-11-23 00:05 UTC, still open; muted until 2026-11-23 08:00 UTC by member U0BOB',
    );
  });

  it('tells nothing of what is over, closed or of accounts that the asker may not see', async () => {
    await put(rig, 'over', { alert: { phase: 'resolved', state: 'OK' } });
    await put(rig, 'in-staging', { alert: { account: staging.id } });
    await put(rig, 'elsewhere', { alert: { account: '999988887777' as AccountId } });
    await put(rig, 'in-prod');

    const answer = await ask(rig, 'open', {
      places: everywhere.filter(({ account }) => account === prod),
      isUnlistedToo: false,
    });

    expect(rowsOf(answer.card).join()).toContain('in-prod');
    expect(JSON.stringify(answer)).not.toMatch(/"over|in-staging|elsewhere|999988887777/);
    expect(shownCard(answer)).toContain('those need a rule about all accounts');
  });

  it('tells of accounts that are not listed to whom a rule gives all of them', async () => {
    await put(rig, 'elsewhere', { alert: { account: '999988887777' as AccountId } });

    const answer = await ask(rig, 'open', { isUnlistedToo: true });

    expect(rowsOf(answer.card).join()).toContain('elsewhere | 999988887777, ');
  });

  it('tells of the regions that are named', async () => {
    await put(rig, 'in-ireland');
    await put(rig, 'in-virginia', { alert: { region: prod.regions[1]! } });

    const answer = await ask(rig, 'open in us-east-1');

    expect(rowsOf(answer.card).join()).toMatch(/^(?!.*in-ireland).*in-virginia/);
  });

  it('says that there was no time for all of them', async () => {
    await put(rig, 'root-login');

    const answer = await ask(rig, 'open', { signal: AbortSignal.abort() });

    expect(answer.isPartial).toBe(true);
    expect(shownCard(answer)).toContain('There was no time to look at all: 0 are listed.');
    expect(shownCard(answer)).toContain('OPEN 1 open incident');
  });

  it('says that all is quiet', async () => {
    const answer = await ask(rig, 'open');

    expect(shownCard(answer)).toContain('QUIET No open incident.');
    expect(answer).not.toHaveProperty('csv');
  });

  it('turns pages, and has all of them in the file', async () => {
    for (let n = 0; n < 31; n += 1) await put(rig, `alarm-${n}`);

    const first = await ask(rig, 'open');
    const second = await ask(rig, 'open', { older: first.older });

    expect(rowsOf(first.card)).toHaveLength(30);
    expect(shownCard(first)).toContain('Shown: 1 to 30 of 31.');
    expect(rowsOf(second.card)).toHaveLength(1);
    expect(first.csv?.rows).toHaveLength(31);
    expect(second).not.toHaveProperty('older');
  });

  it('shows an incident closely, with who did it where that is known', async () => {
    const incident = await put(rig, 'stop-logging', {
      alert: { cause: ['1 change in 5 minutes'] },
    });
    await rig.store.transaction((tx) => tx.evidence.put(evidenceOf(incident.id)));

    const answer = await ask(rig, 'open');

    expect(answer.details).toHaveLength(1);
    expect(shown(answer)).toMatch(/IAM user mallory: .*StopLogging/);
    expect(shown(answer)).toContain('stop-logging went to ALARM: 1 change in 5 minutes');
  });

  it('links to the storm that lists what has no message of its own', async () => {
    await rig.store.transaction((tx) =>
      tx.posts.insert(
        makePost({
          kind: 'storm',
          owner: 'storm-1',
          postedIn: channelId('C0STORM'),
          ts: '1772359320.000200',
        }),
      ),
    );
    await put(rig, 'one-of-many', { placement: { postId: undefined, stormId: 'storm-1' } });

    expect(linksOf(await ask(rig, 'open'))).toContain(
      'https://slack.com/archives/C0STORM/p1772359320000200',
    );
  });

  it('says of a message that is not written yet that it is not', async () => {
    await put(rig, 'new-one', { post: { ts: undefined, postedIn: undefined } });

    expect(shown(await ask(rig, 'open'))).toContain('Where: #sec-prod (not posted yet)');
  });
});
