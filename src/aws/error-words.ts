import type { ErrorFacts } from '../core/errors.ts';
import { usualRegions } from '../core/regions.ts';
import { type AwsCallName, resourceOf, whyNeeded } from './actions.ts';

/** What was tried where. */
export interface CallContext {
  readonly call: AwsCallName;
  /** Undefined: with the bot's own credentials. */
  readonly account: string | undefined;
  readonly region: string;
  /** With the bot's own credentials, though the account is named. */
  readonly isOwn?: boolean;
}

/** A sentence and the rest of the error; the context is put in front. */
interface Told extends ErrorFacts {
  readonly says: string;
}

export type Teller = (error: Error, context: CallContext) => Told;

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value
    ? Reflect.get(value, name)
    : undefined;

export const statusOf = (error: Error): number | undefined => {
  const status = field(field(error, '$metadata'), 'httpStatusCode');
  return typeof status === 'number' ? status : undefined;
};

export const codeOf = (error: Error): string => {
  const code = field(error, 'code');
  return typeof code === 'string' ? code : '';
};

const retryAfterMs = (error: Error): { retryAfterMs?: number } => {
  const header = field(field(field(error, '$response'), 'headers'), 'retry-after');
  const seconds = typeof header === 'string' ? Number(header) : Number.NaN;
  return Number.isFinite(seconds) && seconds > 0
    ? { retryAfterMs: Math.min(seconds, 300) * 1000 }
    : {};
};

export const throttled: Teller = (error) => ({
  kind: 'rate-limit',
  code: 'aws_throttled',
  retryable: true,
  says: 'AWS answers that there are too many calls',
  hint: 'Try again in a minute; other programs in the account share its limit.',
  ...retryAfterMs(error),
});

export const noCredentials: Teller = () => ({
  kind: 'config',
  code: 'aws_no_credentials',
  says: 'there are no AWS credentials',
  hint: 'Give the bot a role (an instance profile, a task role, IRSA), or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
});

export const expiredCredentials: Teller = () => ({
  kind: 'config',
  code: 'aws_credentials_expired',
  retryable: true,
  says: 'the AWS credentials have expired',
  hint: 'Sign in again, or give the bot a role, whose credentials renew themselves.',
});

/** In any other region an unknown key means that the region is not enabled. */
const alwaysEnabled: ReadonlySet<string> = new Set(usualRegions);

export const regionDisabled: Teller = (_, { region }) => ({
  kind: 'config',
  code: 'aws_region_disabled',
  says: `the region ${region} is not enabled in that account`,
  hint: `Enable it with "aws account enable-region --region-name ${region}", or take it out of the settings.`,
});

export const unknownKey: Teller = (error, context) =>
  alwaysEnabled.has(context.region)
    ? {
        kind: 'config',
        code: 'aws_credentials_unknown',
        says: 'AWS does not know the access key',
        hint: 'The key was deleted, belongs to another partition, or is mistyped: check the credentials of the bot.',
      }
    : regionDisabled(error, context);

const serviceOf = (call: AwsCallName): string => call.slice(0, call.indexOf(':'));

const serviceOff: Teller = (_, { call }) => ({
  kind: 'config',
  code: 'aws_service_off',
  says: `the service ${serviceOf(call)} is not switched on in that account`,
  hint: 'Open the service once in the AWS console of that account; a new account may need some hours until all its services are on.',
});

/** The account takes no part in it: the region, or the service, or a support plan is missing. */
export const notSubscribed: Teller = (error, context) => {
  if (serviceOf(context.call) === 'support') return noSupportPlan(error, context);
  return alwaysEnabled.has(context.region)
    ? serviceOff(error, context)
    : regionDisabled(error, context);
};

export const clockWrong: Teller = () => ({
  kind: 'config',
  code: 'aws_clock_skew',
  says: "AWS refuses the signature's time: the clock of this machine is more than five minutes off",
  hint: 'Set the clock (NTP), then try again.',
});

export const wrongSecret: Teller = (error, context) =>
  /expired|not yet current|skew/i.test(error.message)
    ? clockWrong(error, context)
    : {
        kind: 'config',
        code: 'aws_secret_wrong',
        says: 'the signature is wrong: the secret key does not belong to the access key',
        hint: 'Check AWS_SECRET_ACCESS_KEY, or the profile it comes from.',
      };

const deniedBy = (message: string): string => {
  if (/service control polic/i.test(message)) return ', denied by a service control policy';
  if (/resource control polic/i.test(message)) return ', denied by a resource control policy';
  if (/permissions boundary/i.test(message)) return ', outside the permissions boundary';
  return /explicit deny/i.test(message) ? ', denied explicitly by a policy' : '';
};

const assumeDenied: Told = {
  kind: 'access',
  code: 'aws_assume_role_denied',
  says: 'the role may not be assumed, or does not exist (AWS tells no difference)',
  hint: "The role that the settings name must exist and must trust the bot's own role (sts:AssumeRole, with the external id if one is set), and the bot's own role must be allowed sts:AssumeRole on it (deploy/iam-policy.json).",
};

/** The policy that the missing permission belongs to: our own role's, or the one of other accounts. */
const policyFile = ({ account, isOwn = account === undefined }: CallContext): string =>
  isOwn ? 'deploy/iam-policy.json' : 'deploy/iam-policy-reader.json';

