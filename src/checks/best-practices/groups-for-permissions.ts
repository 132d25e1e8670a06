import { foreign } from '../../core/redact.ts';
import { counted } from '../../core/words.ts';
import type { BestPractice } from '../check.ts';
import type { Policy, User } from '../policy/authorization.ts';
import { holderName } from '../policy/words.ts';
import { type CheckedResource, couldNotRead, verdict, verdictOn } from '../verdict.ts';

const shownPolicies = 3;

const names = (policies: readonly Policy[]): string => {
  const shown = policies
    .slice(0, shownPolicies)
    .map(({ name, kind }) => (kind === 'inline' ? `${name} (inline)` : name));
  const more = policies.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

const judgeUser = (user: User): readonly CheckedResource[] => {
  const { policies, groups } = user;
  const named = { name: holderName(user), region: undefined };
  if (policies.length > 0)
    return [{ ...named, outcome: 'fail', why: ['has of its own: ', foreign(names(policies))] }];
  return groups.length === 0
    ? [{ ...named, outcome: 'warn', why: ['is in no group and has no policy'] }]
    : [];
};

export const groupsForPermissions: BestPractice = {
  id: 'groups-for-permissions',
  title: 'Groups give permissions',
  asks: 'Users have what their groups give them and nothing of their own, so that a change of work is a change of groups.',
  fails: 'a user has a policy of its own, attached or inline',
  warns: 'a user is in no group and has no policy',
  findings: 'Users whose rights no group gives',
  next: 'Put the users into groups that have the policies, and take the policies off the users.',
  urgency: { fail: 20, warn: 5 },
  cis: ['1.15'],
  needs: ['authorization'],
  judge: ({ authorization }) => {
    if (authorization.kind === 'unread') return couldNotRead(authorization.why);
    const { users } = authorization.value;
    if (users.length === 0) return verdict('not-applicable', ['There are no IAM users.']);
    const bad = users.flatMap(judgeUser);
    const direct = bad.filter(({ outcome }) => outcome === 'fail').length;
    return verdictOn(bad, [], {
      bad: [
        direct > 0
          ? `${direct} of ${counted(users.length, 'user')} ${direct === 1 ? 'has' : 'have'} policies of their own.`
          : `${bad.length} of ${counted(users.length, 'user')} ${bad.length === 1 ? 'is' : 'are'} in no group.`,
      ],
      good: [`All ${counted(users.length, 'user')} have what their groups give them, and no more.`],
    });
  },
};
