import type { Alert } from '../core/alert.ts';
import type { Evidence, EvidenceEvent } from '../core/evidence.ts';
import type { Inline, Text } from '../core/text.ts';
import { counted } from '../core/words.ts';
import { callOf } from './evidence/merge.ts';
import { shownName, withoutMarks } from './evidence/sentence.ts';
import { type AccountName, placeOf } from './headline.ts';

/** Never seen from there in 90 days, or refused. */
const isUnusual = ({ normality, trail }: EvidenceEvent): boolean =>
  normality === 'first-time' || trail.outcome !== 'ok';

/** "deploy (acme/infra@main)", "alice (role Admin)", "IAM user bob". */
const whoOf = ({ human, trail }: EvidenceEvent): Text => {
  if (human.role === undefined) return [{ bold: shownName(trail.who) }];
  const role = shownName(withoutMarks(human.role));
  return human.kind === 'session' || human.kind === 'subject'
    ? [{ bold: role }, ' (', shownName(human.name), ')']
    : [{ bold: shownName(human.name) }, ' (role ', role, ')'];
};

/**
 * What somebody did in one go: "deploy (acme/infra@main) made 300 changes in prod (111122223333),
 * eu-west-1: 15 operations, 2 unusual". Undefined where one change stands for itself.
 */
export const sessionHeadline = (
  { foldsWithinMs, ...alert }: Alert,
  evidence: Evidence,
  accountName: AccountName,
): Text | undefined => {
  const [newest] = evidence.events;
  if (foldsWithinMs === undefined || newest === undefined || evidence.count < 2) return undefined;
  const place = placeOf(alert, accountName);
  const unusual = new Set(evidence.events.filter(isUnusual).map(callOf)).size;
  const made: Inline = ` made ${evidence.isCountAtLeast ? 'at least ' : ''}${counted(evidence.count, 'change')}`;
  return [
    ...whoOf(newest),
    made,
    ...(place === '' ? [] : [` in ${place}`]),
    `: ${counted(evidence.calls.length, 'operation')}`,
    ...(unusual === 0 ? [] : [`, ${unusual} unusual`]),
  ];
};
