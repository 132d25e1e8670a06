import type { AccessRequest } from '../../src/core/access.ts';
import { isAccountId } from '../../src/core/ids.ts';
import type { Person } from '../../src/core/person.ts';
import type { AccessRule, AccessSettings, Account } from '../../src/core/settings.ts';

export const makeAccount = (id: string, name: string, groups: readonly string[] = []): Account => {
  if (!isAccountId(id)) throw new Error(`${id} is no account id`);
  return { id, name, role: undefined, externalId: undefined, regions: [], groups };
};

/** A full member, whom no rule names. */
export const makePerson = (change: Partial<Person> = {}): Person => ({
  id: { enterprise: undefined, team: 'T0HOME', user: 'U0BOB' },
  name: 'Bob',
  email: 'bob@example.com',
  zone: 'Etc/UTC',
  kind: 'member',
  ...change,
});

/** Everyone may ask everything everywhere. */
export const makeRule = (change: Partial<AccessRule> = {}): AccessRule => ({
  members: 'everyone',
  channels: undefined,
  commands: ['all'],
  accounts: ['all'],
  scope: 'all',
  ...change,
});

export const makeSettings = (change: Partial<AccessSettings> = {}): AccessSettings => ({
  admins: { users: [], groups: [] },
  rules: [],
  shareExternally: [],
  ...change,
});

/** A member asks `/whodid` in #sec-prod. */
export const makeRequest = (change: Partial<AccessRequest> = {}): AccessRequest => ({
  person: makePerson(),
  home: { team: 'T0HOME', enterprise: undefined },
  groups: new Set(),
  unreadGroups: [],
  channel: { id: 'C0PROD', name: 'sec-prod' },
  right: 'whodid',
  knowsSelf: true,
  ...change,
});
