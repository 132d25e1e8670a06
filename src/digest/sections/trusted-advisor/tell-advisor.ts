import { categoryLabel } from '../../../checks/advisor/categories.ts';
import { money } from '../../../checks/advisor/status.ts';
import { checks } from '../../../checks/index.ts';
import type { Outcome } from '../../../checks/verdict.ts';
import type { CardPart, Cell } from '../../../core/card.ts';
import type { Finding } from '../../../core/digest.ts';
import { untrusted } from '../../../core/text.ts';
import { counted, shownNumber } from '../../../core/words.ts';
import type { Told } from '../../section.ts';
import type { AdvisorDetail, CategoryCounts } from './detail.ts';
import { categoryOfKind } from './findings.ts';

type ToldAdvisor = Told<AdvisorDetail>;

const mostRows = 100;

const number = (count: number): Cell => ({ number: count, shown: shownNumber(count) });

const dollars = (amount: number): Cell =>
  amount > 0 ? { number: amount, shown: money(amount) } : ['–'];

const sum = (
  counts: readonly CategoryCounts[],
  field: Exclude<keyof CategoryCounts, 'id'>,
): number => counts.reduce((total, one) => total + one[field], 0);

const categoriesOf = ({ part }: ToldAdvisor): readonly CategoryCounts[] =>
  part?.detail.kind === 'advisor' ? part.detail.categories : [];

const inCategory = (findings: readonly Finding[], id: string): readonly Finding[] =>
  findings.filter(({ kind }) => categoryOfKind(kind) === id);

const countOf = (findings: readonly Finding[], weight: Finding['weight']): number =>
  findings.filter((finding) => finding.weight === weight).length;

/** What is new since the last digest, and what is fixed; nothing where there was none. */
const changeCells = (told: readonly ToldAdvisor[], id: string): readonly Cell[] => {
  const fresh = told.flatMap(({ snapshot }) => {
    const ids = new Set(snapshot.fresh);
    return inCategory(snapshot.open, id).filter((finding) => ids.has(finding.id));
  });
  const fixed = told.flatMap(({ snapshot }) => inCategory(snapshot.fixed, id));
  return [number(countOf(fresh, 'fail')), number(countOf(fresh, 'warn')), number(fixed.length)];
};

/** Checks are counted in each account. */
const categoryTable = (told: readonly ToldAdvisor[]): readonly CardPart[] => {
  const all = told.flatMap(categoriesOf);
  const ids = [...new Set(all.map(({ id }) => id))];
  const hasBefore = told.some(({ snapshot }) => !snapshot.isFirst);
  if (ids.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'Checks by category',
      columns: [
        'Category',
        ...(hasBefore ? ['New red', 'New yellow', 'Fixed'] : []),
        'Red',
        'Yellow',
        'Flagged resources',
        'Savings a month',
      ],
      rows: ids.map((id) => {
        const counts = all.filter((one) => one.id === id);
        return [
          [categoryLabel(id)],
          ...(hasBefore ? changeCells(told, id) : []),
          number(sum(counts, 'red')),
          number(sum(counts, 'yellow')),
          number(sum(counts, 'flagged')),
          dollars(sum(counts, 'savings')),
        ];
      }),
    },
  ];
};

const nameOf = ({ account }: ToldAdvisor): string => account?.name ?? '';

/** Of several accounts what each could save, the most first. */
const savingsParts = (told: readonly ToldAdvisor[]): readonly CardPart[] => {
  const saving = told
    .map((one) => ({ name: nameOf(one), amount: sum(categoriesOf(one), 'savings') }))
    .filter(({ amount }) => amount > 0)
    .toSorted((a, b) => b.amount - a.amount);
  const total = saving.reduce((all, { amount }) => all + amount, 0);
  if (total === 0) return [];
  const said: CardPart = {
    kind: 'text',
    text: [
      { bold: `${money(total)} a month` },
      ` could be saved in ${counted(saving.length, 'account')}, as AWS estimates it.`,
    ],
  };
  if (saving.length === 1) return [said];
  return [
    said,
    {
      kind: 'table',
      caption: 'Estimated savings',
      columns: ['Account', 'Savings a month'],
      rows: saving.slice(0, mostRows).map(({ name, amount }) => [[name], dollars(amount)]),
    },
  ];
};

const renamedParts = (told: readonly ToldAdvisor[]): readonly CardPart[] => {
  const renamed = told.flatMap(({ part }) =>
    part?.detail.kind === 'advisor' ? part.detail.renamed : [],
  );
  const once = [...new Map(renamed.map((one) => [`${one.from}\n${one.to}`, one])).values()];
  return once.length === 0
    ? []
    : [
        {
          kind: 'list',
          items: once
            .slice(0, 10)
            .map(({ from, to }) => [
              'AWS calls the check ',
              { bold: untrusted(from) },
              ' now ',
              { bold: untrusted(to) },
              '.',
            ]),
        },
      ];
};

/** As Trusted Advisor would colour it. */
const ownColumns: readonly { readonly outcome: Outcome; readonly title: string }[] = [
  { outcome: 'fail', title: 'Red' },
  { outcome: 'warn', title: 'Yellow' },
  { outcome: 'could-not-read', title: 'Not known' },
  { outcome: 'pass', title: 'Green' },
  { outcome: 'not-applicable', title: 'Does not apply' },
];

const shownNames = 6;

const namesOf = (told: readonly ToldAdvisor[]): string => {
  const names = told.map(nameOf);
  const more = names.length - shownNames;
  return more > 0 ? `${names.slice(0, shownNames).join(', ')} and ${more} more` : names.join(', ');
};

const ownTable = (own: readonly Readonly<Record<string, Outcome>>[]): CardPart => ({
  kind: 'table',
  caption: 'Own checks: in how many accounts',
  columns: ['Check', ...ownColumns.map(({ title }) => title)],
  rows: checks.map(({ id, title }) => [
    [title],
    ...ownColumns.map(({ outcome }) =>
      number(own.filter((outcomes) => outcomes[id] === outcome).length),
    ),
  ]),
});

/** Accounts without a Support plan. */
const ownParts = (told: readonly ToldAdvisor[]): readonly CardPart[] => {
  const own = told.filter(({ part }) => part?.detail.kind === 'own');
  if (own.length === 0) return [];
  const outcomes = own.flatMap(({ part }) =>
    part?.detail.kind === 'own' ? [part.detail.outcomes] : [],
  );
  return [
    {
      kind: 'text',
      text: [
        `${namesOf(own)} ${own.length === 1 ? 'has' : 'have'} no Support plan that includes Trusted Advisor (AWS asks for Business Support+ or above): ${checks.length} checks of the bot's own stand in for it.`,
      ],
    },
    ownTable(outcomes),
  ];
};

/** Checks by category, what could be saved, what AWS renamed, and what the bot judged itself. */
export const tellAdvisor = (told: readonly ToldAdvisor[]): readonly CardPart[] => [
  ...categoryTable(told),
  ...savingsParts(told),
  ...renamedParts(told),
  ...ownParts(told),
];
