import { categoryLabel } from '../../checks/advisor/categories.ts';
import { countOf, type Finding, savingsOf } from '../../checks/advisor/findings.ts';
import { money } from '../../checks/advisor/status.ts';
import type { Text } from '../../core/text.ts';
import { counted } from '../../core/words.ts';
import { inAccounts } from '../asking/account.ts';
import type { ReadAccounts } from './accounts.ts';
import type { AdvisorQuestion } from './deps.ts';
import { combined } from './findings.ts';
import { outcomeWord, withColour } from './own-checks.ts';

type Read = ReadAccounts<readonly Finding[]>;

/** "3 checks are red, 7 yellow": each of the two that there is. */
const badCounts = (red: number, yellow: number, somewhere: string): string => {
  if (red === 0)
    return `${counted(yellow, 'check')} ${yellow === 1 ? 'is' : 'are'} yellow${somewhere}, none is red`;
  const reds = `${counted(red, 'check')} ${red === 1 ? 'is' : 'are'} red${somewhere}`;
  return yellow === 0 ? reds : `${reds}, ${yellow} yellow`;
};

/** Of several accounts a check counts once, as the worst that it is in any. */
const colourCounts = (
  findings: readonly Finding[],
  accounts: number,
  { query }: AdvisorQuestion,
): string => {
  const red = countOf(findings, 'error');
  const yellow = countOf(findings, 'warning');
  const somewhere = accounts > 1 ? ' in at least one account' : '';
  if (query.colour === undefined) return badCounts(red, yellow, somewhere);
  const count = query.colour === 'red' ? red : yellow;
  return `${counted(count, 'check')} ${count === 1 ? 'is' : 'are'} ${query.colour}${somewhere}`;
};

/** Nothing that is asked for was found: what there is in its place. */
const goodCounts = (findings: readonly Finding[], { query }: AdvisorQuestion): string => {
  if (query.colour !== undefined) return `no check is ${query.colour}`;
  const green = countOf(findings, 'ok');
  const unknown = countOf(findings, 'not_available');
  if (green === 0) return 'Trusted Advisor has no results';
  return `nothing is red or yellow, ${counted(green, 'check')} ${green === 1 ? 'is' : 'are'} green${unknown > 0 ? `, ${unknown} without a result` : ''}`;
};

const subjectOf = ({ query: { subject } }: AdvisorQuestion): string =>
  subject.kind === 'category' ? categoryLabel(subject.category) : 'Trusted Advisor';

/** "in prod", "in 40 accounts", "in the 38 of 40 accounts that were read". */
const placeOf = ({ advisor, own, unread }: Read, { places }: AdvisorQuestion): string => {
  const apart = own.length + unread.length;
  if (apart === 0) return inAccounts(places);
  return advisor.length === 1 && advisor[0] !== undefined
    ? `in ${advisor[0].place.account.name} (1 of ${counted(places.length, 'account')})`
    : `in ${advisor.length} of ${counted(places.length, 'account')}`;
};

const savings = (findings: readonly Finding[]): string => {
  const amount = savingsOf(findings);
  return amount > 0 ? `; ${money(amount)} a month could be saved` : '';
};

/** "2 red, 1 not known": what the bot's own checks say, without what is good. */
const ownCounts = (own: Read['own'], { query }: AdvisorQuestion): string => {
  const verdicts = own.flatMap((account) => withColour(account.verdicts, query.colour));
  const counts = (['fail', 'warn', 'could-not-read'] as const).map((outcome) => ({
    word: outcomeWord(outcome),
    count: verdicts.filter(({ verdict }) => verdict.outcome === outcome).length,
  }));
  const bad = counts.filter(({ count }) => count > 0);
  if (bad.length > 0) return bad.map(({ count, word }) => `${count} ${word}`).join(', ');
  return query.colour === undefined ? 'nothing is red or yellow' : `none is ${query.colour}`;
};

const withoutAdvisor = ({ own }: Read, question: AdvisorQuestion): Text => {
  if (own.length === 0) return ['Trusted Advisor could not be read ', inAccounts(question.places)];
  const where = inAccounts(own.map(({ place }) => place));
  return own.some(({ verdicts }) => verdicts.length > 0)
    ? [
        { bold: `Own checks ${where}` },
        `: ${ownCounts(own, question)}. Trusted Advisor tells nothing there without a Support plan`,
      ]
    : [`Trusted Advisor tells nothing ${where} without a Support plan`];
};

/** The answer in one sentence. */
export const overviewHeadline = (read: Read, question: AdvisorQuestion): Text => {
  if (read.advisor.length === 0) return withoutAdvisor(read, question);
  const findings = combined(read.advisor);
  const bad = countOf(findings, 'error') + countOf(findings, 'warning');
  const said =
    bad > 0
      ? colourCounts(findings, read.advisor.length, question)
      : goodCounts(findings, question);
  return [
    { bold: `${subjectOf(question)} ${placeOf(read, question)}` },
    `: ${said}${savings(findings)}`,
  ];
};
