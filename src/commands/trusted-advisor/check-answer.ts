import type { AdvisorCheck, AdvisorStatus } from '../../aws/support-types.ts';
import { categoryLabel } from '../../checks/advisor/categories.ts';
import type { Finding } from '../../checks/advisor/findings.ts';
import { sentence } from '../../checks/advisor/sentences.ts';
import { byStatus, money, statusBadge, statusText } from '../../checks/advisor/status.ts';
import type { CardPart } from '../../core/card.ts';
import type { Answer, Detail } from '../../core/command.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { counted, shorten } from '../../core/words.ts';
import { accountLabel, inAccounts } from '../asking/account.ts';
import { csvPart } from '../asking/csv.ts';
import { olderOf, type Page, pageOf, pageWords, rowsOfPage } from '../asking/page.ts';
import { type Unread, unreadParts } from '../asking/unread.ts';
import type { AdvisorQuestion } from './deps.ts';
import { combined } from './findings.ts';
import { htmlLines, htmlParts } from './html.ts';
import { resultNotes } from './notes.ts';
import { isOwnPartial, type OwnAccount } from './own-checks.ts';
import { ownDetails, ownParts } from './own-parts.ts';
import { type Result, resourceCsv, resourceTable, wantedRows } from './resources.ts';

export interface CheckRead {
  readonly check: AdvisorCheck;
  /** The old check that was asked for. */
  readonly replaced: { readonly id: string; readonly name: string } | undefined;
  readonly results: readonly Result[];
  readonly own: readonly OwnAccount[];
  readonly unread: readonly Unread[];
  /** Accounts that are not offered the check. */
  readonly without: readonly string[];
}

const asFindings = ({ check, results }: CheckRead): readonly Finding[] =>
  results.map(({ result }) => ({ check, summary: result }));

const headline = (read: CheckRead, question: AdvisorQuestion): Text => {
  const [finding] = combined(
    read.results.map(({ place, result }) => ({
      place,
      value: [{ check: read.check, summary: result }],
    })),
  );
  const where = inAccounts(
    read.results.length > 0 ? read.results.map(({ place }) => place) : question.places,
  );
  return finding === undefined
    ? [{ bold: foreign(read.check.name) }, ` could not be read ${where}`]
    : [...sentence(read.check, finding.summary), ` ${where}`];
};

const worstStatus = ({ results }: CheckRead): AdvisorStatus | undefined =>
  results.map(({ result }) => result.status).toSorted(byStatus)[0];

const sum = (results: readonly Result[], field: 'suppressed' | 'ignored'): number =>
  results.reduce((total, { result }) => total + result[field], 0);

const suppressedRows = (read: CheckRead, question: AdvisorQuestion) =>
  wantedRows(read.results, question.query).filter(({ resource }) => resource.isSuppressed);

const facts = (read: CheckRead, question: AdvisorQuestion): CardPart => {
  const suppressed = Math.max(
    sum(read.results, 'suppressed'),
    suppressedRows(read, question).length,
  );
  const savings = read.results.reduce(
    (total, { result }) => total + (result.monthlySavings ?? 0),
    0,
  );
  return {
    kind: 'facts',
    facts: [
      {
        label: 'Check',
        value: [
          foreign(read.check.name),
          `, ${categoryLabel(read.check.category).toLowerCase()}, `,
          { code: foreign(read.check.id) },
        ],
      },
      ...(savings > 0 ? [{ label: 'Could be saved', value: [`${money(savings)} a month`] }] : []),
      ...(suppressed > 0
        ? [
            {
              label: 'Suppressed',
              value: [
                `${counted(suppressed, 'resource')} by hand, not counted above; see the details`,
              ],
            },
          ]
        : []),
    ],
  };
};

const replacedNote = ({ replaced, check }: CheckRead): readonly CardPart[] =>
  replaced === undefined
    ? []
    : [
        {
          kind: 'text',
          text: [
            `AWS has replaced ${replaced.name} (${replaced.id}) by `,
            foreign(check.name),
            ' (',
            { code: foreign(check.id) },
            '), which is shown here.',
          ],
        },
      ];

