import { createReadFacts } from '../../checks/read-facts.ts';
import type { Answer, Command, Place } from '../../core/command.ts';
import { homeRegion } from '../asking/account.ts';
import type { AuditQuestion, IamAuditDeps } from './deps.ts';
import { formOf, wordsOfForm } from './form.ts';
import { readQuery } from './grammar.ts';
import { type JudgedAccount, worstAccounts } from './judged.ts';
import { overviewAnswer } from './overview.ts';
import { practiceAnswer } from './practice-answer.ts';
import { type AuditQuery, practicesOf } from './query.ts';
import { iamAuditSpec } from './spec.ts';

export type { IamAuditDeps } from './deps.ts';

/** Reads what the practices need of every account at once, and judges; one spoils no other. */
const createJudge = (deps: IamAuditDeps) => {
  const readFacts = createReadFacts(deps);
  return async (question: AuditQuestion): Promise<readonly JudgedAccount[]> => {
    const practices = practicesOf(question.query);
    const needs = new Set(practices.flatMap((check) => check.needs));
    let done = 0;
    const one = async (place: Place): Promise<JudgedAccount> => {
      const { account, regions } = place;
      const facts = await readFacts(
        { account: account.id, home: homeRegion(place), regions, needs },
        { urgency: 'people', signal: question.signal },
      );
      done += 1;
      question.progress([`IAM: ${done} of ${question.places.length} accounts`]);
      return {
        place,
        practices: practices.map((check) => ({ check, verdict: check.judge(facts) })),
      };
    };
    return worstAccounts(await Promise.all(question.places.map(one)));
  };
};

/** `/iam-audit`: a verdict on each of IAM's best practices, and who is concerned. */
export const createIamAudit = (deps: IamAuditDeps): Command<AuditQuery> => {
  const judge = createJudge(deps);
  return {
    spec: iamAuditSpec,
    read: readQuery,
    form: formOf,
    fromForm: wordsOfForm,
    run: async (question): Promise<Answer> => {
      const accounts = await judge(question);
      const [only, ...others] = practicesOf(question.query);
      return only !== undefined && others.length === 0
        ? practiceAnswer(only, accounts, question)
        : overviewAnswer(accounts, question);
    },
  };
};
