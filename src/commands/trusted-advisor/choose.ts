import type { AdvisorCheck } from '../../aws/support-types.ts';
import { categoryLabel } from '../../checks/advisor/categories.ts';
import type { Card, CardPart } from '../../core/card.ts';
import type { Answer } from '../../core/command.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { counted } from '../../core/words.ts';
import { inAccounts } from '../asking/account.ts';
import { unreadParts } from '../asking/unread.ts';
import type { ReadAccounts } from './accounts.ts';
import type { AdvisorQuestion } from './deps.ts';
import { nearChecks } from './find-checks.ts';
import { askedNotes } from './notes.ts';
import { isOwnPartial, outcomeBadge, worstOutcome } from './own-checks.ts';
import { ownDetails, ownParts } from './own-parts.ts';
import { againWords } from './query.ts';

export type Listed = ReadAccounts<readonly AdvisorCheck[]>;

const list = (checks: readonly AdvisorCheck[], caption: string): readonly CardPart[] =>
  checks.length === 0
    ? []
    : [
        {
          kind: 'table',
          caption,
          columns: ['Check', 'Category', 'Id'],
          rows: checks.map(({ name, category, id }) => [
            [foreign(name)],
            [categoryLabel(category)],
            [foreign(id)],
          ]),
        },
      ];

const buttons = (
  checks: readonly AdvisorCheck[],
  { query, places }: AdvisorQuestion,
): Answer['next'] =>
  checks.slice(0, 3).map(({ id, name }) => ({
    label: foreign(name).untrusted.slice(0, 60),
    text: againWords(query, places, id),
  }));

interface Choice {
  readonly headline: Text;
  readonly checks: readonly AdvisorCheck[];
  readonly caption: string;
  readonly notes: readonly CardPart[];
  readonly badge?: Card['badge'];
}

const answer = (choice: Choice, listed: Listed, question: AdvisorQuestion): Answer => ({
  isPartial: listed.unread.length > 0 || isOwnPartial(listed.own),
  card: {
    headline: choice.headline,
    ...(choice.badge === undefined ? {} : { badge: choice.badge }),
    parts: [
      ...unreadParts(listed.unread, question.places.length, 'account'),
      ...list(choice.checks, choice.caption),
      ...ownParts(listed.own, question),
      ...choice.notes,
    ],
  },
  details: ownDetails(listed.own),
  next: buttons(choice.checks, question) ?? [],
});

/** Several checks fit. */
export const chooseAnswer = (
  checks: readonly AdvisorCheck[],
  words: string,
  listed: Listed,
  question: AdvisorQuestion,
): Answer =>
  answer(
    {
      headline: [
        `${counted(checks.length, 'check')} of Trusted Advisor fit `,
        { bold: foreign(words) },
        ': which one?',
      ],
      checks,
      caption: 'Ask with more words of the name, or with the id',
      notes: [
        {
          kind: 'note',
          text: ['For example ', { code: foreign(`/trusted-advisor ${checks[0]?.id ?? ''}`) }, '.'],
        },
      ],
    },
    listed,
    question,
  );

const howToName: Text = [
  'A check is named by its id or by words of its name: ',
  { code: '/trusted-advisor specific ports unrestricted' },
  '; ',
  { code: '/trusted-advisor security' },
  ' shows a whole category.',
];

/** None fits, in the accounts that could be asked. */
export const noCheckAnswer = (
  words: string,
  offered: readonly AdvisorCheck[],
  listed: Listed,
  question: AdvisorQuestion,
): Answer => {
  const asked = inAccounts(question.places);
  const near = nearChecks(words, offered);
  const verdicts = listed.own.flatMap((account) => account.verdicts);
  const judged = offered.length === 0 && verdicts.length > 0;
  return answer(
    {
      headline:
        offered.length > 0
          ? [
              'None of the ',
              counted(offered.length, 'check'),
              ` offered ${asked} is called `,
              { bold: foreign(words) },
            ]
          : [
              listed.own.length > 0
                ? `Trusted Advisor tells nothing ${asked} without a Support plan`
                : `Trusted Advisor could not be asked ${asked}`,
              judged ? '; the bot judged it itself' : '',
            ],
      checks: near,
      caption: 'Nearest names',
      notes: judged
        ? askedNotes({ ...listed, advisor: [] }, question)
        : [{ kind: 'note', text: howToName }],
      badge: judged ? outcomeBadge(worstOutcome(verdicts)) : undefined,
    },
    listed,
    question,
  );
};
