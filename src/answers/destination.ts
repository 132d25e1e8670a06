import type { Outcome } from '../core/conversation.ts';
import type { Destination, DestinationWish } from '../core/destination.ts';
import type { Conversation, Workspace } from '../core/interaction.ts';
import type { Settings } from '../core/settings.ts';
import { outboxName, sharingProblem } from './share.ts';

interface DestinationDeps {
  readonly workspace: Pick<Workspace, 'channelsOf' | 'conversation'>;
  readonly settings: () => Settings;
}

const refused = (why: string): Destination => ({ kind: 'refused', why });

const unasked = (what: string, outcome: Exclude<Outcome<unknown>, { kind: 'ok' }>): Destination =>
  refused(
    `Slack could not be asked ${what} (${'error' in outcome ? outcome.error : 'rate limited'})`,
  );

/**
 * Finds a channel that somebody names, among those that they and the bot can see, and judges whether
 * something may be told there, as for an answer that is shared.
 */
export const createDestination = ({ workspace, settings }: DestinationDeps) => {
  const judge = (
    conversation: Conversation,
    { accounts, right, usual }: DestinationWish,
  ): Destination => {
    const { id, name } = conversation;
    const isUsual = usual.includes(id) || usual.includes(name);
    const about = isUsual ? [] : accounts.map((account) => ({ account: account.id }));
    const problem = sharingProblem(settings(), conversation, { right, about });
    return problem === undefined
      ? { kind: 'found', channel: outboxName(settings(), conversation), id }
      : refused(problem);
  };

  return async (wish: DestinationWish): Promise<Destination> => {
    const { asker, channel } = wish;
    const seen = await workspace.channelsOf(asker.id);
    if (seen.kind !== 'ok') return unasked('which channels you are in', seen);
    const wanted = [channel, channel.toLowerCase()];
    const found = seen.value.find(({ id, name }) => id === channel || wanted.includes(name));
    // Of a channel that they are not in nobody learns that there is one.
    if (found === undefined) return refused(`you are in no channel ${channel} that I can see`);
    const conversation = await workspace.conversation(found.id);
    return conversation.kind === 'ok'
      ? judge(conversation.value, wish)
      : unasked('about that channel', conversation);
  };
};
