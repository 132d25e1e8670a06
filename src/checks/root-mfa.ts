import type { OwnCheck } from './check.ts';
import { couldNotRead, verdict } from './verdict.ts';

/** Where an account's root credentials are managed centrally there is no password to protect. */
export const rootMfa: OwnCheck = {
  id: 'root-mfa',
  title: 'Root user MFA',
  cis: ['1.5'],
  fails: 'the root user has a password and no MFA',
  warns: undefined,
  findings: 'Root users without MFA',
  next: "Turn on the root user's MFA, or remove its password where root access is managed centrally.",
  urgency: { fail: 98, warn: 45 },
  advisor: { id: '7DAFEmoDos', name: 'MFA on Root Account' },
  needs: ['summary'],
  judge: ({ summary }) => {
    if (summary.kind === 'unread') return couldNotRead(summary.why);
    const { AccountMFAEnabled: mfa, AccountPasswordPresent: password } = summary.value;
    if (mfa === undefined)
      return couldNotRead(['AWS does not tell whether the root user has MFA.']);
    if (mfa > 0) return verdict('pass', ['The root user signs in with MFA.']);
    if (password === 0)
      return verdict('not-applicable', [
        'The root user has no password, so there is no sign-in to protect.',
      ]);
    return verdict('fail', [
      'The root user signs in with a password alone. Turn on MFA for it, or remove its password where root access is managed centrally.',
    ]);
  },
};
