import { phrase } from '../../core/words.ts';
import type { Query } from './alarm.ts';

/** What one of them is called, and several. */
export interface Noun {
  readonly one: string;
  readonly many: string;
}

const noun = (one: string, many = `${one}s`): Noun => ({ one, many });

/**
 * The metrics of AWS's CloudFormation template for CloudTrail alarms, of the CIS benchmark and of
 * Security Hub's instructions, by name without "Event", "Count", "Changes" and the like.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/use-cloudformation-template-to-create-cloudwatch-alarms.html
 */
const known: Readonly<Record<string, Noun>> = {
  iampolicy: noun('IAM policy change'),
  securitygroup: noun('security group change'),
  networkacl: noun('network ACL change'),
  nacl: noun('network ACL change'),
  gateway: noun('network gateway change'),
  networkgw: noun('network gateway change'),
  networkgateway: noun('network gateway change'),
  vpc: noun('VPC change'),
  routetable: noun('route table change'),
  ec2instance: noun('EC2 instance change'),
  ec2largeinstance: noun('large EC2 instance change'),
  cloudtrail: noun('CloudTrail change'),
  cloudtrailcfg: noun('CloudTrail change'),
  cloudtrailconfig: noun('CloudTrail change'),
  cloudtrailconfiguration: noun('CloudTrail change'),
  config: noun('AWS Config change'),
  awsconfig: noun('AWS Config change'),
  configconfiguration: noun('AWS Config change'),
  awsconfigconfiguration: noun('AWS Config change'),
  consolesigninfailure: noun('console sign-in failure'),
  consoleauthfailure: noun('console sign-in failure'),
  consoleauthenticationfailure: noun('console sign-in failure'),
  consoleloginfailure: noun('console sign-in failure'),
  signinfailure: noun('console sign-in failure'),
  consolesigninnomfa: noun('console sign-in without MFA', 'console sign-ins without MFA'),
  consolesigninwithoutmfa: noun('console sign-in without MFA', 'console sign-ins without MFA'),
  consoleloginwithoutmfa: noun('console sign-in without MFA', 'console sign-ins without MFA'),
  nomfaconsolesignin: noun('console sign-in without MFA', 'console sign-ins without MFA'),
  nomfaconsolelogin: noun('console sign-in without MFA', 'console sign-ins without MFA'),
  authorizationfailure: noun('denied API call'),
  unauthorizedapicall: noun('denied API call'),
  unauthorizedapi: noun('denied API call'),
  unauthorizedattempt: noun('denied API call'),
  rootaccountusage: noun('use of the root user', 'uses of the root user'),
  rootaccount: noun('use of the root user', 'uses of the root user'),
  rootusage: noun('use of the root user', 'uses of the root user'),
  rootuser: noun('use of the root user', 'uses of the root user'),
  rootuse: noun('use of the root user', 'uses of the root user'),
  rootlogin: noun('use of the root user', 'uses of the root user'),
  useofrootacct: noun('use of the root user', 'uses of the root user'),
  useofrootaccount: noun('use of the root user', 'uses of the root user'),
  disableordeletecmk: noun(
    'KMS key disabled or scheduled for deletion',
    'KMS keys disabled or scheduled for deletion',
  ),
  disableordeletekmskey: noun(
    'KMS key disabled or scheduled for deletion',
    'KMS keys disabled or scheduled for deletion',
  ),
  kmskeydeletion: noun('KMS key disabled or scheduled for deletion', 'KMS key deletions'),
  s3bucketpolicy: noun('S3 bucket policy change'),
  s3bucketactivity: noun('S3 bucket policy change'),
  organization: noun('AWS Organizations change'),
  organizations: noun('AWS Organizations change'),
  awsorganizations: noun('AWS Organizations change'),
};

const stem = (name: string): string => {
  let plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  for (const ending of ['metric', 'alarm', 'count', 'events', 'event', 'changes', 'change']) {
    if (plain.endsWith(ending) && plain.length > ending.length)
      plain = plain.slice(0, -ending.length);
  }
  return plain;
};

/** A metric called so counts something that happened. */
const countable =
  /(?:Failure|Error|Change|Attempt|Denial|Call|Login|Event|Exception|Violation|Deletion|Creation|SignIn)s?$/i;

const singular = (words: string): string =>
  words.endsWith('ies') ? `${words.slice(0, -3)}y` : words.replace(/s$/, '');

const plural = (words: string): string =>
  /[^aeiou]y$/.test(words) ? `${words.slice(0, -1)}ies` : `${words}s`;

/**
 * What a metric counts, if it is one that a log filter feeds: "IAM policy change" for
 * `IAMPolicyEventCount`. A name outside the table has to end like something that happens.
 */
export const countedNoun = (query: Query): Noun | undefined => {
  const { name, namespace, statistic } = query;
  const isOwn = namespace !== undefined && !namespace.startsWith('AWS/');
  const isSum = /^(?:sum|samplecount)$/i.test(statistic ?? '');
  if (name === undefined || !isOwn || !isSum) return undefined;
  const found = [stem(name), stem(name).replace(/s$/, '')].find((each) =>
    Object.hasOwn(known, each),
  );
  if (found !== undefined) return known[found];
  const thing = name.replace(/[_-]?(?:Metric|Count|Total)$/i, '');
  if (!countable.test(thing)) return undefined;
  const words = singular(phrase(thing).replaceAll(/\bsign in\b/g, 'sign-in'));
  return { one: words, many: plural(words) };
};
