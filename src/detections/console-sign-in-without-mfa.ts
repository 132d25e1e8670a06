import { valueAt } from '../core/values.ts';
import type { Condition, Detection } from './detection.ts';

/** AWS writes "Yes", and in an example of its own "YES". */
const withoutMfa: Condition = {
  pattern:
    '($.additionalEventData.MFAUsed != "Yes") && ($.additionalEventData.MFAUsed != "YES") && ($.responseElements.ConsoleLogin = "Success") && (($.userIdentity.type = "IAMUser") || ($.userIdentity.type = "Root"))',
  event: {
    additionalEventData: { MFAUsed: [{ 'anything-but': ['Yes', 'YES'] }] },
    responseElements: { ConsoleLogin: ['Success'] },
    userIdentity: { type: ['IAMUser', 'Root'] },
  },
  holds: (record) => {
    const used = valueAt(record, 'additionalEventData', 'MFAUsed');
    const type = valueAt(record, 'userIdentity', 'type');
    return (
      typeof used === 'string' &&
      used !== 'Yes' &&
      used !== 'YES' &&
      valueAt(record, 'responseElements', 'ConsoleLogin') === 'Success' &&
      (type === 'IAMUser' || type === 'Root')
    );
  },
};

export const consoleSignInWithoutMfa: Detection = {
  id: 'console-sign-in-without-mfa',
  title: 'Console sign-in without MFA',
  severity: { level: 'high', reason: 'a password alone was enough' },
  cis: 2,
  securityHub: 'CloudWatch.3',
  events: [
    {
      source: 'signin.amazonaws.com',
      names: ['ConsoleLogin'],
      where: withoutMfa,
    },
  ],
  repeatsBy: 'actor',
  guardsTheGuards: false,
  meaning:
    'An IAM user or root signed in to the console with a password and nothing else. Sign-ins through an identity provider are not meant: their MFA happens there.',
  next: 'Ask the user whether it was them, and let a policy require MFA.',
};
