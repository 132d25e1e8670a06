import { checks } from '../../checks/index.ts';
import { gapWords, type Outcome } from '../../checks/verdict.ts';
import type { CardPart } from '../../core/card.ts';
import type { Detail } from '../../core/command.ts';
import type { Text } from '../../core/text.ts';
import { accountLabel } from '../asking/account.ts';
import type { AdvisorQuestion } from './deps.ts';
import {
  type OwnAccount,
  outcomeWord,
  sortVerdicts,
  verdictCard,
  verdictLine,
  withColour,
} from './own-checks.ts';

const listedAccounts = 6;

const names = (own: readonly OwnAccount[]): string => {
  const shown = own.slice(0, listedAccounts).map(({ place }) => place.account.name);
  const more = own.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
};

/** Why there are own checks, and which, unless one was asked for and is there. */
const intro = (own: readonly OwnAccount[], { query }: AdvisorQuestion): CardPart => ({
  kind: 'text',
  text: [
    { bold: 'Own checks' },
    `: ${names(own)} ${own.length === 1 ? 'has' : 'have'} no Support plan that includes Trusted Advisor (AWS asks for Business Support+ or above).`,
    query.subject.kind === 'check' && own.some(({ verdicts }) => verdicts.length > 0)
      ? ''
      : ` From IAM, EC2 and CloudTrail the bot judges ${checks.length} things itself: ${checks.map(({ title }) => title).join(', ')}.`,
  ],
});

const nothingOwn = ({ query }: AdvisorQuestion): CardPart => ({
  kind: 'text',
  text: [
    query.subject.kind === 'check'
      ? 'None of them is what you asked for.'
      : 'None of them is in that category: all are about security.',
  ],
});

const oneAccount = (
  { place, verdicts }: OwnAccount,
  { query }: AdvisorQuestion,
): readonly CardPart[] => {
  const shown = sortVerdicts(withColour(verdicts, query.colour));
  return [
    shown.length === 0
      ? {
          kind: 'text',
          text: [`Own checks in ${place.account.name}: none is ${query.colour ?? ''}.`],
        }
      : { kind: 'list', items: shown.map(verdictLine) },
  ];
};

/** As worse counts what fails more often, then what warns, then what is not known. */
const byWorst = (own: readonly OwnAccount[]): readonly OwnAccount[] => {
  const count = ({ verdicts }: OwnAccount, wanted: Outcome): number =>
    verdicts.filter(({ verdict: { outcome } }) => outcome === wanted).length;
  return own.toSorted(
    (a, b) =>
      count(b, 'fail') - count(a, 'fail') ||
      count(b, 'warn') - count(a, 'warn') ||
      count(b, 'could-not-read') - count(a, 'could-not-read') ||
      a.place.account.name.localeCompare(b.place.account.name),
  );
};

/** Account by check; what the checks say more is in the details. */
const manyAccounts = (own: readonly OwnAccount[]): CardPart => {
  const titles = own[0]?.verdicts.map(({ check }) => check.title) ?? [];
  return {
    kind: 'table',
    caption: 'Own checks, worst account first',
    columns: ['Account', ...titles],
    rows: byWorst(own).map(({ place, verdicts }) => [
      [place.account.name],
      ...verdicts.map(({ verdict }) => [outcomeWord(verdict.outcome)]),
    ]),
  };
};

interface Gap {
  /** "Root user MFA in sandbox". */
  readonly what: string;
  readonly why: Text;
}

const gapsOf = (own: readonly OwnAccount[]): readonly Gap[] =>
  own.flatMap(({ place, verdicts }) =>
    verdicts.flatMap(({ check, verdict }) =>
      verdict.gaps.map((gap) => ({
        what: `${check.title} in ${place.account.name}`,
        why: gapWords(gap),
      })),
    ),
  );

const shownGaps = 5;
const namesInGap = 3;

const gapLine = (alike: readonly Gap[]): Text => {
  const named = alike.slice(0, namesInGap).map(({ what }) => what);
  const more = alike.length - named.length;
  return [
    { bold: `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}` },
    ': ',
    ...(alike[0]?.why ?? []),
  ];
};

/** Why something is not known, with its cure, each reason once. */
const gapParts = (own: readonly OwnAccount[]): readonly CardPart[] => {
  const gaps = [...Map.groupBy(gapsOf(own), ({ why }) => JSON.stringify(why)).values()];
  if (gaps.length === 0) return [];
  const more = gaps.length - shownGaps;
  return [
    {
      kind: 'text',
      text: [
        { emoji: 'warning' },
        ` Not known${more > 0 ? ` (${more} more reasons are in the details)` : ''}:`,
      ],
    },
    { kind: 'list', items: gaps.slice(0, shownGaps).map(gapLine) },
  ];
};

/** What the bot judged itself where there is no Support plan. */
export const ownParts = (
  own: readonly OwnAccount[],
  question: AdvisorQuestion,
): readonly CardPart[] => {
  const [only] = own;
  if (only === undefined) return [];
  if (own.every(({ verdicts }) => verdicts.length === 0))
    return [intro(own, question), nothingOwn(question)];
  return [
    intro(own, question),
    ...(own.length === 1 ? oneAccount(only, question) : [...gapParts(own), manyAccounts(own)]),
  ];
};

/** A detail for each verdict of one account, else one for each account. */
export const ownDetails = (own: readonly OwnAccount[]): readonly Detail[] =>
  own.length === 1
    ? own.flatMap(({ place, verdicts }) =>
        sortVerdicts(verdicts).map((one) => ({
          id: `own-${place.account.id}-${one.check.id}`,
          label: `Own check: ${one.check.title}`,
          card: verdictCard(one, place),
        })),
      )
    : byWorst(own)
        .filter(({ verdicts }) => verdicts.length > 0)
        .map(({ place, verdicts }) => ({
          id: `own-${place.account.id}`,
          label: `Own checks: ${accountLabel(place.account)}`.slice(0, 75),
          card: {
            headline: [`Own checks in ${accountLabel(place.account)}`],
            parts: sortVerdicts(verdicts).flatMap((one): readonly CardPart[] => [
              { kind: 'text', text: verdictLine(one) },
              ...verdictCard(one, place).parts.filter(({ kind }) => kind === 'table'),
            ]),
          },
        }));
