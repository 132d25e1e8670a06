import { describe, expect, it } from 'vitest';
import { day, hour, minute } from '../../../src/core/clock.ts';
import type { AccountId } from '../../../src/core/ids.ts';
import type { Incident } from '../../../src/core/incident-store.ts';
import type { Mute } from '../../../src/core/mute.ts';
import type { Suppression } from '../../../src/core/settings.ts';
import type { Severity } from '../../../src/core/severity.ts';
import type { Store } from '../../../src/core/store.ts';
import { untrusted } from '../../../src/core/text.ts';
import type { SectionRun } from '../../../src/digest/section.ts';
import type { IncidentsDetail } from '../../../src/digest/sections/incidents/groups.ts';
import { createIncidentsSection } from '../../../src/digest/sections/incidents/incidents.ts';
import { countSuppressed, suppressedBy } from '../../../src/incidents/suppress.ts';
import { machineWords, now, placesOf, prod, rowsOf, staging } from '../../commands/helpers.ts';
import { openTestStore } from '../../incidents/rig.ts';
import { alertKey, makeAlert, makeIncident, makePlacement, testClock } from '../../store/make.ts';
import { linesOf, runOf, shown, toldOf, unreadOf } from './rig.ts';

const [place, other] = placesOf(prod, staging);
if (place === undefined || other === undefined) throw new Error('there are accounts');

interface Happened extends Partial<Incident> {
  readonly name?: string;
  readonly account?: AccountId | undefined;
  readonly level?: Severity;
}

const incidentOf = ({ name = 'RootLogin', ...more }: Happened): Incident => {
  const { phase = 'firing', createdAt = now - hour } = more;
  const account = 'account' in more ? more.account : prod.id;
  const latest = makeAlert({
    key: alertKey(`${account ?? 'none'}/eu-west-1/${name}`),
    name: untrusted(name),
    phase,
    at: createdAt,
    ...(account && { account }),
  });
  const { level: _, account: __, ...change } = more;
  return makeIncident({ latest, createdAt, ...change });
};

const put = async (store: Store, happened: readonly Happened[]): Promise<void> =>
  store.transaction(async (tx) => {
    for (const one of happened) {
      const incident = incidentOf(one);
      await tx.incidents.put(incident);
      const severity = { level: one.level ?? 'high', reason: 'route 1' } as const;
      await tx.incidents.putPlacement(makePlacement({ incidentId: incident.id, severity }));
    }
  });

interface World {
  readonly happened?: readonly Happened[];
  readonly suppressions?: readonly Suppression[];
  readonly prepare?: (store: Store) => Promise<void>;
}

const begin = async (world: World = {}, run: Partial<SectionRun> = {}) => {
  const store = await openTestStore(testClock());
  await put(store, world.happened ?? []);
  await world.prepare?.(store);
  const section = createIncidentsSection({
    store,
    accounts: () => [prod, staging],
    suppressions: () => world.suppressions ?? [],
    suppressedBy,
    now: () => now,
  });
  const { account, bot } = section.begin(runOf(run));
  if (bot === undefined) throw new Error('the bot is told of');
  return { section, account, bot };
};

/** The table of these accounts, and of the bot. */
const rowsFor = async (happened: readonly Happened[]): Promise<readonly string[]> => {
  const { section, account, bot } = await begin({ happened });
  const told = [
    toldOf(place, await account(place)),
    toldOf(other, await account(other)),
    { ...toldOf<IncidentsDetail>(place, await bot()), account: undefined },
  ];
  return rowsOf({ headline: [], parts: section.tell(told, runOf().period) });
};

const botShown = async (world: World): Promise<string> => {
  const { section, bot } = await begin(world);
  const told = { ...toldOf<IncidentsDetail>(place, await bot()), account: undefined };
  return shown(section, [told]);
};

const taken = (after: number, createdAt = now - day) => ({
  createdAt,
  acknowledged: { by: 'U1', at: createdAt + after },
});

