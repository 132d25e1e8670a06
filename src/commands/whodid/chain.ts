import type { TrailRecord } from '../../aws/trail-types.ts';
import type { Place } from '../../core/command.ts';
import { parseTime } from '../../core/dates.ts';
import { type Human, humanOf } from '../../core/human.ts';
import { textAt } from '../../core/values.ts';
import type { WhodidDeps } from './deps.ts';
import {
  createIssuingCalls,
  type IssuingCalls,
  isOutOfCalls,
  type Session,
  sessionOf,
} from './issuing-calls.ts';
import { keyOf, type Row } from './row.ts';
import { isOutOfTime } from './until-abort.ts';

/** A session's beginning: who got it, by which call. */
export interface ChainStep {
  readonly human: Human;
  readonly call: string;
  readonly at: number | undefined;
}

/** Who stands at the other end of a role session. */
export interface Chain {
  /** From the session back to where it began. */
  readonly steps: readonly ChainStep[];
  /** Why it goes no further. */
  readonly end: 'origin' | 'not-found' | 'elsewhere' | 'unread' | 'no-time' | 'limit';
}

type Deps = Pick<WhodidDeps, 'trail' | 'logs' | 'whereOf' | 'trailLogs'>;

const maxSteps = 4;

/** Is it a session that whoever began it has named, so that the name says little? */
export const isWorthFollowing = (row: Row): boolean =>
  row.human.kind === 'session' && keyOf(row)?.startsWith('ASIA') === true;

/** In the called account a caller of another one is only an account; its own record says more. */
const callerOf = async (
  finder: IssuingCalls,
  records: readonly TrailRecord[],
  session: Session,
): Promise<{ readonly record: TrailRecord | undefined; readonly isElsewhere: boolean }> => {
  const full = records.find((record) => textAt(record, 'userIdentity', 'type') !== 'AWSAccount');
  const [first] = records;
  if (full !== undefined || first === undefined) return { record: full, isElsewhere: false };
  const account = textAt(first, 'userIdentity', 'accountId') ?? '';
  if (!finder.isOpen(account)) return { record: first, isElsewhere: true };
  const there = await finder.inAccount(account, textAt(first, 'awsRegion'), session);
  return { record: there[0] ?? first, isElsewhere: false };
};

const stepOf = (record: TrailRecord): ChainStep => ({
  human: humanOf(record),
  call: textAt(record, 'eventName') ?? 'AssumeRole',
  at: parseTime(record['eventTime']),
});

/**
 * Follows a role session back to whoever began it: by the access key that each AssumeRole issued,
 * which nobody can choose, at most four steps, only in accounts that may be read.
 */
export const followBack = async (
  deps: Deps,
  row: Row,
  places: readonly Place[],
  signal: AbortSignal,
): Promise<Chain> => {
  const finder = createIssuingCalls(deps, places, signal);
  const steps: ChainStep[] = [];
  let session = sessionOf(row.record);
  try {
    while (session !== undefined && steps.length < maxSteps) {
      if (!finder.isOpen(session.account)) return { steps, end: 'elsewhere' };
      const records = await finder.find(session);
      const { record, isElsewhere } = await callerOf(finder, records, session);
      if (record === undefined) return { steps, end: 'not-found' };
      const step = stepOf(record);
      steps.push(step);
      if (isElsewhere) return { steps, end: 'elsewhere' };
      session = step.human.kind === 'session' ? sessionOf(record) : undefined;
    }
    return { steps, end: session === undefined ? 'origin' : 'limit' };
  } catch (error) {
    if (isOutOfCalls(error)) return { steps, end: 'limit' };
    return { steps, end: isOutOfTime(error) ? 'no-time' : 'unread' };
  }
};
