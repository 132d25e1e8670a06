import type { OwnVerdict } from '../../checks/advisor/judge-own.ts';
import type { OwnCheck } from '../../checks/check.ts';
import { checks } from '../../checks/index.ts';
import { isPartial, type Outcome } from '../../checks/verdict.ts';
import type { Card, CardPart } from '../../core/card.ts';
import type { Place } from '../../core/command.ts';
import type { Text } from '../../core/text.ts';
import { findOwnChecks } from './find-checks.ts';
import type { AdvisorQuery, Colour } from './query.ts';

/** An account without a Support plan, judged by the bot itself. */
export interface OwnAccount {
  readonly place: Place;
  readonly verdicts: readonly OwnVerdict[];
}

interface Shown {
  readonly emoji: string;
  readonly word: string;
  /** As Trusted Advisor would colour it. */
  readonly colour: Colour | undefined;
}

const outcomes: Readonly<Record<Outcome, Shown>> = {
  fail: { emoji: 'red_circle', word: 'red', colour: 'red' },
  warn: { emoji: 'large_yellow_circle', word: 'yellow', colour: 'yellow' },
  'could-not-read': { emoji: 'grey_question', word: 'not known', colour: undefined },
  pass: { emoji: 'large_green_circle', word: 'green', colour: undefined },
  'not-applicable': { emoji: 'white_circle', word: 'does not apply', colour: undefined },
};

/** Worst first. */
const outcomeOrder: readonly Outcome[] = [
  'fail',
  'warn',
  'could-not-read',
  'pass',
  'not-applicable',
];

const outcomeText = (outcome: Outcome): Text => [
  { emoji: outcomes[outcome].emoji },
  ` ${outcomes[outcome].word}`,
];

export const outcomeWord = (outcome: Outcome): string => outcomes[outcome].word;

export const outcomeBadge = (outcome: Outcome): NonNullable<Card['badge']> => ({
  emoji: outcomes[outcome].emoji,
  word: outcomes[outcome].word.toUpperCase(),
});

export const worstOutcome = (verdicts: readonly OwnVerdict[]): Outcome =>
  outcomeOrder.find((outcome) => verdicts.some(({ verdict }) => verdict.outcome === outcome)) ??
  'not-applicable';

/** Something that could have changed a verdict was not read. */
export const isOwnPartial = (own: readonly OwnAccount[]): boolean =>
  own.some(({ verdicts }) => verdicts.some(({ verdict }) => isPartial(verdict)));

/** What the bot can judge itself of what was asked for: all its checks are about security. */
export const ownChecksFor = ({ subject }: AdvisorQuery): readonly OwnCheck[] => {
  if (subject.kind === 'category') return subject.category === 'security' ? checks : [];
  return subject.kind === 'check' ? findOwnChecks(subject.words, checks) : checks;
};

/** With a colour, only what has it; what is not known may have it and stays. */
export const withColour = (
  verdicts: readonly OwnVerdict[],
  colour: Colour | undefined,
): readonly OwnVerdict[] =>
  verdicts.filter(
    ({ verdict: { outcome } }) =>
      colour === undefined || outcomes[outcome].colour === colour || outcome === 'could-not-read',
  );

export const sortVerdicts = (verdicts: readonly OwnVerdict[]): readonly OwnVerdict[] =>
  verdicts.toSorted(
    (a, b) => outcomeOrder.indexOf(a.verdict.outcome) - outcomeOrder.indexOf(b.verdict.outcome),
  );

const reasons = ({ verdict }: OwnVerdict, most: number): Text => {
  const shown = verdict.reasons.slice(0, most);
  const more = verdict.reasons.length - shown.length;
  const text = shown.flatMap((reason, index): Text => (index === 0 ? reason : [' ', ...reason]));
  return more > 0 ? [...text, ` And ${more} more.`] : text;
};

/** "🔴 red, root user MFA: …" */
export const verdictLine = (own: OwnVerdict): Text => [
  ...outcomeText(own.verdict.outcome),
  ': ',
  { bold: own.check.title },
  ': ',
  ...reasons(own, 2),
];

const resourceTable = ({ check, verdict }: OwnVerdict): readonly CardPart[] =>
  verdict.resources.length === 0
    ? []
    : [
        {
          kind: 'table',
          caption: `Own check: ${check.title}`,
          columns: ['Status', 'Resource', 'Region', 'Why'],
          rows: verdict.resources.map((one) => [
            outcomeText(one.outcome),
            [one.name],
            [one.region ?? '–'],
            one.why,
          ]),
        },
      ];

/** Everything about one verdict. */
export const verdictCard = (own: OwnVerdict, { account }: Place): Card => ({
  headline: [`${own.check.title} in ${account.name} (own check)`],
  badge: outcomeBadge(own.verdict.outcome),
  parts: [
    ...own.verdict.reasons.map((text): CardPart => ({ kind: 'text', text })),
    ...resourceTable(own),
    {
      kind: 'note',
      text: [
        `Judged by the bot from what IAM, EC2 and CloudTrail say, as Trusted Advisor's "${own.check.advisor.name}" would; CIS AWS Foundations Benchmark 3.0: ${own.check.cis.join(', ')}.`,
      ],
    },
  ],
});