describe('the section on incidents', () => {
  it('finds those that are open, the gravest and the oldest first, since they began', async () => {
    const { account } = await begin({
      happened: [
        { id: 'i-low', name: 'Errors', level: 'low', createdAt: now - 3 * day },
        { id: 'i-new', name: 'Trail', level: 'critical', createdAt: now - hour },
        { id: 'i-old', name: 'Root', level: 'high', createdAt: now - 60 * day },
        { id: 'i-mid', name: 'Cpu', level: 'medium', phase: 'unknown' },
      ],
    });

    const part = await account(place);

    expect(linesOf(part)).toEqual([
      'fail i-old: Root, nobody has it',
      'fail i-new: Trail, nobody has it',
      'warn i-low: Errors, nobody has it',
      'warn i-mid: Cpu, nobody has it',
    ]);
    expect(part.findings[0]?.since).toBe(now - 60 * day);
    expect(part.findings.map(({ kind }) => kind)).toEqual([
      'unowned',
      'unowned',
      'unowned/warn',
      'unowned/warn',
    ]);
    expect(part.unread).toEqual([]);
  });

  it('tells what somebody has apart from what nobody has, and for less urgent', async () => {
    const { account } = await begin({
      happened: [
        { id: 'i-1', ...taken(hour) },
        { id: 'i-2', level: 'low', ...taken(hour) },
      ],
    });

    const { findings, kinds } = await account(place);

    expect(findings.map(({ id, kind }) => [id, kind])).toEqual([
      ['i-1', 'owned'],
      ['i-2', 'owned/warn'],
    ]);
    expect(kinds['owned']?.urgency).toBeLessThan(kinds['unowned']?.urgency ?? 0);
    expect(findings.every(({ kind }) => Object.hasOwn(kinds, kind))).toBe(true);
  });

  it('finds neither what is over nor mere events, and counts them', async () => {
    const reason = untrusted('a test');
    const { account } = await begin({
      happened: [
        { phase: 'event', detection: 'iam-policy-change' },
        { phase: 'resolved' },
        { phase: 'resolved', closed: { by: 'U1', at: now, reason } },
      ],
    });

    const part = await account(place);

    expect(part.findings).toEqual([]);
    expect(part.figures).toEqual({ begun: 3 });
  });

  it('has the same findings when it is read again, whatever became worse meanwhile', async () => {
    const store = await openTestStore(testClock());
    const deps = { store, accounts: () => [prod], suppressions: () => [], suppressedBy };
    const section = createIncidentsSection({ ...deps, now: () => now });
    await put(store, [{ id: 'i-1' }]);
    const before = await section.begin(runOf()).account(place);
    await put(store, [{ id: 'i-1', firings: 40, lastAt: now }]);

    const after = await section.begin(runOf()).account(place);

    expect(after.findings).toEqual(before.findings);
  });

  it('holds the worst of the channels for its severity', async () => {
    const { account } = await begin({
      happened: [{ id: 'i-1', level: 'info' }],
      prepare: (store) =>
        store.transaction((tx) =>
          tx.incidents.putPlacement(
            makePlacement({
              incidentId: 'i-1',
              channel: 'sec-all',
              severity: { level: 'critical', reason: 'route 2' },
            }),
          ),
        ),
    });

    const { findings } = await account(place);

    expect(findings.map(({ weight }) => weight)).toEqual(['fail']);
  });

  it('gives to the bot what is of no listed account, and to nobody what is of another', async () => {
    const { account, bot } = await begin({
      happened: [
        { id: 'i-prod' },
        { id: 'i-none', account: undefined },
        { id: 'i-gone', account: '999900001111' as AccountId },
      ],
    });

    const [ofProd, ofStaging, ofBot] = [await account(place), await account(other), await bot()];

    const ids = [ofProd, ofStaging, ofBot].map(({ findings }) => findings.map(({ id }) => id));
    expect(ids.map((each) => each.toSorted())).toEqual([['i-prod'], [], ['i-gone', 'i-none']]);
    expect([ofProd, ofStaging, ofBot].map(({ figures }) => figures?.['begun'])).toEqual([1, 0, 2]);
  });

  it('tells how many there were of what, and how long it took people', async () => {
    const rows = await rowsFor([
      { detection: 'root-use', firings: 3, ...taken(12 * minute) },
      { detection: 'root-use', ...taken(3 * hour) },
      { detection: 'root-use', account: staging.id, ...taken(5 * minute) },
      { detection: 'root-use', account: undefined },
      { name: 'Cpu', phase: 'resolved', createdAt: now - 2 * day, lastAt: now - day },
    ]);

    expect(rows).toEqual([
      'Root use | 4 | 6 | 1 | 12 min, at worst 3 h | – | prod, staging, Trailwarden itself',
      'Cpu | 1 | 1 | 0 | – | 1 d | prod',
    ]);
  });

  it('knows when it was over: closed by hand at that time, else when its alarm was OK', async () => {
    const begun = { createdAt: now - 2 * day, phase: 'resolved' as const };
    const closed = { by: 'U1', at: now - day, reason: untrusted('a test') };

    const rows = await rowsFor([
      { name: 'ByHand', ...begun, lastAt: now - 2 * day + minute, closed },
      { name: 'ByOk', ...begun, lastAt: now - 2 * day + 5 * minute },
      { name: 'FastClock', ...begun, lastAt: now - 3 * day },
    ]);

    expect(rows.toSorted()).toEqual([
      'ByHand | 1 | 1 | 0 | – | 1 d | prod',
      'ByOk | 1 | 1 | 0 | – | 5 min | prod',
      'FastClock | 1 | 1 | 0 | – | under a minute | prod',
    ]);
  });

  it('does not wait for somebody to take an event over', async () => {
    const rows = await rowsFor([{ detection: 'iam-policy-change', phase: 'event' }]);

    expect(rows).toEqual(['IAM policy change | 1 | 1 | 0 | – | – | prod']);
  });

  it('counts all of more than a page, and of the period alone', async () => {
    const many = Array.from({ length: 450 }, (_, index) => ({
      id: `i-${index}`,
      name: `Alarm${index % 20}`,
      phase: 'resolved' as const,
      // Some begin in one and the same millisecond.
      createdAt: now - day + Math.floor(index / 7),
    }));
    const before = { phase: 'resolved' as const, createdAt: runOf().period.from - 1 };
    const { section, account } = await begin({ happened: [...many, before] });

    const part = await account(place);

    expect(part.figures).toEqual({ begun: 450 });
    const text = shown(section, [toldOf(place, part)]);
    expect(text).toContain('450 incidents began in the period.');
    expect(text).toContain('And 5 more detections and alarms.');
    expect(
      rowsOf({ headline: [], parts: section.tell([toldOf(place, part)], runOf().period) }),
    ).toHaveLength(15);
  });

  it('says that there is more than it reads of what is open, and calls none of it fixed', async () => {
    const many = Array.from({ length: 1001 }, (_, index) => ({ id: `i-${index}` }));
    const { account } = await begin({ happened: many });

    const part = await account(place);

    expect(part.findings).toHaveLength(1000);
    expect(unreadOf(part)).toEqual([
      'incidents: There were more incidents than are read at a time.',
    ]);
  });

  it('says that nothing happened', async () => {
    const { section, account } = await begin();

    const part = await account(place);

    expect(part.findings).toEqual([]);
    expect(part.figures).toEqual({ begun: 0 });
    const text = shown(section, [toldOf(place, part)]);
    expect(text).toContain('Nothing happened in the period, as far as it reached the bot.');
    expect(text).not.toMatch(machineWords);
  });

  it('is given up when it is time', async () => {
    const { account } = await begin({}, { signal: AbortSignal.abort() });

    await expect(account(place)).rejects.toThrow(/abort/i);
  });

  it('lets no name become markup, and none fill the message', async () => {
    const name = `<!channel> *now* & <https://example.com|click> ${'x'.repeat(300)}`;
    const { section, account } = await begin({
      happened: [{ name }, { name: '__proto__' }, { name: 'secret=AKIAIOSFODNN7EXAMPLE' }],
    });

    const part = await account(place);
    const text = shown(section, [toldOf(place, part)]);

    expect(text).not.toContain('<!channel>');
    expect(text).not.toContain('<https');
    expect(text).not.toContain('x'.repeat(61));
    expect(text).not.toContain('AKIAIOSFODNN7EXAMPLE');
    expect(JSON.stringify(part)).not.toContain('AKIAIOSFODNN7EXAMPLE');
    expect(text).toMatch(/_.*proto.*_/);
    expect(text).not.toMatch(machineWords);
  });
});

