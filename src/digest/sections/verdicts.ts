import type { Check } from '../../checks/check.ts';
import { type CheckedResource, type Gap, gapWords, type Verdict } from '../../checks/verdict.ts';
import type { Place } from '../../core/command.ts';
import type { Finding, FindingKind, Unread } from '../../core/digest.ts';
import type { RegionId } from '../../core/ids.ts';
import type { Text } from '../../core/text.ts';

/** A check, and what it says of an account. */
export interface Judged {
  readonly check: Check;
  readonly verdict: Verdict;
  /** What the check's findings, kinds and scopes are called after. */
  readonly key: string;
}

type Weight = Finding['weight'];

/** Kinds of their own, so that what only warns is not as urgent as what fails. */
const kindOf = (key: string, weight: Weight): string => (weight === 'fail' ? key : `${key}/warn`);

/** What is read region by region is over once its own region was read. */
const isByRegion = ({ needs }: Check): boolean =>
  needs.includes('instances') || needs.includes('securityGroups');

const scopeOf = (key: string, region: RegionId | undefined): string =>
  region === undefined ? key : `${key}/${region}`;

const whatOf = ({ name, region, why }: CheckedResource, more: number): Text => [
  name,
  region === undefined ? ': ' : ` in ${region}: `,
  ...why,
  more === 0 ? '' : `, and ${more} more`,
];

/** Of a resource that is concerned several times the worst is told. */
const ofResources = ({ key, verdict }: Judged): readonly Finding[] =>
  [...Map.groupBy(verdict.resources, ({ name }) => name.untrusted)].flatMap(([name, alike]) => {
    const worst = alike.find(({ outcome }) => outcome === 'fail') ?? alike[0];
    if (worst === undefined) return [];
    return [
      {
        id: `${key}/${name}`,
        kind: kindOf(key, worst.outcome),
        scope: scopeOf(key, worst.region),
        weight: worst.outcome,
        what: whatOf(worst, alike.length - 1),
      },
    ];
  });

const joined = (reasons: readonly Text[]): Text =>
  reasons.flatMap((reason, index) => (index === 0 ? reason : [' ', ...reason]));

/** Of the account as a whole, where no single resource is as bad as the verdict. */
const ofWhole = ({ key, verdict }: Judged): readonly Finding[] => {
  const { outcome, reasons, resources, gaps } = verdict;
  if (outcome !== 'fail' && outcome !== 'warn') return [];
  if (resources.some((one) => one.outcome === outcome)) return [];
  const unread = new Set(gaps.map((gap) => JSON.stringify(gapWords(gap))));
  const found = reasons.filter((reason) => !unread.has(JSON.stringify(reason)));
  return [
    { id: key, kind: kindOf(key, outcome), scope: key, weight: outcome, what: joined(found) },
  ];
};

/** Most urgent first. */
export const findingsOf = (all: readonly Judged[]): readonly Finding[] => {
  const found = all.flatMap((one) =>
    [...ofWhole(one), ...ofResources(one)].map((finding) => ({
      finding,
      urgency: one.check.urgency[finding.weight],
    })),
  );
  return found
    .toSorted(
      (a, b) =>
        Number(b.finding.weight === 'fail') - Number(a.finding.weight === 'fail') ||
        b.urgency - a.urgency,
    )
    .map(({ finding }) => finding);
};

/** `/iam-lastused` in a sentence of ours is a piece of code. */
const withCode = (sentence: string): Text =>
  sentence.split('`').map((piece, index) => (index % 2 === 0 ? piece : { code: piece }));

export const kindsOf = (
  all: readonly Pick<Judged, 'check' | 'key'>[],
): Readonly<Record<string, FindingKind>> =>
  Object.fromEntries(
    all.flatMap(({ check, key }) =>
      (['fail', 'warn'] as const).map((weight): [string, FindingKind] => [
        kindOf(key, weight),
        { title: [check.findings], next: withCode(check.next), urgency: check.urgency[weight] },
      ]),
    ),
  );

const scopesOf = (
  { key, check }: Judged,
  gap: Gap,
  regions: readonly RegionId[],
): readonly string[] => {
  if (gap.regions !== undefined) return gap.regions.map((region) => scopeOf(key, region));
  return isByRegion(check) ? [key, ...regions.map((region) => scopeOf(key, region))] : [key];
};

/** Regions of the account that are not asked about this time. */
const leftOut = ({ key, check }: Judged, { account, regions }: Place): readonly Unread[] =>
  isByRegion(check)
    ? account.regions
        .filter((region) => !regions.includes(region))
        .map((region) => ({
          scope: scopeOf(key, region),
          why: [`Only ${regions.join(', ')} was asked about.`],
        }))
    : [];

/** What the checks did not see of an account. */
export const unreadOf = (all: readonly Judged[], place: Place): readonly Unread[] => {
  const unread = all.flatMap((one) =>
    one.verdict.gaps.flatMap((gap) =>
      scopesOf(one, gap, place.account.regions).map((scope): Unread => ({ scope, why: gap.why })),
    ),
  );
  const reasons = new Set(unread.map(({ why }) => JSON.stringify(why)));
  const isNothingRead = all.every(({ verdict }) => verdict.outcome === 'could-not-read');
  const [first] = unread;
  return first !== undefined && isNothingRead && reasons.size === 1
    ? [{ scope: '*', why: first.why }]
    : [...unread, ...all.flatMap((one) => leftOut(one, place))];
};
