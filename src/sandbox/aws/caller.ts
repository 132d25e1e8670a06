import type { IncomingMessage } from 'node:http';
import { AwsError } from './aws-error.ts';
import type { Caller } from './operation.ts';
import type { Organisation } from './organisation.ts';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html: Credential=<key>/<date>/<region>/<service>/aws4_request
const scope = /Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\/[a-z0-9-]+\/aws4_request/;

/**
 * Who signed the request; the signature itself is not verified.
 * @throws AwsError MissingAuthenticationToken, InvalidClientTokenId
 */
export const callerOf = (
  request: IncomingMessage,
  organisation: Organisation,
  sessions: ReadonlyMap<string, Omit<Caller, 'region'>>,
): Caller => {
  const [, key, region] = scope.exec(request.headers.authorization ?? '') ?? [];
  if (key === undefined || region === undefined)
    throw new AwsError(
      'MissingAuthenticationToken',
      'Request is missing Authentication Token',
      403,
    );
  const { own } = organisation;
  if (key === own.accessKeyId) return { account: own.account, arn: own.arn, region };
  const session = sessions.get(key);
  if (session === undefined || request.headers['x-amz-security-token'] === undefined)
    throw new AwsError(
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
      403,
    );
  return { ...session, region };
};
