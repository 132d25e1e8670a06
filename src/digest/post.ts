import type { Say } from '../core/say.ts';
import type { Account } from '../core/settings.ts';
import type { Tx } from '../core/store.ts';
import type { DigestMessages } from './section.ts';

/** What makes a digest's messages the same ones when it is posted once more. */
export const digestKey = (digest: string, dueAt: number): string => `digest ${digest} ${dueAt}`;

interface PostedDigest {
  /** {@link digestKey} of one that was due; of others whatever is said once. */
  readonly key: string;
  /** Id, or as the settings name it. */
  readonly channel: string;
  readonly messages: DigestMessages;
  /** Undefined: the account has no channel of its own. */
  readonly ownChannelOf: (account: Account) => string | undefined;
}

interface OwnPart {
  readonly key: string;
  readonly channel: string;
  readonly card: DigestMessages['root'];
}

const ownParts = ({ key, messages, ownChannelOf }: PostedDigest): readonly OwnPart[] =>
  messages.accounts.flatMap(({ account, card }) => {
    const channel = ownChannelOf(account);
    return channel === undefined ? [] : [{ key: `${key} ${account.id}`, channel, card }];
  });

/**
 * Writes a digest's messages to the outbox, each once: the root, its sections in its thread in the
 * order given, and each account's own part in that account's channel.
 */
export const createPostDigest =
  ({ say }: { readonly say: Say }) =>
  async (tx: Tx, digest: PostedDigest): Promise<void> => {
    const { key, channel, messages } = digest;
    const own = ownParts(digest);
    // In one order for everybody who locks several.
    for (const each of [...new Set([channel, ...own.map((part) => part.channel)])].toSorted())
      await tx.channels.lock(each);
    await say(tx, { key, channel, card: messages.root });
    for (const { id, card } of messages.sections)
      await say(tx, { key: `${key} ${id}`, card, under: key });
    for (const part of own) await say(tx, part);
  };
