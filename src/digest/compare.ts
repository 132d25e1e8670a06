import type {
  Finding,
  FindingKind,
  OpenFinding,
  SectionPart,
  Snapshot,
  Unread,
} from '../core/digest.ts';

export interface Comparison {
  /** What the last digest has kept; undefined: nothing is known. */
  readonly previous: Snapshot | undefined;
  readonly part: Pick<SectionPart, 'findings' | 'kinds' | 'unread' | 'figures'>;
  /** When it was read, epoch ms. */
  readonly at: number;
}

/** Why nobody can say what became of something of this scope; undefined: it was read. */
const unreadBy = (unread: readonly Unread[], scope: string): Unread | undefined =>
  unread.find((one) => one.scope === '*' || one.scope === scope);

const byId = <F extends Finding>(findings: readonly F[]): ReadonlyMap<string, F> =>
  // Of two with one id the first is worse.
  new Map(findings.toReversed().map((finding) => [finding.id, finding]));

/** Those of the last digest that were not found again. */
const sortMissing = (missing: readonly OpenFinding[], unread: readonly Unread[], seen: number) => {
  const fixed: OpenFinding[] = [];
  const carried: OpenFinding[] = [];
  for (const finding of missing) {
    const why = unreadBy(unread, finding.scope);
    if (why === undefined) fixed.push(finding);
    // What nobody will read again is told once, and then let go.
    else if (why.isGone !== true || finding.notSeenSince === undefined)
      carried.push({ ...finding, notSeenSince: finding.notSeenSince ?? seen });
  }
  return { fixed, carried };
};

const kindsOf = (
  findings: readonly Finding[],
  known: Readonly<Record<string, FindingKind>>,
): Readonly<Record<string, FindingKind>> =>
  Object.fromEntries(
    [...new Set(findings.map(({ kind }) => kind))].flatMap((kind) => {
      const told = Object.hasOwn(known, kind) ? known[kind] : undefined;
      return told === undefined ? [] : [[kind, told]];
    }),
  );

/**
 * What is new, fixed and still open against the last digest. What was not read is neither: it stays
 * as it was, and what the last digest could not see is not called new when it is seen.
 */
export const compare = ({ previous, part, at }: Comparison): Snapshot => {
  const before = byId(previous?.open ?? []);
  const now = byId(part.findings);
  const found = [...now.values()].map(
    (finding): OpenFinding => ({
      ...finding,
      since: finding.since ?? before.get(finding.id)?.since ?? at,
    }),
  );
  const missing = [...before.values()].filter(({ id }) => !now.has(id));
  const { fixed, carried } = sortMissing(missing, part.unread, previous?.at ?? at);
  const isFresh = ({ id, scope }: Finding): boolean =>
    previous !== undefined && !before.has(id) && !unreadBy(previous.unread, scope);
  const open = [...found.toReversed(), ...carried];
  return {
    at,
    isFirst: previous === undefined,
    kinds: kindsOf([...open, ...fixed], { ...previous?.kinds, ...part.kinds }),
    fresh: open.filter((one) => now.has(one.id) && isFresh(one)).map(({ id }) => id),
    open,
    fixed,
    unread: part.unread,
    ...(part.figures && { figures: part.figures }),
  };
};
