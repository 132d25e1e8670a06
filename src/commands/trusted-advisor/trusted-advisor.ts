import type { AdvisorCheck } from '../../aws/support-types.ts';
import type { Finding } from '../../checks/advisor/findings.ts';
import { readFindings } from '../../checks/advisor/read-findings.ts';
import type { OwnCheck } from '../../checks/check.ts';
import type { Answer, Command, Place } from '../../core/command.ts';
import { gather } from '../../core/gather.ts';
import { unreadOf } from '../asking/unread.ts';
import {
  advisorWhere,
  createReadAccounts,
  offeredChecks,
  type ReadAccountsOf,
} from './accounts.ts';
import { checkAnswer } from './check-answer.ts';
import { chooseAnswer, type Listed, noCheckAnswer } from './choose.ts';
import { type AdvisorQuestion, readingOf, type TrustedAdvisorDeps } from './deps.ts';
import { type FoundChecks, findChecks } from './find-checks.ts';
import { wantedFindings } from './findings.ts';
import { formOf, wordsOfForm } from './form.ts';
import { readQuery } from './grammar.ts';
import { overviewAnswer } from './overview.ts';
import type { AdvisorQuery, Subject } from './query.ts';
import { createRefresh, type RefreshWish } from './refresh.ts';
import { trustedAdvisorSpec } from './spec.ts';

export type { TrustedAdvisorDeps } from './deps.ts';

interface Parts {
  readonly deps: TrustedAdvisorDeps;
  readonly readAccounts: ReadAccountsOf;
}

const isOfSubject = ({ category }: AdvisorCheck, subject: Subject): boolean =>
  subject.kind !== 'category' || category === subject.category;

const listChecks = (
  { deps, readAccounts }: Parts,
  question: AdvisorQuestion,
  own?: readonly OwnCheck[],
): Promise<Listed> =>
  readAccounts(
    question,
    (place) => deps.advisor.checks(advisorWhere(deps, place), readingOf(question)),
    own,
  );

/** One account that cannot be read is an error with its cure, not an answer. */
const throwIfAlone = ({ unread }: Pick<Listed, 'unread'>, { places }: AdvisorQuestion): void => {
  const [only] = unread;
  if (places.length === 1 && only?.error !== undefined) throw only.error;
};

const overview = async (parts: Parts, question: AdvisorQuestion): Promise<Answer> => {
  const { advisor } = parts.deps;
  const findingsOf = async (place: Place): Promise<readonly Finding[]> => {
    const where = advisorWhere(parts.deps, place);
    const reading = readingOf(question);
    const offered = await advisor.checks(where, reading);
    const checks = offered.filter((check) => isOfSubject(check, question.query.subject));
    const findings = await readFindings(advisor, where, checks, reading);
    return wantedFindings(findings, question.query);
  };
  const read = await parts.readAccounts(question, findingsOf);
  throwIfAlone(read, question);
  return overviewAnswer(read, question);
};

const oneCheck = async (
  { deps }: Parts,
  question: AdvisorQuestion,
  listed: Listed,
  { checks: [check], replaced }: FoundChecks,
): Promise<Answer | undefined> => {
  if (check === undefined) return undefined;
  const offering = listed.advisor.filter(({ value }) => value.some(({ id }) => id === check.id));
  const got = await gather(
    offering,
    ({ place }) => deps.advisor.result(advisorWhere(deps, place), check.id, readingOf(question)),
    { signal: question.signal },
  );
  const unread = unreadOf(offering, got, ({ place }) => place.account.name);
  throwIfAlone({ unread }, question);
  return checkAnswer(
    {
      check,
      replaced,
      results: offering.flatMap(({ place }, index) => {
        const one = got[index];
        return one?.kind === 'read' ? [{ place, result: one.value }] : [];
      }),
      own: listed.own,
      unread: [...listed.unread, ...unread],
      without: listed.advisor
        .filter((account) => !offering.includes(account))
        .map(({ place }) => place.account.name),
    },
    question,
  );
};

const byWords = async (parts: Parts, question: AdvisorQuestion, words: string): Promise<Answer> => {
  const listed = await listChecks(parts, question);
  throwIfAlone(listed, question);
  const offered = offeredChecks(listed.advisor);
  const found = findChecks(words, offered);
  if (found.checks.length > 1) return chooseAnswer(found.checks, words, listed, question);
  return (
    (await oneCheck(parts, question, listed, found)) ??
    noCheckAnswer(words, offered, listed, question)
  );
};

const wishesOf = (listed: Listed, { subject }: AdvisorQuery): readonly RefreshWish[] => {
  const found =
    subject.kind === 'check'
      ? findChecks(subject.words, offeredChecks(listed.advisor)).checks
      : offeredChecks(listed.advisor).filter((check) => isOfSubject(check, subject));
  const ids = new Set(found.map(({ id }) => id));
  return listed.advisor.flatMap(({ place, value }) =>
    value.filter(({ id }) => ids.has(id)).map((check) => ({ place, check })),
  );
};

const refresh = async (parts: Parts, question: AdvisorQuestion): Promise<Answer> => {
  const { subject } = question.query;
  // Own checks are read anew whenever they are asked: a refresh reads nothing.
  const listed = await listChecks(parts, question, []);
  throwIfAlone(listed, question);
  if (subject.kind === 'check') {
    const offered = offeredChecks(listed.advisor);
    const { checks } = findChecks(subject.words, offered);
    if (checks.length > 1) return chooseAnswer(checks, subject.words, listed, question);
    if (checks.length === 0 && offered.length > 0)
      return noCheckAnswer(subject.words, offered, listed, question);
  }
  return createRefresh(parts.deps)(
    {
      wishes: wishesOf(listed, question.query),
      noPlan: listed.own.map(({ place }) => place.account.name),
      unread: listed.unread,
    },
    question,
  );
};

const answer = (parts: Parts, question: AdvisorQuestion): Promise<Answer> => {
  const { action, subject } = question.query;
  if (action === 'refresh') return refresh(parts, question);
  return subject.kind === 'check'
    ? byWords(parts, question, subject.words)
    : overview(parts, question);
};

/** `/trusted-advisor`: what Trusted Advisor says, or without a Support plan what the bot sees itself. */
export const createTrustedAdvisor = (deps: TrustedAdvisorDeps): Command<AdvisorQuery> => {
  const parts: Parts = { deps, readAccounts: createReadAccounts(deps) };
  return {
    spec: trustedAdvisorSpec,
    read: readQuery,
    form: formOf,
    fromForm: wordsOfForm,
    run: (question) => answer(parts, question),
  };
};
