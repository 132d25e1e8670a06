import type { AdvisorCheck, AdvisorSummary } from '../../aws/support-types.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { counted, shownNumber } from '../../core/words.ts';

/** What is counted, and what is wrong with one and with many of it. */
interface Wording {
  readonly thing: string;
  readonly one: string;
  readonly many: string;
}

const wording = (thing: string, verbs: string, rest: string): Wording => {
  const [one = '', many = ''] = verbs.split('|');
  return { thing, one: `${one} ${rest}`, many: `${many} ${rest}` };
};

/** The checks that people ask for most, the way they would say it. */
const wordings: ReadonlyMap<string, Wording> = new Map([
  [
    'HCP4007jGY',
    wording('security group rule', 'allows|allow', 'unrestricted access to a specific port'),
  ],
  [
    '1iG5NDGVre',
    wording('security group rule', 'allows|allow', 'unrestricted access to a resource'),
  ],
  ['DqdJqYeRm5', wording('active access key', 'has|have', 'not been rotated for 90 days')],
  ['12Fnkpl8Y5', wording('access key', 'is|are', 'exposed, or used as if')],
  ['Pfx0RwqBli', wording('S3 bucket', 'is|are', 'open to everybody or to any AWS user')],
  ['nNauJisYIT', wording('RDS security group rule', 'gives|give', 'risky access')],
  ['ePs02jT06w', wording('EBS snapshot', 'is|are', 'public')],
  ['rSs93HQwa1', wording('RDS snapshot', 'is|are', 'public')],
  [
    'a2sEc6ILx',
    wording('load balancer', 'has|have', 'a listener without the recommended security'),
  ],
  [
    'xSqX82fQu',
    wording('load balancer', 'has|have', 'a security group that does not fit the listeners'),
  ],
  [
    '8604e947f2',
    wording(
      'Application Load Balancer',
      'has|have',
      'a security group that does not fit the listeners',
    ),
  ],
  ['07602fcad6', wording('region', 'has|have', 'no IAM Access Analyzer for external access')],
  ['Qch7DwouX1', wording('EC2 instance', 'was|were', 'hardly used')],
  ['hjLMh88uM8', wording('load balancer', 'is|are', 'idle')],
  ['DAvU99Dc4C', wording('EBS volume', 'was|were', 'hardly used')],
  ['Z4AUBRNSmz', wording('Elastic IP address', 'is|are', 'not in use')],
  ['Ti39halfu8', wording('RDS instance', 'is|are', 'idle')],
  ['H7IgTzjTYb', wording('EBS volume', 'has|have', 'no recent snapshot')],
  ['R365s2Qddf', wording('S3 bucket', 'keeps|keep', 'no versions of their objects')],
  ['f2iK5R6Dep', wording('RDS instance', 'runs|run', 'in a single Availability Zone')],
  ['opQPADkZvH', wording('RDS instance', 'has|have', 'no automated backups')],
]);

/** Checks about the account as a whole, for which a count says nothing. */
const wholes: ReadonlyMap<string, string> = new Map([
  ['7DAFEmoDos', 'The root user has no MFA'],
  ['c2vlfg0f4h', 'The root user has an access key'],
  ['Yw2K9puPzl', 'The password policy is missing or leaves out a requirement'],
  ['c25hn9x03v', 'CloudTrail does not record management events, or could not deliver them'],
  ['zXCkfM1nI3', 'The account has no IAM users'],
]);

type Counts = Pick<AdvisorSummary, 'flagged' | 'processed' | 'status'>;

/** "17 of 52 rules", or "17 rules" where AWS counts no others. */
const share = ({ flagged, processed }: Counts, thing: string): string => {
  const total = Math.max(flagged, processed);
  const plural = thing.endsWith('s') ? `${thing}es` : `${thing}s`;
  const things = total === 1 ? thing : plural;
  return processed >= flagged
    ? `${shownNumber(flagged)} of ${shownNumber(processed)} ${things}`
    : `${shownNumber(flagged)} ${things}`;
};

const generic = (check: AdvisorCheck, counts: Counts): Text => {
  if (counts.flagged === 0) return [foreign(check.name), ': no single resource is named'];
  const be = counts.flagged === 1 ? 'is' : 'are';
  return [
    foreign(check.name),
    check.category === 'service_limits'
      ? `: ${share(counts, 'limit')} ${be} used to 80 % or more`
      : `: ${share(counts, 'resource')} ${be} flagged`,
  ];
};

/** What a check found that is red or yellow, as a sentence without a full stop. */
const finding = (check: AdvisorCheck, counts: Counts): Text => {
  const whole = wholes.get(check.id);
  if (whole !== undefined) return [whole];
  const words = wordings.get(check.id);
  if (words === undefined || counts.flagged === 0) return generic(check, counts);
  return [`${share(counts, words.thing)} ${counts.flagged === 1 ? words.one : words.many}`];
};

/**
 * "17 of 52 security group rules allow unrestricted access to a specific port": what a check says,
 * as a sentence without a full stop.
 */
export const sentence = (check: AdvisorCheck, counts: Counts): Text => {
  if (counts.status === 'not_available')
    return [foreign(check.name), ': Trusted Advisor has no result'];
  if (counts.status === 'ok')
    return [
      foreign(check.name),
      counts.processed > 0
        ? `: nothing found among ${counted(counts.processed, 'resource')}`
        : ': nothing found',
    ];
  return finding(check, counts);
};