const muteOf = (id: string, change: Partial<Mute> = {}): Mute => ({
  id,
  scope: { kind: 'alarm', key: alertKey(id), name: untrusted(`Alarm-${id}`) },
  by: 'U1',
  at: now - day,
  until: now + day,
  reason: untrusted('we rebuild it'),
  incidentId: undefined,
  needsSecond: false,
  secondBy: undefined,
  endedAt: undefined,
  held: 0,
  ...change,
});

const suppressionOf = (change: Partial<Suppression> = {}): Suppression => ({
  reason: 'the nightly deployment',
  until: Date.UTC(2026, 6, 1),
  actors: ['arn:aws:iam::111122223333:role/deploy'],
  detections: undefined,
  accounts: undefined,
  userAgent: undefined,
  address: undefined,
  session: undefined,
  ...change,
});

const withMutes = (...mutes: readonly Mute[]): World => ({
  prepare: (store) =>
    store.transaction(async (tx) => {
      for (const mute of mutes) await tx.mutes.put(mute);
    }),
});

describe('what is silenced, in the section on incidents', () => {
  it('tells the mutes that hold, by whom, why, and what they held back', async () => {
    const detection = { kind: 'detection', detection: 'root-use' } as const;
    const text = await botShown(
      withMutes(
        muteOf('a', { held: 12 }),
        muteOf('b', {
          scope: { ...detection, account: prod.id, actor: 'arn:aws:iam::111122223333:role/ci' },
        }),
        muteOf('c', {
          scope: { ...detection, account: undefined, actor: undefined },
          needsSecond: true,
          secondBy: 'U2',
          held: 1,
        }),
      ),
    );

    expect(text).toMatch(
      /Muted: alarm Alarm-a until .* \(12 firings held back so far\): we rebuild/,
    );
    expect(text).toMatch(/Muted: Root use by .*111122223333:role\/ci in prod until .*\(0/);
    expect(text).toMatch(/Muted: Root use in every account until .* \(1 firing held back so far\)/);
    expect(text).not.toMatch(machineWords);
  });

  it('tells none that is over, was ended, or waits for a second person', async () => {
    const text = await botShown(
      withMutes(
        muteOf('over', { until: now - 1 }),
        muteOf('ended', { endedAt: now - hour }),
        muteOf('waits', { needsSecond: true }),
      ),
    );

    expect(text).not.toContain('Muted');
    expect(text).not.toContain('Silenced');
  });

  it('tells the suppressions that hold, and how much each kept from people', async () => {
    const busy = suppressionOf();
    const text = await botShown({
      suppressions: [
        busy,
        suppressionOf({ reason: 'the scanner', actors: ['arn:aws:iam::111122223333:role/scan'] }),
        suppressionOf({ reason: 'long ago', until: now - 1 }),
      ],
      prepare: (store) =>
        store.transaction(async (tx) => {
          for (let count = 0; count < 7; count += 1) await countSuppressed(tx, busy);
        }),
    });

    expect(text).toMatch(
      /Suppressed until 2026-06-30 23:59 .*\(7 alerts held back .*\): the nightly deploy/,
    );
    expect(text).toMatch(/\(0 alerts held back .*\): the scanner/);
    expect(text).not.toContain('long ago');
  });

  it('names eight, and where the others are', async () => {
    const mutes = Array.from({ length: 11 }, (_, index) => muteOf(`m${index}`));

    const text = await botShown(withMutes(...mutes));

    expect(text.match(/Muted: /g)).toHaveLength(8);
    expect(text).toMatch(/and 3 more, see .*\/trailwarden mutes/);
  });

  it('is told with the bot, and not once more with each account', async () => {
    const { section, account } = await begin(withMutes(muteOf('a')));

    const text = shown(section, [toldOf(place, await account(place))]);

    expect(text).not.toContain('Muted');
  });

  it('lets neither a name nor a reason become markup', async () => {
    const text = await botShown(
      withMutes(
        muteOf('a', {
          scope: { kind: 'alarm', key: alertKey('a'), name: untrusted('<!here>') },
          reason: untrusted('<@U0EVERYONE> *see* <https://example.com|this>'),
        }),
        muteOf('b', {
          scope: { kind: 'detection', detection: '<!here>', account: undefined, actor: '<!here>' },
        }),
      ),
    );

    expect(text).not.toContain('<!here>');
    expect(text).not.toContain('<@U0EVERYONE>');
    expect(text).not.toContain('<https');
  });
});
