const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const small = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 });

/** A number as people read it: 1,446; 97.2; 0.021; never in exponents that nobody asked for. */
export const shownNumber = (value: number): string => {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-6)) return value.toExponential(2);
  return (size > 0 && size < 0.1 ? small : numbers).format(value);
};

/** "1 change", "3 changes". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${shownNumber(count)} ${count === 1 ? one : many}`;

const units: readonly (readonly [seconds: number, one: string])[] = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

/** "5 minutes", "1 hour", "90 seconds": in the largest unit that gives a whole number. */
export const shownDuration = (seconds: number): string => {
  const [size, one] = units.find(([each]) => seconds >= each && seconds % each === 0) ?? [
    1,
    'second',
  ];
  return counted(seconds / size, one);
};

/** Kept together where a name runs words into one another. */
const acronyms =
  /^(?:ACL|ACM|ALB|AMI|API|ARN|ASG|AWS|CMK|CIDR|CPU|CVE|CVSS|DB|DNS|EBS|EC2|ECR|ECS|EFS|EIP|EKS|ELB|EMR|ENI|EPSS|HTTP|HTTPS|IAM|ID|IDS|IP|JSON|KMS|MFA|NACL|NAT|OS|RDS|S3|SES|SG|SNS|SQL|SQS|SSH|SSL|SSM|SSO|STS|TCP|TLS|TTL|UDP|URI|URL|UTC|UUID|VPC|VPN|WAF)$/i;

/** `IAMPolicyEventCount`, `snake_case`, `kebab-case` in words, as they were written. */
const splitWords = (name: string): readonly string[] =>
  name
    .slice(0, 200)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^\p{L}\p{N}%#$()]+/u)
    .filter((word) => word !== '');

const inSentence = (word: string): string => {
  if (acronyms.test(word)) return word.toUpperCase().replace(/^IDS$/, 'IDs');
  return /^\p{Lu}{2,}\p{N}*$/u.test(word) && word.length <= 5 ? word : word.toLowerCase();
};

/** `IAMPolicyChange` as "IAM policy change"; `IN_PROGRESS` as "in progress". */
export const phrase = (name: string): string => {
  const isShouting = name === name.toUpperCase() && /[A-Z]{3}/.test(name);
  const words = splitWords(isShouting ? name.toLowerCase() : name);
  return words.map(inSentence).join(' ');
};

/** `phrase` with a capital at the beginning: a label. */
export const label = (name: string): string => {
  const words = phrase(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The first `limit` characters, whole ones, with a mark where some are missing. */
export const shorten = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1).replace(/[\uD800-\uDBFF\u200D\p{Mark}]+$/u, '');
  const space = cut.lastIndexOf(' ');
  return `${(space > limit * 0.7 ? cut.slice(0, space) : cut).trimEnd()}…`;
};
