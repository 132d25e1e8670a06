import type { FindingKind, OpenFinding } from '../core/digest.ts';
import type { Account } from '../core/settings.ts';
import { textOf } from '../core/text.ts';
import type { ComposedSection } from './compose.ts';
import type { AnySection, Told } from './section.ts';

/** A finding with whose it is. */
export interface Standing {
  readonly account: Account | undefined;
  readonly section: Pick<AnySection, 'id' | 'title'>;
  readonly finding: OpenFinding;
  readonly kind: FindingKind;
  readonly isFresh: boolean;
}

/** Findings of one kind, of all accounts. */
export interface KindGroup {
  readonly kind: FindingKind;
  readonly weight: OpenFinding['weight'];
  readonly standings: readonly Standing[];
  readonly fresh: number;
  /** Of the oldest, epoch ms. */
  readonly since: number;
}

const unnamed = (finding: OpenFinding): FindingKind => ({
  title: finding.what,
  next: [],
  urgency: 0,
});

const standing = (
  { account, snapshot }: Told<unknown>,
  section: AnySection,
  finding: OpenFinding,
  fresh: ReadonlySet<string>,
): Standing => ({
  account,
  section,
  finding,
  kind: snapshot.kinds[finding.kind] ?? unnamed(finding),
  isFresh: fresh.has(finding.id),
});

/** What is open in a section, and what was fixed; in the order of the accounts. */
export const standingsOf = ({ section, told }: ComposedSection) => {
  const open: Standing[] = [];
  const fixed: Standing[] = [];
  for (const one of told) {
    const fresh = new Set(one.snapshot.fresh);
    for (const each of one.snapshot.open) open.push(standing(one, section, each, fresh));
    for (const each of one.snapshot.fixed) fixed.push(standing(one, section, each, fresh));
  }
  return { open, fixed };
};

export type Standings = ReturnType<typeof standingsOf>;

const groupOf = (standings: readonly Standing[]): readonly KindGroup[] => {
  const [first] = standings;
  if (first === undefined) return [];
  return [
    {
      kind: first.kind,
      weight: standings.some(({ finding }) => finding.weight === 'fail') ? 'fail' : 'warn',
      standings,
      fresh: standings.filter(({ isFresh }) => isFresh).length,
      since: standings.reduce((oldest, { finding }) => Math.min(oldest, finding.since), Infinity),
    },
  ];
};

const byWeight = (a: KindGroup, b: KindGroup): number =>
  Number(b.weight === 'fail') - Number(a.weight === 'fail') ||
  b.kind.urgency - a.kind.urgency ||
  b.standings.length - a.standings.length ||
  a.since - b.since;

/** The worst first, then the most urgent, the most, the oldest. */
export const groupByKind = (standings: readonly Standing[]): readonly KindGroup[] =>
  [
    ...Map.groupBy(standings, ({ section, finding, kind }) =>
      JSON.stringify([section.id, finding.kind, textOf(kind.title)]),
    ).values(),
  ]
    .flatMap(groupOf)
    .toSorted(byWeight);

const byUrgency = (a: KindGroup, b: KindGroup): number =>
  b.kind.urgency - a.kind.urgency ||
  Number(b.fresh > 0) - Number(a.fresh > 0) ||
  b.standings.length - a.standings.length;

/** What to do first: the most urgent first, new before old, many before few. */
export const doFirst = (open: readonly Standing[], most: number): readonly KindGroup[] =>
  groupByKind(open.filter(({ finding }) => finding.notSeenSince === undefined))
    .toSorted(byUrgency)
    .slice(0, most);
