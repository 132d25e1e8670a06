import type { AdvisorCheck } from '../../aws/support-types.ts';
import { hasNoPlan, judgeOwn, type OwnVerdict } from '../../checks/advisor/judge-own.ts';
import type { OwnCheck } from '../../checks/check.ts';
import { createReadFacts, type ReadFacts } from '../../checks/read-facts.ts';
import type { Place } from '../../core/command.ts';
import { type Gathered, gather } from '../../core/gather.ts';
import { homeRegion } from '../asking/account.ts';
import type { Unread } from '../asking/unread.ts';
import { type AdvisorQuestion, readingOf, type TrustedAdvisorDeps } from './deps.ts';
import { type OwnAccount, ownChecksFor } from './own-checks.ts';

/** What Trusted Advisor said of one account. */
export interface AdvisorAccount<T> {
  readonly place: Place;
  readonly value: T;
}

export interface ReadAccounts<T> {
  readonly advisor: readonly AdvisorAccount<T>[];
  /** Accounts without a Support plan. */
  readonly own: readonly OwnAccount[];
  readonly unread: readonly Unread[];
}

const hasPlan = (got: Gathered<unknown> | undefined): boolean =>
  got?.kind !== 'failed' || !hasNoPlan(got.error);

const ownOf = (
  readFacts: ReadFacts,
  place: Place,
  wanted: readonly OwnCheck[],
  question: Pick<AdvisorQuestion, 'signal'>,
): Promise<readonly OwnVerdict[]> => {
  const { account, regions } = place;
  return judgeOwn(
    readFacts,
    wanted,
    { account: account.id, home: homeRegion(place), regions },
    readingOf(question),
  );
};

/** Where Trusted Advisor of a place is asked. */
export const advisorWhere = (deps: TrustedAdvisorDeps, place: Place) =>
  deps.whereOf(place.account.id, homeRegion(place));

/** What became of one account: one of the three. */
interface AccountRead<T> {
  readonly advisor?: AdvisorAccount<T>;
  readonly own?: OwnAccount;
  readonly unread?: Unread;
}

const ownRead = (place: Place, verdicts: readonly OwnVerdict[]): AccountRead<never> => ({
  own: { place, verdicts },
});

const readOf = <T>(place: Place, got: Gathered<T> | undefined): AccountRead<T> =>
  got?.kind === 'read'
    ? { advisor: { place, value: got.value } }
    : {
        unread: {
          what: place.account.name,
          error: got?.kind === 'failed' ? got.error : undefined,
        },
      };

/**
 * Asks Trusted Advisor of every account at once; those without a Support plan are judged by our own
 * checks instead. An account that cannot be read spoils no other.
 */
export const createReadAccounts = (deps: TrustedAdvisorDeps) => {
  const readFacts = createReadFacts(deps);
  return async <T>(
    question: AdvisorQuestion,
    ask: (place: Place) => Promise<T>,
    wanted: readonly OwnCheck[] = ownChecksFor(question.query),
  ): Promise<ReadAccounts<T>> => {
    let done = 0;
    const one = async (place: Place): Promise<AccountRead<T>> => {
      const [got] = await gather([place], ask, { signal: question.signal });
      const read = hasPlan(got)
        ? readOf(place, got)
        : ownRead(place, await ownOf(readFacts, place, wanted, question));
      done += 1;
      question.progress([`Trusted Advisor: ${done} of ${question.places.length} accounts`]);
      return read;
    };
    const all = await Promise.all(question.places.map(one));
    return {
      advisor: all.flatMap((each) => each.advisor ?? []),
      own: all.flatMap((each) => each.own ?? []),
      unread: all.flatMap((each) => each.unread ?? []),
    };
  };
};

export type ReadAccountsOf = ReturnType<typeof createReadAccounts>;

/** Every check that one of the accounts is offered, once. */
export const offeredChecks = (
  accounts: readonly AdvisorAccount<readonly AdvisorCheck[]>[],
): readonly AdvisorCheck[] => [
  ...new Map(accounts.flatMap(({ value }) => value.map((check) => [check.id, check]))).values(),
];
