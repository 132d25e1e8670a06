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

export interface Verdict {
  readonly outcome: Outcome;
  /** Sentences, the weightiest first; what could not be read is said here with its cure. */
  readonly reasons: readonly Text[];
  /** The worst first. */
  readonly resources: readonly CheckedResource[];
  /** Something that could have changed the outcome was not read. */
  readonly isPartial: boolean;
}

/** What AWS was asked for: what it said, or why it did not. */
export type Read<T> =
  | { readonly kind: 'read'; readonly value: T }
  /** A sentence with its cure. */
  | { readonly kind: 'unread'; readonly why: Text };

export const read = <T>(value: T): Read<T> => ({ kind: 'read', value });

/** What was read of some parts. */
export const valuesOf = <T>(parts: readonly Read<T>[]): readonly T[] =>
  parts.flatMap((part) => (part.kind === 'read' ? [part.value] : []));

/** Why the other parts were not read, each reason once. */
export const gapsOf = (parts: readonly Read<unknown>[]): readonly Text[] => {
  const gaps = parts.flatMap((part) => (part.kind === 'unread' ? [part.why] : []));
  return [...new Map(gaps.map((why) => [JSON.stringify(why), why])).values()];
};

/** The same for what is read region by region: "eu-west-1, us-east-1: the permission … is missing". */
export const gapsByRegion = (
  parts: readonly { readonly region: RegionId; readonly part: Read<unknown> }[],
): readonly Text[] => {
  const unread = parts.flatMap(({ region, part }) =>
    part.kind === 'unread' ? [{ region, why: part.why }] : [],
  );
  return [...Map.groupBy(unread, ({ why }) => JSON.stringify(why)).values()].map((alike) => [
    `${alike.map(({ region }) => region).join(', ')}: `,
    ...(alike[0]?.why ?? []),
  ]);
};

/** A verdict without resources. */
export const verdict = (outcome: Outcome, ...reasons: readonly Text[]): Verdict => ({
  outcome,
  reasons,
  resources: [],
  isPartial: outcome === 'could-not-read',
});

export const couldNotRead = (...reasons: readonly Text[]): Verdict =>
  verdict('could-not-read', ...reasons);

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
  gaps: readonly Text[],
  says: { readonly bad: Text; readonly good: Text },
): Verdict => {
  const sorted = worstFirst(resources);
  const isPartial = gaps.length > 0;
  const worst = sorted[0];
  if (worst !== undefined)
    return { outcome: worst.outcome, reasons: [says.bad, ...gaps], resources: sorted, isPartial };
  return isPartial ? couldNotRead(...gaps) : verdict('pass', says.good);
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
    reasons: told.flatMap(({ reasons }) => reasons),
    resources: worstFirst(parts.flatMap(({ resources }) => resources)),
    isPartial: parts.some(({ isPartial }) => isPartial),
  };
};
