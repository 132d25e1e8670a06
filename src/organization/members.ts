import type { OrganizationAccount, OrganizationReader } from '../aws/organizations-types.ts';
import { type Clock, hour, minute } from '../core/clock.ts';
import { AppError, toError } from '../core/errors.ts';
import type { Handle } from '../core/handle.ts';
import type { AccountId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Say } from '../core/say.ts';
import type { UnitSettings } from '../core/settings.ts';
import type { Store } from '../core/store.ts';
import { changeOf, isNews, toLookAt } from './change.ts';
import { type Member, type Memory, readMemory, writeMemory } from './memory.ts';
import { newsCard } from './news-card.ts';
import type { Roster } from './roster.ts';
import { whereUnitIsListed } from './where.ts';

export interface MembersDeps {
  readonly roster: Roster;
  readonly reader: OrganizationReader;

  /** Proves that the account's role works; rejects with an AppError. */
  readonly tryRole: (account: AccountId, signal: AbortSignal) => Promise<void>;
  readonly store: Store;
  readonly say: Say;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Members extends Handle {
  /** Units that could not be listed, why and what to do, in words. */
  readonly problems: () => readonly string[];
}

const everyMs = hour;
const tryAgainMs = 10 * minute;
const lookEveryMs = minute;
const listWithinMs = 2 * minute;
const tryWithinMs = 20_000;

/** So many roles are tried at a time, and so many in one hour: the others are tried in the next. */
const atOnce = 10;
const mostTried = 1_000;

const words = (thrown: unknown): string => {
  const { message } = toError(thrown);
  return thrown instanceof AppError && thrown.hint !== undefined
    ? `${message} ${thrown.hint}`
    : message;
};

/** What each of `accounts` lacks, in words; those not tried in time are left out. */
const tryRoles = async (
  accounts: readonly OrganizationAccount[],
  { tryRole }: Pick<MembersDeps, 'tryRole'>,
  stopped: AbortSignal,
): Promise<ReadonlyMap<AccountId, string | undefined>> => {
  const found = new Map<AccountId, string | undefined>();
  const left = accounts.slice(0, mostTried);
  const worker = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined && !stopped.aborted; one = left.shift()) {
      const signal = AbortSignal.any([stopped, AbortSignal.timeout(tryWithinMs)]);
      try {
        await tryRole(one.id, signal);
        found.set(one.id, undefined);
      } catch (thrown) {
        if (!stopped.aborted) found.set(one.id, words(thrown));
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return found;
};

const notTried = 'its role was not tried yet';

/** The accounts as they are now, with what is known of what they lack. */
const membersOf = (
  accounts: readonly OrganizationAccount[],
  before: readonly Member[] | undefined,
  tried: ReadonlyMap<AccountId, string | undefined>,
): readonly Member[] => {
  const known = new Map((before ?? []).map((member) => [member.id, member]));
  return accounts.map((account) => {
    const was = known.get(account.id);
    const untried = was?.isActive === true ? was.missing : notTried;
    const missing = tried.has(account.id) ? tried.get(account.id) : untried;
    return { ...account, missing: account.isActive ? missing : undefined };
  });
};

/** Lists what can be listed, and says why the rest cannot. */
const createListing = (deps: MembersDeps, stopped: AbortSignal) => {
  const problems = new Map<string, string>();
  const list = async (unit: UnitSettings): Promise<readonly OrganizationAccount[] | undefined> => {
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(listWithinMs)]);
    try {
      const where = whereUnitIsListed(unit);
      const found = await deps.reader.accounts(where, unit.unit, { urgency: 'background', signal });
      problems.delete(unit.unit);
      return found.filter(({ id }) => !deps.roster.isListed(id));
    } catch (thrown) {
      if (stopped.aborted) return undefined;
      problems.set(unit.unit, words(thrown));
      deps.log.warn('a unit could not be listed', { unit: unit.unit, reason: words(thrown) });
      return undefined;
    }
  };
  return { list, problems };
};

type Found = readonly (readonly [unit: string, accounts: readonly OrganizationAccount[]])[];

