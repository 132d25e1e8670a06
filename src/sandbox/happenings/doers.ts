import { minute } from '../../core/clock.ts';
import { prod } from '../aws/accounts.ts';
import { colleagues } from '../aws/identity/directory.ts';
import { iamUsers, people, sessionKeys } from '../aws/story-facts.ts';
import { agents } from '../aws/trail/agents.ts';
import { assumedRole, iamUser, workforceSession } from '../aws/trail/identities.ts';
import { exampleId } from '../aws/trail/random.ts';
import type { Deed } from '../aws/trail/record.ts';

/** Who calls, from where and by what. */
export type Doer = Pick<Deed, 'actor' | 'from' | 'agent' | 'viaConsole'>;

type Person = Parameters<typeof workforceSession>[1] & { readonly address: string };

/** A person in the console of an account. */
const inConsole = (account: string, person: Person, accessKeyId: string, at: number): Doer => ({
  actor: assumedRole(
    workforceSession(account, person, { accessKeyId, since: at - 25 * minute, mfa: true }),
  ),
  from: person.address,
  agent: agents.console,
  viaConsole: true,
});

const [colleague] = colleagues;

export const alice = (at: number, account = prod): Doer =>
  inConsole(account, people.alice, sessionKeys.alice, at);

export const frank = (at: number, account = prod): Doer =>
  inConsole(account, colleague, exampleId('ASIA', `${account}/${colleague.email}`), at);

export const dave = (at: number, account: string): Doer =>
  inConsole(account, people.dave, sessionKeys.dave, at);

/** With his long-term key, on the command line. */
export const bob: Doer = {
  actor: iamUser(prod, iamUsers.bob.name, iamUsers.bob.keyId),
  from: iamUsers.bob.address,
  agent: agents.cliPlain,
};
