import type { Card } from '../../src/core/card.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { Messenger, Outcome, Outgoing, Posted } from '../../src/core/conversation.ts';
import { type ChannelId, isChannelId } from '../../src/core/ids.ts';
import { plainText } from '../incidents/plain.ts';

type Method = 'post' | 'edit' | 'find' | 'probe' | 'resolve';
type Failure = Exclude<Outcome<never>, { kind: 'ok' }>;

/**
 * `lost-reply`: it is done and nobody is told. `hang`: it is done and the call never ends.
 * `late-reply`: it is done, and the caller hears of it only 90 s later.
 */
type Fault = Failure | 'lost-reply' | 'hang' | 'late-reply';

export interface Message {
  readonly channel: ChannelId;
  readonly ts: string;
  readonly postId: string;
  readonly threadTs: string | undefined;
  readonly broadcast: boolean;
  readonly postedAt: number;
  card: Card;
  plain: boolean;
  edits: number;
}

interface Call {
  readonly at: number;
  readonly method: Method;
  readonly channel: string;
  readonly outcome: string;
}

const idOf = (channel: string): ChannelId => {
  const id = `C${channel.toUpperCase().replaceAll(/[^A-Z0-9]/g, '0')}`;
  if (!isChannelId(id)) throw new Error(`no id for ${channel}`);
  return id;
};

/** A workspace in memory that keeps what it is told and fails on command. */
export const createFakeSlack = (clock: Clock, { latencyMs = 0 } = {}) => {
  const messages: Message[] = [];
  const calls: Call[] = [];
  const faults: { method: Method; channel: string | undefined; fault: Fault; left: number }[] = [];
  const slow = new Map<Method, number>();
  const nowhere = new Set<string>();
  let count = 0;

  const faultFor = (method: Method, channel: string): Fault | undefined => {
    const found = faults.find(
      (one) =>
        one.left > 0 &&
        one.method === method &&
        (one.channel === undefined || idOf(one.channel) === channel),
    );
    if (found === undefined) return undefined;
    found.left -= 1;
    return found.fault;
  };

  const call = async <T>(
    method: Method,
    channel: string,
    work: () => Outcome<T>,
  ): Promise<Outcome<T>> => {
    if (latencyMs > 0) await clock.sleep(latencyMs);
    const slowMs = slow.get(method) ?? 0;
    slow.delete(method);
    if (slowMs > 0) await clock.sleep(slowMs);
    const fault = faultFor(method, channel);
    const note = (outcome: string): void => {
      calls.push({ at: clock.now(), method, channel, outcome });
    };
    if (fault === undefined) {
      const outcome = work();
      note(outcome.kind);
      return outcome;
    }
    if (typeof fault === 'object') {
      note(fault.kind);
      return fault;
    }
    const outcome = work();
    note(fault);
    if (fault === 'late-reply') {
      await clock.sleep(90_000);
      return outcome;
    }
    if (fault === 'hang') return new Promise(() => {});
    return { kind: 'unknown', error: 'ECONNRESET' };
  };

  const unreachable: Failure = {
    kind: 'unreachable',
    error: 'not_in_channel',
    cure: 'Write "/invite @bot" in that channel.',
  };
  const gone = (error: string): Failure => ({ kind: 'gone', error });

  const tooLate = ({ beginBy = Number.POSITIVE_INFINITY }: Outgoing): Failure | undefined =>
    clock.monotonic() > beginBy ? { kind: 'unavailable', error: 'too late' } : undefined;

  const write = (message: Outgoing): Outcome<Posted> => {
    const { channel, card, postId, threadTs, broadcast = false, plain = false } = message;
    const late = tooLate(message);
    if (late) return late;
    if (nowhere.has(channel)) return unreachable;
    if (threadTs !== undefined && !messages.some((one) => one.ts === threadTs))
      return gone('thread_not_found');
    count += 1;
    const ts = `${Math.floor(clock.now() / 1000)}.${String(count).padStart(6, '0')}`;
    messages.push({
      channel,
      ts,
      postId,
      threadTs,
      broadcast,
      card,
      plain,
      postedAt: clock.now(),
      edits: 0,
    });
    return { kind: 'ok', value: { channel, ts } };
  };

  const rewrite = (message: Outgoing & { ts: string }): Outcome<Posted> => {
    const late = tooLate(message);
    if (late) return late;
    if (nowhere.has(message.channel)) return unreachable;
    const found = messages.find(({ ts }) => ts === message.ts);
    if (found === undefined) return gone('message_not_found');
    found.card = message.card;
    found.plain = message.plain ?? false;
    found.edits += 1;
    return { kind: 'ok', value: { channel: found.channel, ts: found.ts } };
  };

  const messenger: Messenger = {
    timeoutMs: 10_000,
    resolve: async (channel) =>
      isChannelId(channel)
        ? { kind: 'ok', value: channel }
        : call('resolve', idOf(channel), () => ({ kind: 'ok', value: idOf(channel) })),
    post: (message) => call('post', message.channel, () => write(message)),
    edit: (message) => call('edit', message.channel, () => rewrite(message)),
    find: ({ channel, postId, sinceMs, threadTs }) =>
      call('find', channel, () => {
        if (nowhere.has(channel)) return unreachable;
        const found = messages.find(
          (one) =>
            one.channel === channel &&
            one.postId === postId &&
            one.postedAt >= sinceMs &&
            one.threadTs === threadTs,
        );
        return { kind: 'ok', value: found && { channel, ts: found.ts } };
      }),
    probe: () => call('probe', '', () => ({ kind: 'ok', value: undefined })),
  };

  return {
    messenger,
    messages,
    calls,
    /** The next `times` calls of the method fail like this. */
    fail: (
      method: Method,
      fault: Fault,
      { times = 1, channel }: { times?: number; channel?: string } = {},
    ): void => {
      faults.push({ method, channel, fault, left: times });
    },
    /** The next call of the method takes so long. */
    slow: (method: Method, ms: number): void => {
      slow.set(method, ms);
    },
    heal: (): void => {
      faults.length = 0;
    },
    /** The bot is thrown out of the channel, or let in again. */
    setMember: (channel: string, isMember: boolean): void => {
      if (isMember) nowhere.delete(idOf(channel));
      else nowhere.add(idOf(channel));
    },
    remove: (ts: string): void => {
      messages.splice(
        messages.findIndex((one) => one.ts === ts),
        1,
      );
    },
    roots: (channel: string): readonly Message[] =>
      messages.filter((one) => one.channel === idOf(channel) && one.threadTs === undefined),
    thread: (root: Message): readonly Message[] =>
      messages.filter(({ threadTs }) => threadTs === root.ts),
    text: (message: Message): string => plainText(message.card),
  };
};