/** Writes down what was found and says what changed, in one transaction. */
const keep = (
  { store, say, roster }: MembersDeps,
  found: Found,
  tried: ReadonlyMap<AccountId, string | undefined>,
): Promise<Memory> =>
  store.transaction(async (tx) => {
    const before = await readMemory(tx);
    const listed = new Set(roster.settings().units.map(({ unit }) => unit));
    const now = found.map(
      ([unit, accounts]) => [unit, membersOf(accounts, before.units.get(unit), tried)] as const,
    );
    const changes = now
      .map(([unit, members]) => {
        const known = before.units.get(unit)?.filter(({ id }) => !roster.isListed(id));
        return changeOf(unit, known, members);
      })
      .filter(isNews);
    const units = new Map([...before.units, ...now].filter(([unit]) => listed.has(unit)));
    const memory = { revision: before.revision + 1, units };
    await writeMemory(tx, memory);
    if (changes.length > 0)
      await say(tx, { key: `organization/${memory.revision}`, card: newsCard(changes) });
    return memory;
  });

/** Lists units anew, tries the roles of what is new there, and keeps and says what changed. */
const createRefresh = (deps: MembersDeps, stopped: AbortSignal) => {
  const { roster, clock } = deps;
  const { list, problems } = createListing(deps, stopped);
  /** When each unit is to be listed next. */
  const dueAt = new Map<string, number>();

  /** What can be listed; the rest is tried again sooner. */
  const listAll = async (units: readonly UnitSettings[]): Promise<Found> => {
    const found: (readonly [string, readonly OrganizationAccount[]])[] = [];
    for (const unit of units) {
      dueAt.set(unit.unit, clock.now() + tryAgainMs);
      const accounts = await list(unit);
      if (accounts !== undefined) found.push([unit.unit, accounts]);
    }
    return found;
  };

  /** Their roles can be tried only once the clients know of them. */
  const meet = (found: Found): void => {
    const before = roster.memory();
    const met = found.map(
      ([unit, accounts]) => [unit, membersOf(accounts, before.units.get(unit), new Map())] as const,
    );
    roster.learn({ ...before, units: new Map([...before.units, ...met]) });
  };

  const refresh = async (units: readonly UnitSettings[]): Promise<void> => {
    const { units: known } = roster.memory();
    const found = await listAll(units);
    if (found.length === 0 || stopped.aborted) return;
    meet(found);
    const wanted = found.flatMap(([unit, accounts]) => toLookAt(known.get(unit), accounts));
    const tried = await tryRoles(wanted, deps, stopped);
    if (stopped.aborted) return;
    roster.learn(await keep(deps, found, tried));
    for (const [unit] of found) dueAt.set(unit, clock.now() + everyMs);
  };

  return {
    problems,
    refreshDue: async (): Promise<void> => {
      const now = clock.now();
      const due = roster.settings().units.filter(({ unit }) => (dueAt.get(unit) ?? 0) <= now);
      if (due.length > 0) await refresh(due);
    },
  };
};

/**
 * Looks every hour which accounts the units of the settings have, keeps the answer (a restart without
 * AWS still knows them), and says what changed and what a new account lacks. What cannot be listed
 * stays as it was, and is tried again after ten minutes. Starts at once.
 */
export const startMembers = (deps: MembersDeps): Members => {
  const { roster, clock } = deps;
  const log = deps.log.child({ part: 'organization' });
  const aborter = new AbortController();
  const { signal } = aborter;
  const { problems, refreshDue } = createRefresh({ ...deps, log }, signal);

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await refreshDue();
      } catch (thrown) {
        log.error('looking for accounts failed', { reason: toError(thrown).message });
      }
      await clock.sleep(lookEveryMs, signal);
    }
  };
  const running = run();

  return {
    problems: () =>
      roster.settings().units.flatMap(({ unit }) => {
        const problem = problems.get(unit);
        return problem === undefined ? [] : [`The accounts of ${unit}: ${problem}`];
      }),
    stop: async () => {
      aborter.abort();
      await running;
    },
  };
};
