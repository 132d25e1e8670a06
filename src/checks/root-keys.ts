import type { CredentialReport } from '../aws/iam-types.ts';
import type { Text } from '../core/text.ts';
import type { OwnCheck } from './check.ts';
import { couldNotRead, type Read, verdict } from './verdict.ts';

/** When a key of the root user was used, where the credential report tells. */
const lastUse = (credentials: Read<CredentialReport>): Text => {
  if (credentials.kind === 'unread') return [];
  const root = credentials.value.rows.find(({ user }) => user === '<root_account>');
  const used = (root?.keys ?? []).flatMap(({ lastUsedAt }) => lastUsedAt ?? []);
  if (root === undefined || root.keys.length === 0) return [];
  return used.length === 0
    ? [' No use of it is recorded.']
    : [' It was last used ', { time: Math.max(...used), style: 'date-time' }, '.'];
};

export const rootKeys: OwnCheck = {
  id: 'root-keys',
  title: 'Root user access keys',
  cis: ['1.4'],
  fails: 'the root user has an access key',
  warns: undefined,
  findings: 'Access keys of the root user',
  next: "Delete the root user's access keys; give programs a role.",
  urgency: { fail: 97, warn: 45 },
  advisor: { id: 'c2vlfg0f4h', name: 'Root User Access Key' },
  needs: ['summary', 'credentials'],
  judge: ({ summary, credentials }) => {
    if (summary.kind === 'unread') return couldNotRead(summary.why);
    const keys = summary.value['AccountAccessKeysPresent'];
    if (keys === undefined)
      return couldNotRead(['AWS does not tell whether the root user has access keys.']);
    return keys > 0
      ? verdict('fail', [
          'The root user has an access key, which no policy can restrain.',
          ...lastUse(credentials),
          ' Delete it; give programs a role.',
        ])
      : verdict('pass', ['The root user has no access key.']);
  },
};
