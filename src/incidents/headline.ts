import type { Alert } from '../core/alert.ts';
import type { EventsElsewhere } from '../core/evidence.ts';
import type { AccountId } from '../core/ids.ts';
import type { Inline, Text } from '../core/text.ts';

/** What the settings call an account. */
export type AccountName = (id: AccountId) => string | undefined;

/** "prod (111122223333), eu-west-1", as far as it is known. */
export const placeOf = ({ account, region }: Alert, accountName: AccountName): string => {
  const name = account && accountName(account);
  const where = account && name ? `${name} (${account})` : account;
  return [where, region].filter((part) => part !== undefined).join(', ');
};

const mostNamed = 3;

/** "shown in CloudTrail switched off (prod), CloudTrail change (staging) and 2 more"; empty for none. */
export const elsewhereWords = (
  elsewhere: readonly EventsElsewhere[],
  accountName: AccountName,
): Text => {
  if (elsewhere.length === 0) return [];
  const more = elsewhere.length - mostNamed;
  const named = elsewhere.slice(0, mostNamed).flatMap(({ name, account }, index): Inline[] => {
    const where = account && (accountName(account) ?? account);
    return [index === 0 ? '' : ', ', name, where === undefined ? '' : ` (${where})`];
  });
  return ['shown in ', ...named, more > 0 ? ` and ${more} more` : ''];
};

/** What follows the colon: what is told, and who did it where that is known. */
const reasonOf = ({ cause = [], phase }: Alert, who: Text): Text => {
  // Of a single call the cause says the same, in fewer words.
  if (who.length === 0 || cause.length === 0 || phase === 'event')
    return who.length === 0 ? cause : who;
  return [...cause, ' – ', ...who];
};

/**
 * The alert in one sentence: "CloudTrailIAMPolicyChanges went to ALARM in prod (111122223333),
 * eu-west-1: 1 IAM policy change in 5 minutes – alice@example.com (role Admin) deleted policy x".
 *
 * @param who what the evidence says in one sentence, where there is any
 */
export const headline = (alert: Alert, accountName: AccountName, who: Text = []): Text => {
  const place = placeOf(alert, accountName);
  const sentence: Inline[] = [
    { bold: alert.name.untrusted.trim() === '' ? 'An alert without a name' : alert.name },
  ];
  if (alert.verb !== '') sentence.push(` ${alert.verb}`);
  if (place !== '') sentence.push(` in ${place}`);
  const reason = reasonOf(alert, who);
  if (reason.length > 0) sentence.push(': ', ...reason);
  return sentence;
};
