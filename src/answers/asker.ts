import { type AccessVerdict, isAdmin, judgeAccess, ruleGroups } from '../core/access.ts';
import type { Command } from '../core/command.ts';
import type { Outcome } from '../core/conversation.ts';
import type { Conversation, Scene, Workspace } from '../core/interaction.ts';
import type { Person } from '../core/person.ts';
import type { AccessSettings, Account } from '../core/settings.ts';

/** The bot's own workspace. */
interface Home {
  readonly team: string;
  readonly enterprise: string | undefined;
}

/** Who asks, where, and what Slack says about both. */
export interface Asker {
  readonly person: Person;
  readonly home: Home;
  readonly groups: ReadonlySet<string>;
  readonly unreadGroups: readonly string[];
  /** Undefined in the App Home; without a name where Slack does not tell the bot of it. */
  readonly channel: Conversation | undefined;
}

export type Found = { readonly asker: Asker } | { readonly problem: string };

interface AskerDeps {
  readonly workspace: Workspace;
  readonly access: () => AccessSettings;
}

const reasonOf = (outcome: Exclude<Outcome<unknown>, { kind: 'ok' }>): string =>
  'error' in outcome ? outcome.error : 'rate limited';

const unknownConversation = (id: string): Conversation => ({
  id,
  name: '',
  isShared: false,
  isDirect: id.startsWith('D'),
  isBotMember: false,
});

/** Finds out who somebody is; whatever Slack does not tell lets nobody in. */
export const createFindAsker = ({ workspace, access }: AskerDeps) => {
  const groupsOf = async (user: string): Promise<Pick<Asker, 'groups' | 'unreadGroups'>> => {
    const ids = ruleGroups(access());
    const found = await Promise.all(ids.map((id) => workspace.group(id)));
    return {
      groups: new Set(
        ids.filter((_, index) => {
          const group = found[index];
          return group?.kind === 'ok' && group.value.has(user);
        }),
      ),
      unreadGroups: ids.filter((_, index) => found[index]?.kind !== 'ok'),
    };
  };
  const channelOf = async (id: string | undefined): Promise<Conversation | undefined> => {
    if (id === undefined) return undefined;
    const found = await workspace.conversation(id);
    return found.kind === 'ok' ? found.value : unknownConversation(id);
  };
  return async ({ member, channel }: Scene): Promise<Found> => {
    const [person, own, groups, conversation] = await Promise.all([
      workspace.person(member),
      workspace.home(),
      groupsOf(member.user),
      channelOf(channel),
    ]);
    if (own.kind !== 'ok')
      return { problem: `Slack could not be asked whose bot this is (${reasonOf(own)})` };
    if (person.kind !== 'ok')
      return { problem: `Slack could not be asked who you are (${reasonOf(person)})` };
    return { asker: { person: person.value, home: own.value, ...groups, channel: conversation } };
  };
};

export type FindAsker = ReturnType<typeof createFindAsker>;

/** What `asker` may ask of a command where they are. */
export const judge = (
  settings: AccessSettings,
  asker: Asker,
  { spec, right = spec.name }: Pick<Command, 'spec'> & { readonly right?: string | undefined },
  accounts: readonly Account[],
): AccessVerdict => judgeAccess(settings, { ...asker, right, knowsSelf: spec.knowsSelf }, accounts);

export const isAskerAdmin = (settings: AccessSettings, { person, groups, home }: Asker): boolean =>
  isAdmin(settings, { person, groups, home });
