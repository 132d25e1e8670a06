import type { IncomingMessage } from 'node:http';
import { AwsError } from './aws-error.ts';
import type { Caller, Holder } from './operation.ts';
import type { Organisation } from './organisation.ts';
import type { AwsCall, Protocol } from './protocol.ts';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html: Credential=<key>/<date>/<region>/<service>/aws4_request
const scope = /Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\/[a-z0-9-]+\/aws4_request/;

const text = 'The security token included in the request is invalid';

/** Each protocol has its own word for a key that it does not know. */
const unknownKey = (protocol: Protocol): AwsError => {
  if (protocol === 'json-1.1') return new AwsError('UnrecognizedClientException', `${text}.`);
  if (protocol === 'rest') {
    const message = 'The AWS Access Key Id you provided does not exist in our records.';
    return new AwsError('InvalidAccessKeyId', message, 403);
  }
  if (protocol !== 'ec2') return new AwsError('InvalidClientTokenId', `${text}.`, 403);
  const message = 'AWS was not able to validate the provided access credentials';
  return new AwsError('AuthFailure', message, 401);
};

const holderOf = (
  key: string,
  request: IncomingMessage,
  { own }: Organisation,
  sessions: ReadonlyMap<string, Holder>,
): Holder | undefined => {
  if (key === own.accessKeyId) return { account: own.account, arn: own.arn };
  return request.headers['x-amz-security-token'] === undefined ? undefined : sessions.get(key);
};

/** Where a request is signed for, as far as its signature tells. */
export const placeOf = (
  request: IncomingMessage,
  organisation: Organisation,
  sessions: ReadonlyMap<string, Holder>,
): { readonly account: string | undefined; readonly region: string | undefined } => {
  const [, key = '', region] = scope.exec(request.headers.authorization ?? '') ?? [];
  return { account: holderOf(key, request, organisation, sessions)?.account, region };
};

/**
 * Who signed the request; the signature itself is not verified. A region that is not enabled in the
 * caller's account knows none of its keys.
 * @throws AwsError MissingAuthenticationToken, and what the protocol says of an unknown key
 */
export const callerOf = (
  request: IncomingMessage,
  organisation: Organisation,
  sessions: ReadonlyMap<string, Holder>,
  { protocol }: Pick<AwsCall, 'protocol'>,
): Caller => {
  const [, key, region] = scope.exec(request.headers.authorization ?? '') ?? [];
  if (key === undefined || region === undefined)
    throw new AwsError(
      'MissingAuthenticationToken',
      'Request is missing Authentication Token',
      403,
    );
  const holder = holderOf(key, request, organisation, sessions);
  const account = organisation.accounts.find(({ id }) => id === holder?.account);
  if (holder === undefined || account?.disabledRegions?.includes(region) === true)
    throw unknownKey(protocol);
  return { ...holder, region, accessKeyId: key };
};
