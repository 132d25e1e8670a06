import type { Finding } from '../../checks/advisor/findings.ts';
import type { CardPart } from '../../core/card.ts';
import type { Text } from '../../core/text.ts';
import { counted } from '../../core/words.ts';
import { homeRegion } from '../asking/account.ts';
import { cliLine } from '../asking/cli-line.ts';
import type { ReadAccounts } from './accounts.ts';
import type { AdvisorQuestion } from './deps.ts';
import { datesOf } from './findings.ts';

const note = (text: Text): CardPart => ({ kind: 'note', text });

const supportRegion = ({ places }: AdvisorQuestion): string => {
  const [first] = places;
  return first === undefined ? 'us-east-1' : homeRegion(first);
};

/** "Results are from 26 May 10:02 to …" */
const ageNote = (findings: readonly Finding[]): readonly CardPart[] => {
  const dates = datesOf(findings);
  if (dates === undefined) return [];
  return [
    note([
      'AWS last looked at ',
      { time: dates.oldest, style: 'date-time' },
      ...(dates.newest === dates.oldest
        ? []
        : [' (the oldest result) to ', { time: dates.newest, style: 'date-time' } as const]),
      '; ',
      { code: '/trusted-advisor refresh' },
      ' has it look again.',
    ]),
  ];
};

const ownCalls =
  'GetAccountSummary, GetAccountPasswordPolicy, the credential report, ListTrails, DescribeTrails and DescribeSecurityGroups';

/** What was asked of AWS, and the line for a shell that asks the same. */
export const askedNotes = (
  { advisor, own }: ReadAccounts<readonly Finding[]>,
  question: AdvisorQuestion,
): readonly CardPart[] => {
  const region = supportRegion(question);
  const asked = [
    `Asked of AWS: Support in ${region} (it has no region of its own), ${counted(question.places.length, 'account')}: DescribeTrustedAdvisorChecks, DescribeTrustedAdvisorCheckSummaries`,
    ...(own.some(({ verdicts }) => verdicts.length > 0)
      ? [`for own checks in ${counted(own.length, 'account')} ${ownCalls}`]
      : []),
  ];
  return [
    ...ageNote(advisor.flatMap(({ value }) => value)),
    note([
      `${asked.join('; ')}. `,
      cliLine('support', 'describe-trusted-advisor-checks', '--language', 'en', '--region', region),
    ]),
  ];
};

/** The same for one check. */
export const resultNotes = (
  checkId: string,
  findings: readonly Finding[],
  question: AdvisorQuestion,
): readonly CardPart[] => {
  const region = supportRegion(question);
  return [
    ...ageNote(findings),
    note([
      `Asked of AWS: Support in ${region}, ${counted(question.places.length, 'account')}: DescribeTrustedAdvisorChecks, DescribeTrustedAdvisorCheckResult. `,
      cliLine(
        'support',
        'describe-trusted-advisor-check-result',
        '--check-id',
        checkId,
        '--language',
        'en',
        '--region',
        region,
      ),
    ]),
  ];
};