/** Without the right to list a bucket, S3 does not tell whether an object is there. */
const noSuchObject: Told = {
  kind: 'input',
  code: 'aws_not_found',
  says: 'there is no such object',
  hint: 'It may have been deleted by a lifecycle rule of its bucket.',
};

/** What a policy alone does not give. */
const alsoNeeded = (action: string): string => {
  if (action.startsWith('organizations:'))
    return " Only the organisation's management account and its delegated administrators may call it.";
  return action.startsWith('kms:') ? " The key's own policy must allow it too." : '';
};

const outOfOrganisation =
  "An Allow in the role's own policy does not help: whoever administers the organisation must let the bot's role do it there.";

/** What the organisation denies, no policy of the account allows. */
const cureOf = (action: string, message: string, context: CallContext): string =>
  /(service|resource) control polic/i.test(message)
    ? outOfOrganisation
    : `Add {"Effect":"Allow","Action":"${action}","Resource":"${resourceOf(action)}"} to the policy of the bot's role in that account; ${policyFile(context)} has it.${alsoNeeded(action)}`;

/**
 * AWS's own text names the caller, so it is not repeated; the action in it is more exact than ours.
 * EC2's text may hold none: then it is the call that we made.
 */
export const accessDenied: Teller = (error, context) => {
  const action =
    /not authorized to perform:? ([a-z0-9-]+:[A-Za-z]+)/.exec(error.message)?.[1] ?? context.call;
  if (action === 'sts:AssumeRole') return assumeDenied;
  if (action === 's3:ListBucket') return noSuchObject;
  return {
    kind: 'access',
    code: 'aws_access_denied',
    says: `the permission ${action} is missing${deniedBy(error.message)}`,
    hint: `${whyNeeded(action)}${cureOf(action, error.message, context)}`,
  };
};

/** By service: what it is that is not there. */
const nouns: Readonly<Record<string, string>> = {
  organizations: 'unit',
  s3: 'bucket or object',
  sns: 'topic or subscription',
};

export const notFound: Teller = (_, { call }) => ({
  kind: 'input',
  code: 'aws_not_found',
  says: `there is no such ${nouns[serviceOf(call)] ?? 'resource'}`,
  hint: 'Check its name, account and region in the settings; it may have been deleted.',
});

export const noOrganization: Teller = () => ({
  kind: 'config',
  code: 'aws_no_organization',
  says: 'the account is not part of an organisation',
  hint: "Name accounts instead of units, or give the bot a role in the organisation's management account.",
});

export const archived: Teller = () => ({
  kind: 'input',
  code: 's3_object_archived',
  says: 'the object is in an archive (S3 Glacier) and cannot be read',
  hint: 'Restore it with "aws s3api restore-object".',
});

export const keyUnusable: Teller = () => ({
  kind: 'config',
  code: 'aws_key_unusable',
  says: 'the KMS key that it is encrypted with is disabled, deleted or not there',
  hint: 'Enable the key, or cancel its deletion.',
});

export const queueNotFound: Teller = () => ({
  kind: 'input',
  code: 'aws_not_found',
  says: 'there is no such queue',
  hint: 'Check its URL and region in the settings; it may have been deleted.',
});

const noSupportPlan: Teller = () => ({
  kind: 'access',
  code: 'aws_support_plan',
  says: "the account's support plan does not include Trusted Advisor's checks",
  hint: 'AWS gives them with Business Support+, Enterprise or Unified Operations, and with the older Business and Enterprise On-Ramp.',
});

export const invalid: Teller = (error) => ({
  kind: 'input',
  code: 'aws_invalid_request',
  says: `AWS does not take the request: ${error.message.replaceAll(/\s+/g, ' ').slice(0, 200)}`,
});

export const unreachable: Teller = (error, { region }) => ({
  kind: 'upstream',
  code: 'aws_unreachable',
  retryable: true,
  says: `AWS cannot be reached in ${region} (${codeOf(error) || error.name})`,
  hint: 'Check the way out to AWS (proxy, VPC endpoint, DNS, AWS_ENDPOINT_URL) and that the region exists.',
});

export const timedOut: Teller = () => ({
  kind: 'upstream',
  code: 'aws_timeout',
  retryable: true,
  says: 'AWS did not answer in time',
  hint: 'Try again; if it goes on, check the way out to AWS.',
});

export const unavailable: Teller = (error) => ({
  kind: 'upstream',
  code: 'aws_unavailable',
  retryable: true,
  says: `AWS has a fault of its own (${error.name === 'SyntaxError' ? `HTTP ${statusOf(error) ?? 500}` : error.name})`,
  hint: 'Try again in a minute; https://health.aws.amazon.com tells more.',
});

/** Without a name of AWS's own. */
export const other: Teller = (error) => ({
  kind: 'upstream',
  code: 'aws_error',
  says: `AWS answers with ${error.name}`,
});

/** Our own time for it was over, or it was no longer wanted. */
export const brokenOffBy =
  (reason: unknown): Teller =>
  () =>
    field(reason, 'name') === 'TimeoutError'
      ? {
          kind: 'upstream',
          code: 'aws_timeout',
          retryable: true,
          says: 'AWS had not answered when our own deadline cut the call off',
          hint: 'Ask for less at a time (a shorter time, fewer accounts or regions), or try again.',
        }
      : {
          kind: 'upstream',
          code: 'aws_timeout',
          retryable: true,
          says: 'the call was cut off by ourselves before AWS had answered',
          hint: 'Try again.',
        };
