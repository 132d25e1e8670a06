import { bestPractices } from '../../../checks/best-practices/index.ts';
import type { BestPractice } from '../../../checks/check.ts';
import { createReadFacts, type ReadFactsDeps } from '../../../checks/read-facts.ts';
import type { Verdict } from '../../../checks/verdict.ts';
import type { Place } from '../../../core/command.ts';
import type { SectionPart } from '../../../core/digest.ts';
import type { Section, SectionReader, SectionRun } from '../../section.ts';
import { accountHome } from '../account-home.ts';
import { findingsOf, type Judged, kindsOf, unreadOf } from '../verdicts.ts';
import { type IamDetail, tellIam } from './tell-iam.ts';

/** Readers of the facts that the checks judge by. */
export type IamSectionDeps = ReadFactsDeps;

const needs = new Set(bestPractices.flatMap((practice) => practice.needs));

const judgedOf = (check: BestPractice, verdict: Verdict): Judged => ({
  check,
  verdict,
  key: check.id,
});

/** That the root user has no MFA is told with the root user, and not a second time with everybody else. */
const isToldTwice = (id: string): boolean => id === 'mfa-for-privileged-users';

const partOf = (all: readonly Judged[], place: Place): SectionPart<IamDetail> => ({
  findings: findingsOf(all).filter(({ id }) => !isToldTwice(id)),
  kinds: kindsOf(all),
  unread: unreadOf(all, place),
  detail: {
    outcomes: Object.fromEntries(all.map(({ key, verdict }) => [key, verdict.outcome])),
  },
});

const createReader = (deps: IamSectionDeps, run: SectionRun): SectionReader<IamDetail> => {
  const readFacts = createReadFacts(deps);
  const { urgency, signal } = run;
  return {
    account: async (place) => {
      const { account, regions } = place;
      const facts = await readFacts(
        { account: account.id, home: accountHome(place, run), regions, needs },
        { urgency, signal },
      );
      return partOf(
        bestPractices.map((check) => judgedOf(check, check.judge(facts))),
        place,
      );
    },
  };
};

/** How the accounts keep to IAM's best practices, and who does not. No call for each user or role. */
export const createIamSection = (deps: IamSectionDeps): Section<IamDetail> => ({
  id: 'iam',
  title: 'IAM best practices',
  begin: (run) => createReader(deps, run),
  tell: tellIam,
});
