import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type AuditRow, auditHash } from '../../../src/core/audit.ts';
import { day, hour } from '../../../src/core/clock.ts';
import type { Answer } from '../../../src/core/command.ts';
import { untrusted } from '../../../src/core/text.ts';
import { useStoreFolder } from '../../store/folder.ts';
import { makeAuditEntry, start, testClock } from '../../store/make.ts';
import { machineWords, shownCard } from '../helpers.ts';
import { ask, everywhere, evidenceOf, prod, put, staging, type TrailwardenRig } from './rig.ts';

const contentOf = ({ files = [] }: Answer, ending: string): string =>
  files.find(({ name }) => name.endsWith(ending))?.content ?? '';

const recordsOf = <T>(answer: Answer): readonly T[] =>
  contentOf(answer, '.jsonl')
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

interface Exported {
  readonly name: string;
  readonly shownIn: readonly unknown[];
  readonly acts: readonly unknown[];
}

describe('/trailwarden export incidents', () => {
  const folder = useStoreFolder();
  let rig: TrailwardenRig;
  beforeEach(async () => {
    rig = { store: await folder.open(), clock: testClock(), suppressions: [] };
    rig.clock.advance(day);
  });
  const since = 'since 2026-11-23';

  it('tells where each was shown, who took it over, and why it was closed', async () => {
    const incident = await put(rig, 'stop-logging', {
      incident: {
        detection: 'cloudtrail-change',
        okSince: start + 60_000,
        closed: { by: 'U0BOB', at: start + 2 * hour, reason: untrusted('=drill, known') },
        firings: 2,
      },
      placement: { severity: { level: 'critical', reason: 'route' } },
    });
    await rig.store.transaction(async (tx) => {
      const act = { incidentId: incident.id, by: 'U0ALICE', detail: undefined };
      await tx.acts.add({ ...act, kind: 'acknowledged', at: start + hour });
      await tx.acts.add({ ...act, kind: 'muted', at: start + hour, detail: untrusted('8 h') });
      await tx.evidence.put(evidenceOf(incident.id));
    });

    const answer = await ask(rig, `export incidents ${since}`);

    expect(shownCard(answer)).toContain('1 incident, as CSV and JSON Lines.');
    expect(recordsOf(answer)).toMatchObject([
      {
        id: incident.id,
        detection: 'cloudtrail-change',
        account: prod.id,
        accountName: 'prod',
        severity: 'critical',
        shownIn: [
          {
            channel: 'sec-prod',
            message: 'https://slack.com/archives/C0SECPROD/p1772359320000100',
          },
        ],
        firings: 2,
        closed: { by: 'U0BOB', at: '2026-11-23T02:00:00.000Z', reason: '=drill, known' },
        acts: [
          { kind: 'acknowledged', by: 'U0ALICE', at: '2026-11-23T01:00:00.000Z', detail: null },
          { kind: 'muted', by: 'U0ALICE', detail: '8 h' },
        ],
        evidence: { actors: ['arn:aws:iam::111122223333:user/mallory'] },
      },
    ]);
    const csv = contentOf(answer, '.csv');
    expect(csv).toContain('"U0ALICE","2026-11-23T01:00:00.000Z"');
    // A spreadsheet must not take it for a formula.
    expect(csv).toContain('"U0BOB","2026-11-23T02:00:00.000Z","\'=drill, known"');
    expect(csv).toContain('"arn:aws:iam::111122223333:user/mallory","1"');
    expect(csv).not.toMatch(machineWords);
  });

  it('gives the sums of the files as sha256sum reads them', async () => {
    await put(rig, 'root-login');

    const answer = await ask(rig, `export incidents ${since}`);

    const name = 'incidents-2026-11-23-to-2026-11-24';
    expect(answer.files?.map((file) => file.name)).toEqual([
      `${name}.csv`,
      `${name}.jsonl`,
      `${name}.sha256`,
    ]);
    const sum = createHash('sha256').update(contentOf(answer, '.csv')).digest('hex');
    expect(contentOf(answer, '.sha256').split('\n')[0]).toBe(`${sum}  ${name}.csv`);
    expect(shownCard(answer)).toContain(sum);
  });

  it('keeps to the time, the accounts and the regions that are asked for', async () => {
    await put(rig, 'before', { incident: { createdAt: start - 1 } });
    await put(rig, 'in-time');
    await put(rig, 'in-staging', { alert: { account: staging.id } });
    await put(rig, 'in-virginia', { alert: { region: prod.regions[1]! } });
    const prodOnly = everywhere.filter(({ account }) => account === prod);

    const names = async (text: string) =>
      recordsOf<Exported>(await ask(rig, text, { places: prodOnly })).map(({ name }) => name);

    expect((await names(`export incidents ${since} in prod`)).toSorted()).toEqual([
      'in-time',
      'in-virginia',
    ]);
    expect(await names(`export incidents ${since} in us-east-1`)).toEqual(['in-virginia']);
  });

  it('reads on over pages, each incident once', async () => {
    for (let n = 0; n < 120; n += 1)
      await put(rig, `alarm-${n}`, { incident: { createdAt: start + Math.floor(n / 40) } });

    const records = recordsOf<Exported>(await ask(rig, `export incidents ${since}`));

    expect(new Set(records.map(({ name }) => name)).size).toBe(120);
    expect(records).toHaveLength(120);
  });

  it('sends nothing where there is nothing, and says so', async () => {
    const answer = await ask(rig, `export incidents ${since}`);

    expect(shownCard(answer)).toContain('No incident is of that time.');
    expect(answer.files).toEqual([]);
  });

  it('says that there was no time for more', async () => {
    for (let n = 0; n < 60; n += 1) await put(rig, `alarm-${n}`);

    const answer = await ask(rig, `export incidents ${since}`, { signal: AbortSignal.abort() });

    expect(answer.isPartial).toBe(true);
    expect(recordsOf(answer)).toHaveLength(50);
    expect(shownCard(answer)).toContain('Cut: there was no time to read more');
  });

  it('says that a file is full, and keeps whole lines', async () => {
    const long = untrusted('x '.repeat(700_000));
    for (let n = 0; n < 13; n += 1) {
      const incident = await put(rig, `alarm-${n}`, { incident: { createdAt: start + n } });
      const act = { incidentId: incident.id, kind: 'muted', by: 'U0ALICE', at: start } as const;
      await rig.store.transaction((tx) => tx.acts.add({ ...act, detail: long }));
    }

    const answer = await ask(rig, `export incidents ${since}`);

    expect(answer.isPartial).toBe(true);
    expect(recordsOf(answer)).toHaveLength(11);
    expect(shownCard(answer)).toContain('Cut: a file may have 16 MB');
  });

  it('shows no secret that somebody wrote into a reason', async () => {
    const reason = untrusted('key AKIAIOSFODNN7EXAMPLE was used');
    await put(rig, 'leak', { incident: { closed: { by: 'U0BOB', at: start, reason } } });

    const answer = await ask(rig, `export incidents ${since}`);

    expect(JSON.stringify(answer)).not.toContain('AKIAIOSFODNN7EXAMPLE');
  });
});

