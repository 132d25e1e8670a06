import { type Clock, minute } from '../core/clock.ts';
import type { Outcome } from '../core/conversation.ts';
import type { Conversation, Workspace } from '../core/interaction.ts';
import { memberKey, type Person } from '../core/person.ts';
import { createCache } from './cache.ts';
import { callTimeoutMs } from './client.ts';
import { openDirect } from './direct.ts';
import { fieldsAt, textAt } from './payload.ts';
import { type Home, personOf } from './people.ts';
import { homeView } from './render/modal.ts';
import { withSimplerForms } from './reply-content.ts';
import {
  type Call,
  createSession,
  type Fields,
  listOf,
  nextCursor,
  type SessionDeps,
} from './session.ts';
import { uploadFile } from './upload.ts';

export interface WorkspaceDeps extends SessionDeps {
  readonly linkHosts: () => readonly string[];
  readonly clock: Clock;
}

/** Who was let go, or left a group, must not be let in for longer. */
const keptMs = minute;
/** Of each kind; a few MB at most. */
const size = 5_000;
/** Ten thousand channels; more are not looked through. */
const maxPages = 10;

const ok = <T>(value: T): Outcome<T> => ({ kind: 'ok', value });

/** `then` on what came well; a failure goes up as it is. */
const map = <T, U>(outcome: Outcome<T>, then: (value: T) => Outcome<U>): Outcome<U> =>
  outcome.kind === 'ok' ? then(outcome.value) : outcome;

const unreadable: Outcome<never> = { kind: 'unknown', error: 'the answer cannot be read' };

const homeOf = (answer: Fields): Outcome<Home> => {
  const team = textAt(answer, 'team_id');
  if (team === undefined) return unreadable;
  return ok({ team, enterprise: textAt(answer, 'enterprise_id') });
};

const membersOf = ({ users }: Fields): Outcome<ReadonlySet<string>> =>
  Array.isArray(users)
    ? ok(new Set(users.filter((user: unknown) => typeof user === 'string')))
    : unreadable;

const hasSome = (value: unknown): boolean => Array.isArray(value) && value.length > 0;

/** https://docs.slack.dev/reference/objects/conversation-object */
const conversationOf = (id: string, channel: Fields): Conversation => {
  const isDirect = channel['is_im'] === true;
  return {
    id,
    name: isDirect ? '' : (textAt(channel, 'name') ?? ''),
    isShared:
      channel['is_ext_shared'] === true ||
      channel['is_pending_ext_shared'] === true ||
      hasSome(channel['pending_connected_team_ids']),
    isDirect,
    isBotMember: channel['is_member'] === true || isDirect,
  };
};

/** Asking about a direct message takes another scope and tells nothing that its id does not. */
const direct = (id: string): Conversation => ({
  id,
  name: '',
  isShared: false,
  isDirect: true,
  isBotMember: true,
});

const listedChannels = (answer: Fields) =>
  listOf(answer['channels']).flatMap((channel) => {
    const id = textAt(channel, 'id');
    return id === undefined ? [] : [{ id, name: textAt(channel, 'name') ?? '' }];
  });

type Listed = ReturnType<typeof listedChannels>;

/** https://docs.slack.dev/reference/methods/users.conversations, which the bot asks about a member. */
const readChannels = async (call: Call, user: string): Promise<Outcome<Listed>> => {
  const found: Listed = [];
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await call('users.conversations', {
      user,
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: 999,
      cursor,
    });
    if (answer.kind !== 'ok') return answer;
    found.push(...listedChannels(answer.value));
    cursor = nextCursor(answer.value);
    if (cursor === undefined) break;
  }
  return ok(found);
};

const createLookups = (call: Call, clock: Clock) => {
  const kept = { clock, keptMs, size };
  const homes = createCache<Home>({ clock, keptMs: Number.POSITIVE_INFINITY, size: 1 });
  const persons = createCache<Person>(kept);
  const emails = createCache<string>(kept);
  const groups = createCache<ReadonlySet<string>>(kept);
  const conversations = createCache<Conversation>(kept);
  const channels = createCache<Listed>(kept);
  /** The store belongs to one team: a new token is of the same. */
  const home = () => homes.get('', async () => map(await call('auth.test', {}), homeOf));

  const lookUps: Pick<
    Workspace,
    'home' | 'person' | 'memberByEmail' | 'group' | 'conversation' | 'channelsOf'
  > = {
    home,
    person: (member) =>
      persons.get(memberKey(member), async () => {
        const [ours, answer] = await Promise.all([
          home(),
          call('users.info', { user: member.user }),
        ]);
        return map(ours, (known) =>
          map(answer, (fields) => {
            const user = fieldsAt(fields, 'user');
            return user === undefined ? unreadable : ok(personOf(user, member, known));
          }),
        );
      }),
    memberByEmail: async (email) => {
      const found = await emails.get(email.toLowerCase(), async () =>
        map(await call('users.lookupByEmail', { email }), (answer) => {
          const id = textAt(fieldsAt(answer, 'user'), 'id');
          return id === undefined ? unreadable : ok(id);
        }),
      );
      const isNobody = found.kind === 'refused' && found.error === 'users_not_found';
      return isNobody ? ok(undefined) : found;
    },
    group: (id) =>
      groups.get(id, async () =>
        map(await call('usergroups.users.list', { usergroup: id }), membersOf),
      ),
    conversation: (id) =>
      id.startsWith('D')
        ? Promise.resolve(ok(direct(id)))
        : conversations.get(id, async () =>
            map(await call('conversations.info', { channel: id }), (answer) => {
              const channel = fieldsAt(answer, 'channel');
              return channel === undefined ? unreadable : ok(conversationOf(id, channel));
            }),
          ),
    channelsOf: (member) => channels.get(memberKey(member), () => readChannels(call, member.user)),
  };
  return lookUps;
};

/**
 * Who is who and where, and what is sent to one member alone. Every call has the client's deadline;
 * a scope that is missing is named in the outcome's error.
 */
export const createWorkspace = (deps: WorkspaceDeps): Workspace => {
  const { apiUrl, clock, log, timeoutMs = callTimeoutMs } = deps;
  const call = createSession(deps);
  return {
    ...createLookups(call, clock),
    sendFile: async ({ user }, file) => {
      const channel = await openDirect(call, user);
      if (channel.kind !== 'ok') return channel;
      return uploadFile({ channel: channel.value, ...file }, { call, apiUrl, timeoutMs });
    },
    publishHome: async ({ user }, card) => {
      const linkHosts = deps.linkHosts();
      const outcome = await withSimplerForms(log, ['drawn', 'plain'], (form) => {
        const view = homeView(card, { linkHosts }, form === 'plain');
        return call('views.publish', { user_id: user, view });
      });
      return map(outcome, () => ok(undefined));
    },
  };
};
