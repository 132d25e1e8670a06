import { describe, expect, it } from 'vitest';
import { minute } from '../../src/core/clock.ts';
import type { SectionPart } from '../../src/core/digest.ts';
import type { AccountId, RegionId } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import type { DigestSettings } from '../../src/core/settings.ts';
import { textOf } from '../../src/core/text.ts';
import { createCompose } from '../../src/digest/compose.ts';
import { createSend } from '../../src/digest/send.ts';
import { createShow } from '../../src/digest/show.ts';
import type { DigestJob } from '../../src/digest/work.ts';
import { createRig } from '../incidents/rig.ts';
import { dev, finding, part, prod, sectionOf, week, weekly } from './make.ts';

const settings: DigestSettings = {
  ...weekly,
  accountChannels: [{ accounts: undefined, channel: 'sec-{account.name}' }],
};

interface More {
  readonly isLate?: boolean;
  readonly settings?: DigestSettings;
}

const home = (): RegionId => 'eu-west-1' as RegionId;

const start = async (
  read: (name: string) => Promise<SectionPart>,
  readBot?: () => Promise<SectionPart>,
) => {
  const rig = await createRig();
  const { clock, store, say } = rig;
  const sections = [sectionOf(({ account }) => read(account.name), readBot && { bot: readBot })];
  const compose = createCompose({ sections, clock, log: silentLog });
  const send = createSend({
    compose,
    accounts: () => [prod.account, dev.account],
    store,
    say,
    hasChannel: (channel) => Promise.resolve(channel === 'sec-prod'),
    home,
    clock,
    log: silentLog,
  });
  /** As when it is due: claimed, then sent. */
  const sendDue = async (dueAt: number, more: More = {}): Promise<void> => {
    const job = { digest: 'weekly', dueAt };
    const lastDueAt = await store.transaction(async (tx) => {
      await tx.digests.claim({ ...job, claimedAt: clock.now() });
      return (await tx.digests.lastSent('weekly', dueAt))?.dueAt;
    });
    await sendJob(job, { lastDueAt, ...more });
  };
  const sendJob = (job: DigestJob, more: More & { lastDueAt?: number | undefined }) =>
    send(
      { settings, job, isLate: false, lastDueAt: undefined, ...more },
      new AbortController().signal,
    );
  const texts = (channel: string): readonly string[] =>
    rig.slack.roots(channel).map((message) => rig.slack.text(message));
  /** As `/security-digest` would show it now. */
  const showProd = () =>
    createShow({ compose, store, home, clock })({
      places: [prod],
      sections: undefined,
      isBotToo: false,
      zone: 'UTC',
      signal: new AbortController().signal,
      progress: () => {},
    });
  return { rig, sendDue, sendJob, showProd, texts };
};

describe('a digest that is due', () => {
  it('stands in its channel, and where an account has a channel of that name its own part there', async () => {
    const { rig, sendDue, texts } = await start(async () => part([finding('carol')]));

    await sendDue(rig.clock.now());
    await rig.clock.pass(minute);

    expect(texts('sec')).toHaveLength(1);
    expect(texts('sec')[0]).toContain('2 open in 2 accounts');
    expect(texts('sec-prod')[0]).toContain('Security digest for prod');
    expect(texts('sec-dev')).toEqual([]);
    expect(texts('fallback')).toEqual([]);
  });

  it('is posted once, though it is sent twice', async () => {
    const { rig, sendDue, texts } = await start(async () => part([finding('carol')]));
    const dueAt = rig.clock.now();

    await Promise.all([sendDue(dueAt), sendDue(dueAt)]);
    await rig.clock.pass(minute);
    await sendDue(dueAt);
    await rig.clock.pass(minute);

    expect(texts('sec')).toHaveLength(1);
  });

  it('is compared with the last one, and keeps what the next one needs', async () => {
    let findings = [finding('carol'), finding('dave')];
    const { rig, sendDue, texts } = await start(async () => part(findings));
    const { clock, store } = rig;
    await sendDue(clock.now() - week);
    await clock.pass(minute);
    findings = [finding('carol'), finding('erin')];

    await sendDue(clock.now());
    await clock.pass(minute);

    expect(texts('sec')[1]).toContain('2 new, 2 fixed, 2 still open in 2 accounts');
    const counts = await store.transaction((tx) => tx.digests.openCounts('weekly', 10));
    expect(counts.map(({ fail }) => fail)).toEqual([4, 4]);
    const kept = await store.transaction((tx) =>
      tx.digests.newestSnapshot('iam', '111122223333' as AccountId),
    );
    expect(kept?.fixed.map(({ id }) => id)).toEqual(['dave']);
  });

  it('draws the trend of the weeks before', async () => {
    const { rig, sendDue } = await start(async () => part([finding('carol')]));
    for (const weeks of [2, 1, 0]) {
      await sendDue(rig.clock.now() - weeks * week);
      await rig.clock.pass(minute);
    }

    const last = rig.slack.roots('sec').at(-1);
    expect(JSON.stringify(last)).toContain('Open findings');
    expect(JSON.stringify(rig.slack.roots('sec')[1])).not.toContain('"chart"');
  });

  it('says after three minutes what it has, though AWS hangs', async () => {
    const { rig, sendDue, texts } = await start((name) =>
      name === 'prod' ? Promise.resolve(part([finding('carol')])) : new Promise(() => {}),
    );

    const sending = sendDue(rig.clock.now());
    await rig.clock.pass(3 * minute);
    await sending;
    await rig.clock.pass(minute);

    expect(texts('sec')[0]).toContain('dev: There was no time left to read it.');
    expect(texts('sec')[0]).toContain('1 open in 2 accounts');
  });

  it('says that it is late', async () => {
    const { rig, sendDue, texts } = await start(async () => part([]));

    await sendDue(rig.clock.now(), { isLate: true });
    await rig.clock.pass(minute);

    expect(texts('sec')[0]).toContain('Late: it was due at');
  });
});

