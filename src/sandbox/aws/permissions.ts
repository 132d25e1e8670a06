import { AwsError } from './aws-error.ts';
import type { AwsContext, Caller } from './operation.ts';
import { isLocked } from './plan/accounts.ts';
import type { AwsCall } from './protocol.ts';

const denied = (arn: string, action: string, why: string, { protocol }: AwsCall): AwsError => {
  const text = `User: ${arn} is not authorized to perform: ${action} ${why}`;
  if (protocol === 'json-1.1') return new AwsError('AccessDeniedException', text);
  if (protocol !== 'ec2') return new AwsError('AccessDenied', text, 403);
  const message = `You are not authorized to perform this operation. ${text}`;
  return new AwsError('UnauthorizedOperation', message, 403);
};

const byNobody = (action: string): string =>
  `because no identity-based policy allows the ${action} action`;

const byOrganisation = 'with an explicit deny in a service control policy';

/**
 * Refuses what the caller's account denies to the bot, and everything where the organisation denies it
 * at that time; who one is may always be asked.
 * @throws AwsError AccessDeniedException (JSON 1.1), AccessDenied (Query), UnauthorizedOperation (EC2)
 */
export const checkAllowed = (
  { organisation, weeks }: Pick<AwsContext, 'organisation' | 'weeks'>,
  caller: Caller,
  call: AwsCall,
): void => {
  const action = `${call.service ?? ''}:${call.operation}`;
  const account = organisation.accounts.find(({ id }) => id === caller.account);
  if (account === undefined || action === 'sts:GetCallerIdentity') return;
  if (isLocked({ organisation, account }, weeks.week()))
    throw denied(caller.arn, action, byOrganisation, call);
  if (account.denies?.includes(action) === true)
    throw denied(caller.arn, action, byNobody(action), call);
};
