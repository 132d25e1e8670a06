import type { AdvisorCheck } from '../../../aws/support-types.ts';
import {
  flaggedOnly,
  type Finding as Result,
  worstFirst,
} from '../../../checks/advisor/findings.ts';
import { sentence } from '../../../checks/advisor/sentences.ts';
import { money } from '../../../checks/advisor/status.ts';
import type { OwnCheck } from '../../../checks/check.ts';
import { checks as ownChecks } from '../../../checks/index.ts';
import type { Finding, FindingKind } from '../../../core/digest.ts';
import { foreign } from '../../../core/redact.ts';

type Weight = Finding['weight'];
type Urgency = FindingKind['urgency'];

/** By category; what AWS adds one day can wait. */
const byCategory: Readonly<Record<string, Readonly<Record<Weight, Urgency>>>> = {
  security: { fail: 75, warn: 35 },
  service_limits: { fail: 60, warn: 25 },
  fault_tolerance: { fail: 45, warn: 18 },
  cost_optimizing: { fail: 30, warn: 20 },
  performance: { fail: 30, warn: 12 },
  operational_excellence: { fail: 20, warn: 8 },
};

/** The section on IAM tells of the same, and what is to be done first is named once. */
const toldByIam: ReadonlySet<string> = new Set([
  'root-mfa',
  'root-keys',
  'password-policy',
  'key-rotation',
  'trail-logging',
]);

/** How urgent an own check is here. */
export const ownUrgency = ({ id, urgency }: OwnCheck): OwnCheck['urgency'] =>
  toldByIam.has(id)
    ? { fail: Math.round(urgency.fail * 0.4), warn: Math.round(urgency.warn * 0.4) }
    : urgency;

/** Red ones that are more urgent than the others of their category, or less. */
const byCheck: ReadonlyMap<string, Urgency> = new Map([
  // Exposed access keys.
  ['12Fnkpl8Y5', 100],
  // S3 buckets, EBS and RDS snapshots that everybody may read.
  ['Pfx0RwqBli', 92],
  ['ePs02jT06w', 92],
  ['rSs93HQwa1', 92],
  // Rules of security groups, of which HCP4007jGY tells the worse.
  ['1iG5NDGVre', 55],
  ...ownChecks.map((check): [string, Urgency] => [check.advisor.id, ownUrgency(check).fail]),
]);

const urgencyOf = ({ id, category }: AdvisorCheck, weight: Weight): Urgency => {
  const usual = byCategory[category]?.[weight] ?? 8;
  return weight === 'fail' ? (byCheck.get(id) ?? usual) : usual;
};

const weightOf = ({ summary }: Result): Weight => (summary.status === 'error' ? 'fail' : 'warn');

/** `security/HCP4007jGY`: the category of what is fixed can be told without AWS's list. */
const kindId = ({ id, category }: AdvisorCheck, weight: Weight): string =>
  `${category}/${id}${weight === 'fail' ? '' : '/warn'}`;

/** The category of a kind; undefined: it is one of an own check. */
export const categoryOfKind = (kind: string): string | undefined =>
  kind.startsWith(ownPrefix) ? undefined : kind.split('/')[0];

/** Tells the own checks' findings from those of Trusted Advisor's, whose ids are letters and digits. */
export const ownPrefix = 'own:';

const savings = ({ summary }: Result): string =>
  summary.monthlySavings === undefined || summary.monthlySavings <= 0
    ? ''
    : `, ${money(summary.monthlySavings)} a month to save`;

const byUrgency = (a: Result, b: Result): number =>
  Number(weightOf(b) === 'fail') - Number(weightOf(a) === 'fail') ||
  urgencyOf(b.check, weightOf(b)) - urgencyOf(a.check, weightOf(a));

/** One for each check that is red or yellow: red first, then the most urgent, then where most is flagged. */
export const advisorFindings = (results: readonly Result[]): readonly Finding[] =>
  worstFirst(flaggedOnly(results))
    .toSorted(byUrgency)
    .map((result) => {
      const { check, summary } = result;
      const weight = weightOf(result);
      return {
        id: check.id,
        kind: kindId(check, weight),
        scope: check.id,
        weight,
        what: [...sentence(check, summary), savings(result)],
      };
    });

export const advisorKinds = (results: readonly Result[]): Readonly<Record<string, FindingKind>> =>
  Object.fromEntries(
    flaggedOnly(results).map((result): [string, FindingKind] => {
      const weight = weightOf(result);
      return [
        kindId(result.check, weight),
        {
          title: [foreign(result.check.name)],
          next: [
            'See what is flagged with ',
            { code: foreign(`/trusted-advisor ${result.check.id}`) },
            ', and do what AWS recommends there.',
          ],
          urgency: urgencyOf(result.check, weight),
        },
      ];
    }),
  );