describe('a digest that somebody asks for', () => {
  it('goes to their channel alone, with its CSV', async () => {
    const { rig, sendJob, texts } = await start(async () => part([finding('carol')]));
    const job = { digest: 'weekly', dueAt: rig.clock.now(), channel: 'war-room' };

    await sendJob(job, {});
    await rig.clock.pass(minute);

    expect(texts('war-room')[0]).toContain('2 open in 2 accounts');
    expect([...texts('sec'), ...texts('sec-prod')]).toEqual([]);
    const kept = await rig.store.transaction((tx) => tx.digests.snapshots(job));
    expect(kept.map(({ subject }) => subject)).toEqual([prod.account.id, dev.account.id]);
    expect(JSON.stringify(rig.slack.messages)).toContain(`weekly ${job.dueAt} iam`);
  });

  it('is nothing that a later one is compared with', async () => {
    let findings = [finding('carol')];
    const { rig, sendJob, sendDue, showProd, texts } = await start(async () => part(findings));
    const { clock } = rig;
    await sendDue(clock.now());
    await clock.pass(minute);
    findings = [finding('carol'), finding('dave')];
    await sendJob({ digest: 'weekly', dueAt: clock.now(), channel: 'war-room' }, {});
    await clock.pass(minute);

    const shown = await showProd();
    await sendDue(clock.now());
    await clock.pass(minute);

    expect(textOf(shown.root.headline)).toContain('1 new, 1 still open');
    expect(texts('sec')[1]).toContain('2 new, 2 still open in 2 accounts');
  });

  it('is shown as it is now, against what was kept last', async () => {
    let findings = [finding('carol')];
    const { rig, sendDue, showProd } = await start(async () => part(findings));
    await sendDue(rig.clock.now());
    findings = [finding('carol'), finding('erin')];

    const shown = await showProd();

    expect(JSON.stringify(shown.root.headline)).toContain('1 new, 1 still open');
    expect(shown.isPartial).toBe(false);
    expect(shown.sections.map(({ id, csv }) => [id, csv.rows.length])).toEqual([['iam', 2]]);
  });
});

describe('what belongs to no account', () => {
  const startWithBot = async () => {
    const rig = await start(
      async () => part([]),
      async () => part([finding('dead letters')]),
    );
    const isTold = async (): Promise<boolean> => {
      await rig.rig.clock.pass(minute);
      expect(rig.rig.slack.messages).not.toEqual([]);
      return JSON.stringify(rig.rig.slack.messages).includes('dead letters');
    };
    return { ...rig, isTold, now: rig.rig.clock.now() };
  };

  it.each([
    ['all accounts', undefined, true],
    ['some accounts', ['prod'], false],
  ])('is told, or not, by a digest about %s', async (_about, accounts, told) => {
    const { sendDue, isTold, now } = await startWithBot();

    await sendDue(now, { settings: { ...settings, accounts } });

    expect(await isTold()).toBe(told);
  });

  it.each([
    ['sec', true],
    ['war-room', false],
  ])('is told, or not, to those who ask for it in %s', async (channel, told) => {
    const { sendJob, isTold, now } = await startWithBot();

    await sendJob({ digest: 'weekly', dueAt: now, channel }, {});

    expect(await isTold()).toBe(told);
  });
});
