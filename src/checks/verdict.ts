import type { RegionId } from '../core/ids.ts';
import type { Text, Untrusted } from '../core/text.ts';

/**
 * `not-applicable`: there is nothing to judge. `could-not-read`: nobody knows; it counts neither as
 * passed nor as failed.
 */
export type Outcome = 'pass' | 'warn' | 'fail' | 'not-applicable' | 'could-not-read';

/** A resource that a verdict is about. */
export interface CheckedResource {
  readonly outcome: 'warn' | 'fail';
  readonly name: Untrusted;
  /** Undefined: the resource is in no region. */
  readonly region: RegionId | undefined;
  readonly why: Text;
}

/** Something that was not read. */
export interface Gap {
  /** A sentence with its cure. */
  readonly why: Text;
  /** Where; undefined: it is of no region, and all that is judged may be concerned. */
  readonly regions: readonly RegionId[] | undefined;
}

export interface Verdict {
  readonly outcome: Outcome;
  /** Sentences, the weightiest first; what could not be read is said here with its cure. */
  readonly reasons: readonly Text[];
  /** The worst first. */
  readonly resources: readonly CheckedResource[];
  /** What was not read and could have changed the verdict. */
  readonly gaps: readonly Gap[];
}

/** Something that could have changed the verdict was not read. */
export const isPartial = ({ gaps }: Verdict): boolean => gaps.length > 0;

/** What AWS was asked for: what it said, or why it did not. */
export type Read<T> =
  | { readonly kind: 'read'; readonly value: T }
  /** A sentence with its cure. */
  | { readonly kind: 'unread'; readonly why: Text };

export const read = <T>(value: T): Read<T> => ({ kind: 'read', value });

/** What was read of some parts. */
export const valuesOf = <T>(parts: readonly Read<T>[]): readonly T[] =>
  parts.flatMap((part) => (part.kind === 'read' ? [part.value] : []));

/** One that is of no region. */
export const gapOf = (why: Text): Gap => ({ why, regions: undefined });

const once = <T>(all: readonly T[]): readonly T[] => [
  ...new Map(all.map((one) => [JSON.stringify(one), one])).values(),
];

/** Why the other parts were not read, each reason once. */
export const gapsOf = (parts: readonly Read<unknown>[]): readonly Gap[] =>
  once(parts.flatMap((part) => (part.kind === 'unread' ? [gapOf(part.why)] : [])));

/** The same for what is read region by region. */
export const gapsByRegion = (
  parts: readonly { readonly region: RegionId; readonly part: Read<unknown> }[],
): readonly Gap[] => {
  const unread = parts.flatMap(({ region, part }) =>
    part.kind === 'unread' ? [{ region, why: part.why }] : [],
  );
  return [...Map.groupBy(unread, ({ why }) => JSON.stringify(why)).values()].map((alike) => ({
    why: alike[0]?.why ?? [],
    regions: alike.map(({ region }) => region),
  }));
};

/** "eu-west-1, us-east-1: the permission … is missing". */
export const gapWords = ({ why, regions }: Gap): Text =>
  regions === undefined ? why : [`${regions.join(', ')}: `, ...why];

/** A verdict without resources, on what was read. */
export const verdict = (
  outcome: Exclude<Outcome, 'could-not-read'>,
  ...reasons: readonly Text[]
): Verdict => ({ outcome, reasons, resources: [], gaps: [] });

/** Nobody knows, for these reasons. */
export const unknown = (gaps: readonly Gap[]): Verdict => ({
  outcome: 'could-not-read',
  reasons: gaps.map(gapWords),
  resources: [],
  gaps,
});

export const couldNotRead = (...reasons: readonly Text[]): Verdict => unknown(reasons.map(gapOf));

const worstFirst = (resources: readonly CheckedResource[]): readonly CheckedResource[] => [
  ...resources.filter(({ outcome }) => outcome === 'fail'),
  ...resources.filter(({ outcome }) => outcome === 'warn'),
];

/**
 * The verdict on resources that were looked at one by one. Without a bad one it is a pass only if
 * everything was read.
 */
export const verdictOn = (
  resources: readonly CheckedResource[],
  gaps: readonly Gap[],
  says: { readonly bad: Text; readonly good: Text },
): Verdict => {
  const sorted = worstFirst(resources);
  const worst = sorted[0];
  if (worst === undefined) return gaps.length > 0 ? unknown(gaps) : verdict('pass', says.good);
  const reasons = [says.bad, ...gaps.map(gapWords)];
  return { outcome: worst.outcome, reasons, resources: sorted, gaps };
};

/** Worst first; what does not apply weighs nothing. */
const byWeight: readonly Outcome[] = ['fail', 'warn', 'could-not-read', 'pass', 'not-applicable'];

/**
 * The verdict on a practice of several parts: as bad as the worst part, with the reasons of the parts
 * that are no better than that, then of those that are bad too, then of those that were not read.
 */
export const combined = (parts: readonly Verdict[]): Verdict => {
  const outcome =
    byWeight.find((one) => parts.some((part) => part.outcome === one)) ?? 'not-applicable';
  const isGood = outcome === 'pass' || outcome === 'not-applicable';
  const told = byWeight
    .filter((one) => (isGood ? one === outcome : byWeight.indexOf(one) <= 2))
    .flatMap((one) => parts.filter((part) => part.outcome === one));
  return {
    outcome,
    reasons: once(told.flatMap(({ reasons }) => reasons)),
    resources: worstFirst(parts.flatMap(({ resources }) => resources)),
    gaps: once(parts.flatMap(({ gaps }) => gaps)),
  };
};