/** One line an account, worst first. */
const accountTable = ({ results }: CheckRead): readonly CardPart[] =>
  results.length < 2
    ? []
    : [
        {
          kind: 'table',
          caption: 'Accounts, worst first',
          columns: ['Account', 'Status', 'Flagged', 'Of', 'Suppressed'],
          rows: results
            .toSorted(
              (a, b) =>
                byStatus(a.result.status, b.result.status) || b.result.flagged - a.result.flagged,
            )
            .map(({ place, result }) => [
              [accountLabel(place.account)],
              statusText(result.status),
              { number: result.flagged, shown: String(result.flagged) },
              { number: result.processed, shown: String(result.processed) },
              { number: result.suppressed, shown: String(result.suppressed) },
            ]),
        },
      ];

/** What the filter left out is said: a short table must not look like the whole. */
const filterNote = (read: CheckRead, { query }: AdvisorQuestion): readonly CardPart[] => {
  const { colour, regions } = query;
  if (colour === undefined && regions === undefined) return [];
  const all = read.results.flatMap(({ result }) => result.resources).length;
  const shown = wantedRows(read.results, query).length;
  const what = [
    ...(colour === undefined ? [] : [colour]),
    ...(regions === undefined ? [] : [`in ${regions.join(', ')} or in no region`]),
  ];
  return [
    {
      kind: 'note',
      text: [
        `Listed are the resources that are ${what.join(' and ')}: ${shown} of ${all}. Trusted Advisor itself counts the whole account.`,
      ],
    },
  ];
};

const withoutNote = ({ without }: CheckRead): readonly CardPart[] =>
  without.length === 0
    ? []
    : [{ kind: 'note', text: [`Not offered to ${shorten(without.join(', '), 300)}.`] }];

/** The resources of one account have a message to themselves. */
const pageOfCheck = ({ results }: CheckRead, { older }: AdvisorQuestion): Page =>
  pageOf(older, results.length > 1 ? 40 : 80);

const flaggedRows = (read: CheckRead, { query }: AdvisorQuestion) =>
  wantedRows(read.results, query).filter(({ resource }) => !resource.isSuppressed);

const table = (read: CheckRead, question: AdvisorQuestion): readonly CardPart[] => {
  const rows = flaggedRows(read, question);
  const page = pageOfCheck(read, question);
  const words = pageWords(page, rows.length);
  return resourceTable(
    `${counted(rows.length, 'flagged resource')}${words === undefined ? '' : `: ${words}`}`,
    rowsOfPage(rows, page),
    read.check,
    read.results.length > 1,
  );
};

const detailsOf = (read: CheckRead, question: AdvisorQuestion): readonly Detail[] => {
  const suppressed = suppressedRows(read, question);
  return [
    {
      id: 'description',
      label: 'What the check looks at',
      card: { headline: [foreign(read.check.name)], parts: htmlParts(read.check.description) },
    },
    ...(suppressed.length === 0
      ? []
      : [
          {
            id: 'suppressed',
            label: `${counted(suppressed.length, 'suppressed resource')}`,
            card: {
              headline: [foreign(read.check.name), ': suppressed by hand'],
              parts: resourceTable('Suppressed', suppressed, read.check, read.results.length > 1),
            },
          },
        ]),
    ...ownDetails(read.own),
  ];
};

const description = ({ check }: CheckRead): readonly CardPart[] => {
  const [first] = htmlLines(check.description);
  return first === undefined
    ? []
    : [{ kind: 'text', text: [foreign(shorten(first.replace(/^• /, ''), 400))] }];
};

/** One check: what it says, its resources with its own columns, what it means. */
export const checkAnswer = (read: CheckRead, question: AdvisorQuestion): Answer => {
  const status = worstStatus(read);
  return {
    isPartial: read.unread.length > 0 || isOwnPartial(read.own),
    card: {
      headline: headline(read, question),
      ...(status === undefined ? {} : { badge: statusBadge(status) }),
      parts: [
        ...unreadParts(read.unread, question.places.length, 'account'),
        ...replacedNote(read),
        facts(read, question),
        ...description(read),
        ...accountTable(read),
        ...table(read, question),
        ...ownParts(read.own, question),
        ...filterNote(read, question),
        ...withoutNote(read),
        ...resultNotes(read.check.id, asFindings(read), question),
      ],
    },
    ...csvPart(resourceCsv(read.check, read.results)),
    details: detailsOf(read, question),
    ...olderOf(pageOfCheck(read, question), [flaggedRows(read, question).length]),
  };
};
