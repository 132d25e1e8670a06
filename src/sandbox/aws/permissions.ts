import { AwsError } from './aws-error.ts';
import type { Caller } from './operation.ts';
import type { Organisation } from './organisation.ts';
import type { AwsCall } from './protocol.ts';

const denied = (arn: string, action: string, { protocol }: AwsCall): AwsError => {
  const text = `User: ${arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  if (protocol === 'json-1.1') return new AwsError('AccessDeniedException', text);
  if (protocol !== 'ec2') return new AwsError('AccessDenied', text, 403);
  const message = `You are not authorized to perform this operation. ${text}`;
  return new AwsError('UnauthorizedOperation', message, 403);
};

/**
 * Refuses what the caller's account denies to the bot.
 * @throws AwsError AccessDeniedException (JSON 1.1), AccessDenied (Query), UnauthorizedOperation (EC2)
 */
export const checkAllowed = (organisation: Organisation, caller: Caller, call: AwsCall): void => {
  const action = `${call.service ?? ''}:${call.operation}`;
  const account = organisation.accounts.find(({ id }) => id === caller.account);
  if (account?.denies?.includes(action) === true) throw denied(caller.arn, action, call);
};
