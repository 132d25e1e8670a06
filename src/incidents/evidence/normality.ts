import type { Where } from '../../aws/cloudwatch-types.ts';
import type { LookupAttribute, TrailRecord } from '../../aws/trail-types.ts';
import { day, hour } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { EvidenceEvent, Normality } from '../../core/evidence.ts';
import { evidenceEventOf } from '../../core/evidence-event.ts';
import type { AccountId, RegionId } from '../../core/ids.ts';
import { textAt } from '../../core/values.ts';
import type { NormalityDeps, NormalityReader } from './deps.ts';
import { networkOf } from './network.ts';
import { createRemembered } from './remembered.ts';

/** As long as Event history keeps. */
const historyMs = 90 * day;
/** What came right before belongs to the same doing, and is no habit. */
const sameDoingMs = hour;
const mostPages = 20;

/** What is asked about: a call by somebody from somewhere. */
interface Question {
  readonly account: AccountId;
  readonly region: RegionId;
  readonly when: number;
  readonly network: string;
  readonly event: EvidenceEvent;
}

const questionOf = (event: EvidenceEvent): Question | undefined => {
  const { account, region, when, address } = event.trail;
  if (account === undefined || region === undefined || when === undefined) return undefined;
  return { account, region, when, network: networkOf(address ?? ''), event };
};

const keyOf = ({ account, region, network, event }: Question): string => {
  const { service, call, outcome } = event.trail;
  return [event.actor, account, region, service, call, outcome, network].join('\n');
};

/** Calls that everybody makes all day. */
const isFrequent = (call: string): boolean =>
  /^(?:Get|List|Describe|Head|Lookup|Assume|Batch|ConsoleLogin|Decrypt|GenerateDataKey|RunInstances|Invoke|CheckMfa)/.test(
    call,
  );

/** Under which name Event history has the caller; of a role's session only a person's is the same each time. */
const userNameOf = ({ human }: EvidenceEvent): string | undefined => {
  if (human.kind === 'root') return 'root';
  if (human.kind === 'iam-user') return human.name;
  return human.kind === 'person' && human.why.startsWith('Identity Center session')
    ? human.name
    : undefined;
};

/**
 * By what the fewest records are found: a watched call by its name, a frequent one by its caller.
 * Access keys are not kept whole, so none can be asked for.
 */
const attributeOf = ({ event }: Question): LookupAttribute => {
  const { call } = event.trail;
  const user = userNameOf(event);
  return isFrequent(call) && user !== undefined
    ? { key: 'Username', value: user }
    : { key: 'EventName', value: call };
};

const isSame = (record: TrailRecord, { event, network }: Question): boolean => {
  if (textAt(record, 'eventName') !== event.trail.call) return false;
  const { actor, trail } = evidenceEventOf(record, []);
  return (
    actor === event.actor &&
    trail.service === event.trail.service &&
    trail.outcome === event.trail.outcome &&
    networkOf(trail.address ?? '') === network
  );
};

type Verdict = 'elsewhere' | Normality;

const createSearch = ({ trail }: NormalityDeps, where: Where, now: number) => {
  const isOther = (record: TrailRecord, { account }: Question): boolean =>
    textAt(record, 'recipientAccountId') !== account;

  /** Without a role the credentials may be another account's, where of course nothing is found. */
  const isProved = async (question: Question, signal: AbortSignal): Promise<boolean> => {
    if (where.account !== undefined) return true;
    const wanted = { attribute: undefined, from: now - day, to: now, token: undefined };
    const { records } = await trail.lookup(where, wanted, { urgency: 'background', signal });
    const [record] = records;
    return record !== undefined && !isOther(record, question);
  };

  const search = async (question: Question, signal: AbortSignal): Promise<Verdict> => {
    const attribute = attributeOf(question);
    const from = Math.max(question.when - historyMs, now - historyMs);
    const wanted = { attribute, from, to: question.when - sameDoingMs };
    if (wanted.to <= from) return 'not-checked';
    let token: string | undefined;
    for (let pages = 0; pages < mostPages; pages += 1) {
      const page = await trail.lookup(
        where,
        { ...wanted, token },
        { urgency: 'background', signal },
      );
      if (page.records.some((record) => isOther(record, question))) return 'elsewhere';
      if (page.records.some((record) => isSame(record, question))) return 'seen';
      token = page.next;
      if (token === undefined) return 'first-time';
    }
    return 'not-checked';
  };

  return async (question: Question, signal: AbortSignal): Promise<Normality> => {
    const verdict = await search(question, signal);
    if (verdict === 'elsewhere') return 'not-checked';
    if (verdict !== 'first-time') return verdict;
    return (await isProved(question, signal)) ? verdict : 'not-checked';
  };
};

/** Whether calls are usual for whoever made them, by Event history, after everybody who waits. */
export const createNormalityReader = (deps: NormalityDeps): NormalityReader => {
  const remembered = createRemembered<Normality>(deps.clock);
  const look = (question: Question, signal: AbortSignal): Promise<Normality> => {
    const where = deps.whereOf(question.account, question.region);
    return createSearch(deps, where, deps.clock.now())(question, signal);
  };
  return {
    check: async (event, signal) => {
      const question = questionOf(event);
      if (question === undefined) return 'not-checked';
      try {
        return await remembered.ask(keyOf(question), () => look(question, signal));
      } catch (thrown) {
        // What could not be read now may be readable soon.
        if (thrown instanceof AppError) return 'not-checked';
        throw thrown;
      }
    },
  };
};
