import type { BestPractice } from '../check.ts';
import { couldNotRead, verdict } from '../verdict.ts';

export const alternateContacts: BestPractice = {
  id: 'alternate-contacts',
  title: 'Alternate contacts',
  asks: 'AWS knows whom to write to about security, billing and operations, beside the address of the root user.',
  fails: 'there is no security contact',
  warns: 'there is no billing or no operations contact',
  findings: 'Missing alternate contacts',
  next: 'Set the alternate contacts in the account settings, or for all accounts from Organizations.',
  urgency: { fail: 25, warn: 5 },
  cis: ['1.2'],
  needs: ['contacts'],
  judge: ({ contacts }) => {
    if (contacts.kind === 'unread') return couldNotRead(contacts.why);
    const { security, billing, operations } = contacts.value;
    const others = [...(billing ? [] : ['billing']), ...(operations ? [] : ['operations'])];
    const missing =
      others.length === 0 ? [] : [[`There is no ${others.join(' and no ')} contact.`]];
    if (!security)
      return verdict(
        'fail',
        ['There is no security contact: what AWS finds out goes to the address of the root user.'],
        ...missing,
      );
    return missing.length > 0
      ? verdict('warn', ...missing)
      : verdict('pass', ['Contacts for security, billing and operations are set.']);
  },
};
