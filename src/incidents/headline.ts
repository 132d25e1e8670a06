import type { Alert } from '../core/alert.ts';
import type { AccountId } from '../core/ids.ts';
import type { Inline, Text } from '../core/text.ts';

/** What the settings call an account. */
export type AccountName = (id: AccountId) => string | undefined;

/** "prod (111122223333), eu-west-1", as far as it is known. */
const placeOf = ({ account, region }: Alert, accountName: AccountName): string => {
  const name = account && accountName(account);
  const where = account && name ? `${name} (${account})` : account;
  return [where, region].filter((part) => part !== undefined).join(', ');
};

/**
 * The alert in one sentence: "CloudTrailIAMPolicyChanges went to ALARM in prod (111122223333),
 * eu-west-1: 1 IAM policy change in 5 minutes".
 */
export const headline = (alert: Alert, accountName: AccountName): Text => {
  const place = placeOf(alert, accountName);
  const sentence: Inline[] = [
    { bold: alert.name.untrusted.trim() === '' ? 'An alert without a name' : alert.name },
  ];
  if (alert.verb !== '') sentence.push(` ${alert.verb}`);
  if (place !== '') sentence.push(` in ${place}`);
  if (alert.cause !== undefined && alert.cause.length > 0) sentence.push(': ', ...alert.cause);
  return sentence;
};
