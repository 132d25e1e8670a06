import type { AdvisorReader } from '../../../aws/support-types.ts';
import type { Reading } from '../../../aws/trail-types.ts';
import { judgeOwn, type OwnVerdict } from '../../../checks/advisor/judge-own.ts';
import { checks } from '../../../checks/index.ts';
import { asRead, createReadFacts, type ReadFactsDeps } from '../../../checks/read-facts.ts';
import type { Place } from '../../../core/command.ts';
import type { SectionPart, Snapshot } from '../../../core/digest.ts';
import type { Text } from '../../../core/text.ts';
import type { Section, SectionReader, SectionRun } from '../../section.ts';
import { accountHome } from '../account-home.ts';
import { findingsOf, kindsOf, unreadOf } from '../verdicts.ts';
import { renamedSince, withoutPlan, withoutResult } from './changes.ts';
import { type AdvisorDetail, categoryCounts, ownOutcomes } from './detail.ts';
import { advisorFindings, advisorKinds, ownPrefix, ownUrgency } from './findings.ts';
import { type AdvisorRead, createReadAdvisor } from './read.ts';
import { tellAdvisor } from './tell-advisor.ts';

/** What reads facts is for the checks that the bot makes itself where an account has no Support plan. */
export interface TrustedAdvisorSectionDeps extends ReadFactsDeps {
  readonly advisor: Pick<AdvisorReader, 'checks' | 'summaries'>;
}

const id = 'trusted-advisor';

type Part = SectionPart<AdvisorDetail>;

const unreadPart = (why: Text): Part => ({
  findings: [],
  kinds: {},
  unread: [{ scope: '*', why }],
  detail: { kind: 'unread' },
});

const advisorPart = (read: AdvisorRead, last: Snapshot | undefined): Part => ({
  findings: advisorFindings(read.results),
  kinds: advisorKinds(read.results),
  unread: withoutResult(last, read),
  detail: {
    kind: 'advisor',
    categories: categoryCounts(read.results),
    renamed: renamedSince(last, read.offered),
  },
});

const ownPart = (
  verdicts: readonly OwnVerdict[],
  place: Place,
  last: Snapshot | undefined,
): Part => {
  const all = verdicts.map(({ check, verdict }) => ({
    check: { ...check, urgency: ownUrgency(check) },
    verdict,
    key: `${ownPrefix}${check.id}`,
  }));
  return {
    findings: findingsOf(all),
    kinds: kindsOf(all),
    unread: [...withoutPlan(last), ...unreadOf(all, place)],
    detail: { kind: 'own', outcomes: ownOutcomes(verdicts) },
  };
};

const createReader = (
  deps: TrustedAdvisorSectionDeps,
  run: SectionRun,
): SectionReader<AdvisorDetail> => {
  const reading: Reading = { urgency: run.urgency, signal: run.signal };
  const readFacts = createReadFacts(deps);
  const readAdvisor = createReadAdvisor(deps.advisor, reading);
  return {
    account: async (place) => {
      const { account, regions } = place;
      const home = accountHome(place, run);
      const where = deps.whereOf(account.id, home);
      const got = await asRead(() => readAdvisor(where), reading);
      if (got.kind === 'unread') return unreadPart(got.why);
      // AWS changes its checks, and what is gone is not fixed.
      const last = await run.previous?.(id, account.id);
      if (got.value !== undefined) return advisorPart(got.value, last);
      const wish = { account: account.id, home, regions };
      return ownPart(await judgeOwn(readFacts, checks, wish, reading), place, last);
    },
  };
};

/**
 * What Trusted Advisor says: a check is a finding as long as it is red or yellow. Without a Support
 * plan it is what the bot's own checks say.
 */
export const createTrustedAdvisorSection = (
  deps: TrustedAdvisorSectionDeps,
): Section<AdvisorDetail> => ({
  id,
  title: 'Trusted Advisor',
  begin: (run) => createReader(deps, run),
  tell: tellAdvisor,
});
