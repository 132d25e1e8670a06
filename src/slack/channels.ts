import type { Clock } from '../core/clock.ts';
import { minute } from '../core/clock.ts';
import type { Outcome } from '../core/conversation.ts';
import { type ChannelId, isChannelId } from '../core/ids.ts';
import { cureForName } from './cures.ts';
import type { Failure } from './outcome.ts';

/** One page of `conversations.list`. */
export interface ChannelPage {
  readonly channels: readonly { readonly id: ChannelId; readonly name: string }[];
  readonly cursor: string | undefined;
}

export interface ChannelNames {
  readonly resolve: (channel: string) => Promise<Outcome<ChannelId>>;
}

const keptMs = 10 * minute;
/** A name that is not there may be a channel made a moment ago, but asking costs a page a thousand. */
const refreshMs = minute;
/** A workspace has a few hundred pages at most; a cursor that never ends is no list. */
const maxPages = 1_000;

/**
 * Channel ids by name. Ids pass as they are; names come from the list, kept for ten minutes and
 * read anew for an unknown name at most once a minute.
 */
export const createChannelNames = ({
  list,
  clock,
}: {
  readonly list: (cursor: string | undefined) => Promise<Outcome<ChannelPage>>;
  readonly clock: Clock;
}): ChannelNames => {
  let ids: ReadonlyMap<string, ChannelId> = new Map();
  let readAt = Number.NEGATIVE_INFINITY;
  let running: Promise<Failure | undefined> | undefined;

  const read = async (): Promise<Failure | undefined> => {
    const found = new Map<string, ChannelId>();
    let cursor: string | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      const outcome = await list(cursor);
      if (outcome.kind !== 'ok') {
        // Half a list answers for the names it holds.
        ids = new Map([...ids, ...found]);
        return outcome;
      }
      for (const { id, name } of outcome.value.channels) found.set(name, id);
      cursor = outcome.value.cursor;
      if (cursor === undefined) break;
    }
    ids = found;
    readAt = clock.monotonic();
    return undefined;
  };

  const refresh = (): Promise<Failure | undefined> => {
    running ??= read().finally(() => {
      running = undefined;
    });
    return running;
  };

  const resolve = async (channel: string): Promise<Outcome<ChannelId>> => {
    const given = channel.replace(/^#/, '');
    if (isChannelId(given)) return { kind: 'ok', value: given };
    // Slack knows lower case only.
    const name = given.toLowerCase();
    const age = clock.monotonic() - readAt;
    const isDue = age >= keptMs || (!ids.has(name) && age >= refreshMs);
    const failure = isDue ? await refresh() : undefined;
    const id = ids.get(name);
    if (id !== undefined) return { kind: 'ok', value: id };
    return failure ?? { kind: 'unreachable', error: 'channel_not_found', cure: cureForName(name) };
  };

  return { resolve };
};
