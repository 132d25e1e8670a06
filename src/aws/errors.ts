import { AppError, toError } from '../core/errors.ts';
import {
  accessDenied,
  archived,
  brokenOffBy,
  type CallContext,
  clockWrong,
  codeOf,
  expiredCredentials,
  invalid,
  keyUnusable,
  noCredentials,
  noOrganization,
  notFound,
  notSubscribed,
  other,
  queueNotFound,
  regionDisabled,
  statusOf,
  type Teller,
  throttled,
  timedOut,
  unavailable,
  unknownKey,
  unreachable,
  wrongSecret,
} from './error-words.ts';

/** The SDK's error names, https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html and alike. */
const byName: readonly (readonly [RegExp, Teller])[] = [
  [
    /Throttl|TooManyRequests|RequestLimitExceeded|^Rate ?Exceeded|SlowDown|BandwidthLimit|PriorRequestNotComplete|^LimitExceeded/,
    throttled,
  ],
  [/^CredentialsProviderError$|^ProviderError$|^MissingAuthenticationToken/, noCredentials],
  [/^Expired(Token|TokenException)$|^TokenRefreshRequired$/, expiredCredentials],
  [/^RegionDisabledException$/, regionDisabled],
  [/^OptInRequired$|^SubscriptionRequired(Exception)?$/, notSubscribed],
  [
    /^UnrecognizedClientException$|^InvalidClientTokenId$|^AuthFailure$|^InvalidAccessKeyId$/,
    unknownKey,
  ],
  [/^RequestTimeTooSkewed$|^RequestExpired$|^RequestInTheFuture$/, clockWrong],
  [/^SignatureDoesNotMatch$|^InvalidSignature(Exception)?$/, wrongSecret],
  [
    /^AccessDenied(Exception)?$|^AuthorizationError(Exception)?$|^UnauthorizedOperation$|^NotAuthorized$|^KMSAccessDenied/,
    accessDenied,
  ],
  [/^AWSOrganizationsNotInUse(Exception)?$/, noOrganization],
  [/^InvalidObjectState$/, archived],
  [/^KMS\.?(KMS)?(Disabled|NotFound|InvalidState|InvalidKeyUsage|OptInRequired)/, keyUnusable],
  [/QueueDoesNotExist|NonExistentQueue/, queueNotFound],
  [
    /^NotFound(Exception)?$|^ResourceNotFound(Exception)?$|^NoSuchEntity(Exception)?$|^(Trail|Policy|Parent)NotFoundException$|^NoSuch(Key|Bucket)$/,
    notFound,
  ],
  [/^Abort(Error)?$|^TimeoutError$|^RequestTimeout(Exception)?$/, timedOut],
  [/^(Invalid|Validation|Malformed|Missing|UnsupportedOperation)/, invalid],
  [/^(InternalFailure|InternalError|InternalService|ServiceUnavailable|KMSInternal)/, unavailable],
];

const networkCodes =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_TLS)/;

const byStatus = (status: number | undefined): Teller | undefined => {
  if (status === 429) return throttled;
  if (status === 403) return accessDenied;
  return status !== undefined && status >= 500 ? unavailable : undefined;
};

const tellerOf = (error: Error): Teller => {
  if (networkCodes.test(codeOf(error))) return unreachable;
  return (
    byName.find(([pattern]) => pattern.test(error.name))?.[1] ?? byStatus(statusOf(error)) ?? other
  );
};

const inWords = (error: Error, teller: Teller, context: CallContext): AppError => {
  const { says, ...facts } = teller(error, context);
  const where =
    context.account === undefined ? context.region : `${context.account}, ${context.region}`;
  return new AppError(`${context.call} in ${where}: ${says}.`, { ...facts, cause: error });
};

/**
 * Whatever an AWS call threw, in words: what could not be done where, why, and what to do about
 * it. A missing permission names the action and the line of the policy; nothing names the caller.
 */
export const translateAwsError = (thrown: unknown, context: CallContext): AppError => {
  if (thrown instanceof AppError) return thrown;
  const error = toError(thrown);
  return inWords(error, tellerOf(error), context);
};

/** The error of a call whose signal aborted; the signal's own reason if that is an AppError. */
export const brokenOff = (signal: AbortSignal, context: CallContext): AppError =>
  signal.reason instanceof AppError
    ? signal.reason
    : inWords(toError(signal.reason), brokenOffBy(signal.reason), context);