describe('/trailwarden export audit', () => {
  const folder = useStoreFolder();
  let rig: TrailwardenRig;
  beforeEach(async () => {
    rig = { store: await folder.open(), clock: testClock(), suppressions: [] };
    rig.clock.advance(2 * day);
  });
  const write = (count: number, stepMs: number, accounts: readonly string[] = [prod.id]) =>
    rig.store.transaction(async (tx) => {
      for (let n = 0; n < count; n += 1)
        await tx.audit.append(makeAuditEntry({ at: start + n * stepMs, accounts }));
    });
  type Row = AuditRow & { readonly previous: string };
  const follows = ({ previous, seq, hash, ...entry }: Row): boolean =>
    auditHash(previous, seq, entry) === hash;

  it('gives every row of the time with its hash and the one before, so that each can be checked', async () => {
    await write(5, hour);

    const answer = await ask(
      rig,
      'export audit between 2026-11-23T01:00:00Z and 2026-11-23T03:00:00Z',
    );

    const rows = recordsOf<Row>(answer);
    expect(rows.map(({ seq }) => seq)).toEqual([2, 3, 4]);
    expect(rows.every(follows)).toBe(true);
    expect(rows[1]?.previous).toBe(rows[0]?.hash);
    expect(shownCard(answer)).toContain('Each row follows from the one before it.');
    expect(contentOf(answer, '.csv').split('\r\n')[0]).toContain('"previous","hash"');
  });

  it('gives the rows about an account that is named, each still checkable', async () => {
    await write(1, hour, [staging.id]);
    await write(1, hour, [prod.id]);
    await write(1, hour, [staging.id]);

    const rows = recordsOf<Row>(await ask(rig, 'export audit since 2026-11-23 in staging'));

    expect(rows.map(({ seq }) => seq)).toEqual([1, 3]);
    expect(rows.every(follows)).toBe(true);
  });

  it('finds the beginning among thousands of rows', async () => {
    await write(4_000, 30_000);

    const rows = recordsOf<Row>(await ask(rig, 'export audit since 2026-11-24T08:00:00Z'));

    expect(rows[0]?.at).toBe(Date.UTC(2026, 10, 24, 8));
    expect(rows.at(-1)?.seq).toBe(4_000);
    expect(rows.every(follows)).toBe(true);
  });

  it('says so where a row was changed from outside', async () => {
    await write(3, hour);
    const { store } = rig;
    const forged: TrailwardenRig = {
      ...rig,
      store: {
        ...store,
        transaction: (work) =>
          store.transaction((tx) =>
            work({
              ...tx,
              audit: {
                ...tx.audit,
                since: async (after, limit) =>
                  (await tx.audit.since(after, limit)).map((row) =>
                    row.seq === 2 ? { ...row, detail: 'nothing happened' } : row,
                  ),
              },
            }),
          ),
      },
    };

    const answer = await ask(forged, 'export audit since 2026-11-23');

    expect(shownCard(answer)).toContain('Row 2 does not follow from the one before');
  });

  it('says that no row is of the time', async () => {
    await write(3, hour);

    expect(shownCard(await ask(rig, 'export audit last 1h'))).toContain('No row is of that time.');
  });
});
