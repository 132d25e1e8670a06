import type { IdentityUser } from '../../aws/identity-types.ts';
import { asEmail, type Human } from '../../core/human.ts';
import type { WhodidDeps } from './deps.ts';
import type { Row } from './row.ts';
import { isOutOfTime, untilAbort } from './until-abort.ts';

/** Identity Center's and Slack's knowledge of people, asked once for each. */
export interface People {
  /** With the name that Identity Center has for their id, where it can be asked. */
  readonly named: (human: Human) => Promise<Human>;
  /** The Slack member, where one is known. */
  readonly memberOf: (human: Human) => Promise<string | undefined>;
  readonly userByEmail: (email: string) => Promise<IdentityUser | undefined>;
  /** Why Identity Center could not be asked. */
  readonly problem: () => string | undefined;
}

type Deps = Pick<WhodidDeps, 'identities' | 'identityCenter' | 'whereOf' | 'memberByEmail'>;

const once = <T>(ask: (key: string) => Promise<T>): ((key: string) => Promise<T>) => {
  const asked = new Map<string, Promise<T>>();
  return (key) => {
    const found = asked.get(key) ?? ask(key);
    asked.set(key, found);
    return found;
  };
};

export const createPeople = (deps: Deps, signal: AbortSignal): People => {
  const reading = { urgency: 'people', signal } as const;
  let problem: string | undefined;

  /** Names are a nicety: without them the answer is still right, so that a failure is only told. */
  const leniently = async <T>(ask: () => Promise<T | undefined>): Promise<T | undefined> => {
    try {
      return await untilAbort(signal, ask);
    } catch (error) {
      problem ??= isOutOfTime(error) ? 'there was no time left' : messageOf(error);
      return undefined;
    }
  };

  const store = once(async () => {
    const settings = deps.identityCenter();
    if (settings === undefined) return undefined;
    const where = deps.whereOf(settings.account, settings.region);
    const instance = await leniently(() => deps.identities.instance(where, reading));
    return instance && { where, storeId: instance.storeId };
  });

  const userById = once(async (id) => {
    const found = await store('');
    return (
      found &&
      (await leniently(() => deps.identities.userById(found.where, found.storeId, id, reading)))
    );
  });

  const userByEmail = once(async (email) => {
    const found = await store('');
    return (
      found &&
      (await leniently(() =>
        deps.identities.userByEmail(found.where, found.storeId, email, reading),
      ))
    );
  });

  const memberByEmail = once((email) => leniently(() => deps.memberByEmail(email)));

  return {
    named: async (human) => {
      if (human.userId !== undefined) {
        const user = await userById(human.userId);
        return user === undefined ? human : withUser(human, user);
      }
      // Identity Center's user names need not be addresses.
      const isUserName = human.kind === 'person' && human.why === 'Identity Center session';
      if (!isUserName || human.email !== undefined) return human;
      const user = await userByEmail(human.name);
      return user === undefined ? human : withUser(human, user);
    },
    memberOf: async ({ email, sure }) =>
      email === undefined || sure === 'claimed' ? undefined : memberByEmail(email),
    userByEmail,
    problem: () => problem,
  };
};

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'it did not answer';

const withUser = (human: Human, { userName, email }: IdentityUser): Human => ({
  ...human,
  kind: 'person',
  name: email ?? userName,
  sure: 'certain',
  why: 'Identity Center user',
  email: asEmail(email) ?? asEmail(userName),
});

/**
 * Did this person surely do it themselves? By source identity, Identity Center, or an IAM user with
 * the address as its name; a session name alone is no proof.
 */
export const isSurely =
  (email: string, user: IdentityUser | undefined) =>
  ({ human }: Row): boolean => {
    if (human.sure !== 'certain' || (human.kind !== 'person' && human.kind !== 'iam-user'))
      return false;
    if (human.email === email) return true;
    if (user === undefined || human.kind !== 'person') return false;
    return (
      human.userId === user.id ||
      (human.why === 'Identity Center session' &&
        human.name.toLowerCase() === user.userName.toLowerCase())
    );
  };
