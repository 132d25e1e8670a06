import type { AdvisorCheck } from '../../../aws/support-types.ts';
import { replacedChecks } from '../../../checks/advisor/replaced-checks.ts';
import type { OpenFinding, Snapshot, Unread } from '../../../core/digest.ts';
import { foreign } from '../../../core/redact.ts';
import { type Text, textOf } from '../../../core/text.ts';
import { ownPrefix } from './findings.ts';
import type { AdvisorRead } from './read.ts';

const isOwn = ({ scope }: OpenFinding): boolean => scope.startsWith(ownPrefix);

/** Each scope once, however many findings are open in it. */
const unreadOnce = (
  open: readonly OpenFinding[],
  one: (finding: OpenFinding) => Unread | undefined,
): readonly Unread[] => {
  const found = open.flatMap((finding) => one(finding) ?? []);
  return [...new Map(found.map((unread) => [unread.scope, unread])).values()];
};

const nameIn = ({ kinds }: Snapshot, { kind, scope }: OpenFinding): Text => {
  const title = kinds[kind]?.title;
  return title === undefined ? [{ code: foreign(scope) }] : [{ bold: foreign(textOf(title)) }];
};

/** AWS changes its checks now and then: what it does not check any more is not fixed. */
const removed = (name: Text, id: string, offered: readonly AdvisorCheck[]): Text => {
  const successor = replacedChecks.find((one) => one.id === id)?.successor;
  const by = offered.find((check) => check.id === successor);
  return by === undefined
    ? ['AWS has removed the check ', ...name, ' from Trusted Advisor.']
    : ['AWS has replaced the check ', ...name, ' by ', { bold: foreign(by.name) }, '.'];
};

/** Of what was open: checks that are gone, and those that have no result now. */
export const withoutResult = (
  last: Snapshot | undefined,
  { offered, results }: AdvisorRead,
): readonly Unread[] => {
  if (last === undefined) return [];
  const ids = new Set(offered.map(({ id }) => id));
  const told = new Set(
    results
      .filter(({ summary }) => summary.status !== 'not_available')
      .map(({ check }) => check.id),
  );
  return unreadOnce(last.open, (finding) => {
    const { scope } = finding;
    const name = nameIn(last, finding);
    if (isOwn(finding))
      return {
        scope,
        why: ['The account has a Support plan now: Trusted Advisor tells of it.'],
        isGone: true,
      };
    if (!ids.has(scope)) return { scope, why: removed(name, scope, offered), isGone: true };
    return told.has(scope)
      ? undefined
      : { scope, why: ['Trusted Advisor has no result of ', ...name, ' now.'] };
  });
};

/** Of what was open while the account still had a Support plan. */
export const withoutPlan = (last: Snapshot | undefined): readonly Unread[] =>
  unreadOnce(last?.open ?? [], (finding) =>
    isOwn(finding)
      ? undefined
      : {
          scope: finding.scope,
          why: [
            'The account has no Support plan any more that includes Trusted Advisor; AWS asks for Business Support+ or above.',
          ],
          isGone: true,
        },
  );

/** A check that AWS calls by another name now. */
export interface Renamed {
  readonly from: string;
  readonly to: string;
}

/** Among what was open. Foreign names, redacted. */
export const renamedSince = (
  last: Snapshot | undefined,
  offered: readonly AdvisorCheck[],
): readonly Renamed[] => {
  const before = new Map(
    (last?.open ?? []).flatMap(({ scope, kind }): readonly [string, string][] => {
      const title = last?.kinds[kind]?.title;
      return title === undefined ? [] : [[scope, textOf(title)]];
    }),
  );
  return offered.flatMap(({ id, name }) => {
    const from = before.get(id);
    const to = foreign(name).untrusted;
    return from === undefined || from === to ? [] : [{ from, to }];
  });
};
