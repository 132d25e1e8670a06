import { describe, expect, it, onTestFinished } from 'vitest';
import type { OrganizationAccount } from '../../src/aws/organizations-types.ts';
import type { Card } from '../../src/core/card.ts';
import { hour, minute } from '../../src/core/clock.ts';
import { AppError } from '../../src/core/errors.ts';
import { type AccountId, asAccountId } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Settings, UnitSettings } from '../../src/core/settings.ts';
import type { Store } from '../../src/core/store.ts';
import { startMembers } from '../../src/organization/members.ts';
import { readMemory } from '../../src/organization/memory.ts';
import { createRoster } from '../../src/organization/roster.ts';
import { settingsWith } from '../core/settings-make.ts';
import { createSimulatedClock, type SimulatedClock } from '../incidents/clock.ts';
import { plainText } from '../incidents/plain.ts';
import { openTestStore } from '../incidents/rig.ts';

const unit: UnitSettings = {
  unit: 'ou-abcd-12345678',
  readBy: asAccountId('111122223333'),
  name: '{account.name}',
  role: 'arn:aws:iam::{account.id}:role/TrailwardenReader',
  externalId: undefined,
  regions: [],
  groups: [],
};

const member = (id: string, name: string, isActive = true): OrganizationAccount => ({
  id: asAccountId(id)!,
  name,
  isActive,
});

const payments = member('444455556666', 'payments');
const research = member('777788889999', 'research');

const noRight = new AppError(
  'organizations:ListAccountsForParent in 111122223333, us-east-1: the permission organizations:ListAccountsForParent is missing.',
  { kind: 'access', code: 'aws_access_denied', hint: 'Add {"Effect":"Allow"} to the policy.' },
);
const noRole = new AppError('sts:AssumeRole in 777788889999: the role cannot be assumed.', {
  kind: 'access',
  code: 'aws_access_denied',
  hint: 'Make the role.',
});

/** An organisation that a test changes, and a bot beside it. */
const createWorld = async (clock: SimulatedClock = createSimulatedClock(), kept?: Store) => {
  const store = kept ?? (await openTestStore(clock));
  const world = {
    accounts: [payments] as readonly OrganizationAccount[],
    fails: undefined as AppError | undefined,
    withoutRole: new Set<AccountId>(),
    listed: 0,
  };
  const said = new Map<string, Card>();
  const loaded: Settings = settingsWith({ units: [unit] });
  const roster = createRoster(() => loaded);
  roster.learn(await store.transaction(readMemory));
  const start = () => {
    const members = startMembers({
      roster,
      reader: {
        accounts: async (where, wanted) => {
          expect({ where, wanted }).toEqual({
            where: { account: '111122223333', region: 'us-east-1' },
            wanted: 'ou-abcd-12345678',
          });
          world.listed += 1;
          if (world.fails) throw world.fails;
          return world.accounts;
        },
      },
      tryRole: async (account) => {
        expect(roster.settings().accounts.map(({ id }) => id)).toContain(account);
        if (world.withoutRole.has(account)) throw noRole;
      },
      store,
      say: async (_tx, { key, card }) => void said.set(key, card),
      clock,
      log: silentLog,
    });
    onTestFinished(members.stop);
    return members;
  };
  const names = () => roster.settings().accounts.map(({ name }) => name);
  const news = () => [...said.values()].map(plainText);
  return { world, clock, store, start, names, news, roster };
};

describe('the accounts of a unit', () => {
  it('are known after the start, and looked up every hour', async () => {
    const { world, clock, start, names, news } = await createWorld();
    start();

    await clock.pass(minute);
    world.accounts = [payments, research];
    await clock.pass(hour + minute);

    expect(names()).toEqual(['prod', 'staging', 'payments', 'research']);
    expect(world.listed).toBe(2);
    expect(news()).toEqual([
      expect.stringContaining('1 account; the role works in all of them'),
      expect.stringMatching(/1 new account[^]*research \(777788889999\) – nothing is missing/),
    ]);
  });

  it('are known from before without AWS', async () => {
    const first = await createWorld();
    const members = first.start();
    await first.clock.pass(minute);
    await members.stop();

    const second = await createWorld(first.clock, first.store);
    second.world.fails = noRight;
    second.start();
    await second.clock.pass(minute);

    expect(second.names()).toEqual(['prod', 'staging', 'payments']);
    expect(second.news()).toEqual([]);
  });

  it('that have an entry of their own are none of its business', async () => {
    const { world, clock, start, names, news } = await createWorld();
    world.accounts = [payments, member('111122223333', 'another name')];
    start();

    await clock.pass(minute);

    expect(names()).toEqual(['prod', 'staging', 'payments']);
    expect(news()).toEqual([expect.stringContaining('1 account; the role works')]);
  });

  it('are the same settings until something changes', async () => {
    const { clock, start, roster } = await createWorld();
    start();
    await clock.pass(minute);

    const before = roster.settings();
    await clock.pass(minute);

    expect(roster.settings()).toBe(before);
  });
});

describe('a new account', () => {
  it('is announced with what is missing, and again when it is there', async () => {
    const { world, clock, start, news } = await createWorld();
    start();
    await clock.pass(minute);

    world.accounts = [payments, research];
    world.withoutRole.add(research.id);
    await clock.pass(hour);
    await clock.pass(hour);
    world.withoutRole.clear();
    await clock.pass(hour + minute);

    expect(news().slice(1)).toEqual([
      expect.stringMatching(
        /research \(777788889999\) – missing: .*the role cannot be assumed\. Make the role\./,
      ),
      expect.stringMatching(/1 ready now[^]*The role works there now:[^]*research/),
    ]);
  });

  it('is one of many at the first look: only those are named that lack something', async () => {
    const { world, clock, start, news } = await createWorld();
    world.accounts = [payments, research];
    world.withoutRole.add(research.id);
    start();

    await clock.pass(minute);

    expect(news()).toEqual([expect.stringMatching(/2 accounts; in 1 something is missing/)]);
    expect(news()[0]).not.toContain('payments (444455556666)');
  });
});

it('says of an account that it was suspended, of another that it is gone', async () => {
  const { world, clock, start, names, news } = await createWorld();
  world.accounts = [payments, research];
  start();
  await clock.pass(minute);

  world.accounts = [{ ...payments, isActive: false }];
  await clock.pass(hour + minute);

  expect(names()).toEqual(['prod', 'staging']);
  expect(news()[1]).toMatch(/1 suspended, 1 gone[^]*payments[^]*research/);
});

it('keeps what it knows where AWS does not answer, says why, and tries again', async () => {
  const { world, clock, start, names } = await createWorld();
  const members = start();
  await clock.pass(minute);

  world.fails = noRight;
  await clock.pass(hour);
  const problems = members.problems();
  world.fails = undefined;
  world.accounts = [payments, research];
  await clock.pass(11 * minute);

  expect(problems).toEqual([
    'The accounts of ou-abcd-12345678: organizations:ListAccountsForParent in 111122223333, us-east-1: the permission organizations:ListAccountsForParent is missing. Add {"Effect":"Allow"} to the policy.',
  ]);
  expect(members.problems()).toEqual([]);
  expect(names()).toContain('research');
});
