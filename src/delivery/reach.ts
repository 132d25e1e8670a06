import type { Clock } from '../core/clock.ts';
import { minute } from '../core/clock.ts';
import type { Messenger, Outcome } from '../core/conversation.ts';
import type { Log } from '../core/log.ts';
import type { Store, Tx } from '../core/store.ts';

interface ReachDeps {
  readonly store: Store;
  readonly messenger: Messenger;
  readonly clock: Clock;
  readonly log: Log;
  /** A channel can be written to again. */
  readonly reachable: (channel: string) => void;
}

export interface Reach {
  readonly list: () => readonly { readonly channel: string; readonly reason: string }[];
  /** In the transaction that learnt of it. */
  readonly lose: (tx: Tx, channel: string, reason: string) => Promise<void>;
  /** Does nothing if the channel was not lost. */
  readonly regain: (tx: Tx, channel: string) => Promise<void>;
  /** Reads from the store which channels are lost. */
  readonly load: () => Promise<void>;
  /** Asks Slack for every lost channel whether it is there again. */
  readonly probe: () => Promise<void>;
}

/** How often a lost channel is looked for. */
export const reachProbeMs = 5 * minute;

/** No message has this id: it is enough that Slack lets us look for it. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** Which channels the bot cannot write to, and why. */
export const createReach = ({ store, messenger, clock, log, reachable }: ReachDeps): Reach => {
  let lost: ReadonlyMap<string, string> = new Map();

  const lose: Reach['lose'] = async (tx, channel, reason) => {
    if (!lost.has(channel)) {
      log.warn('a channel cannot be written to', { channel, reason });
      await tx.channels.update(channel, {
        unreachableSince: clock.now(),
        unreachableReason: reason,
      });
    }
    lost = new Map([...lost, [channel, reason]]);
  };

  const regain: Reach['regain'] = async (tx, channel) => {
    if (!lost.has(channel)) return;
    log.info('a channel can be written to again', { channel });
    await tx.channels.update(channel, {
      unreachableSince: undefined,
      unreachableReason: undefined,
    });
    lost = new Map([...lost].filter(([name]) => name !== channel));
    tx.whenVisible(() => reachable(channel));
  };

  const load = async (): Promise<void> => {
    const all = await store.transaction((tx) => tx.channels.all());
    lost = new Map(
      all
        .filter(({ unreachableSince }) => unreachableSince !== undefined)
        .map(({ channel, unreachableReason }) => [channel, unreachableReason ?? 'unknown']),
    );
  };

  const look = async (channel: string): Promise<Outcome<unknown>> => {
    const id = await messenger.resolve(channel);
    if (id.kind !== 'ok') return id;
    return messenger.find({ channel: id.value, postId: nobody, sinceMs: clock.now() });
  };

  const probe = async (): Promise<void> => {
    await load();
    for (const channel of lost.keys()) {
      const outcome = await look(channel);
      // What says nothing about the channel leaves it to the next message to find out.
      if (outcome.kind === 'ok' || outcome.kind === 'refused')
        await store.transaction((tx) => regain(tx, channel));
    }
  };

  return {
    list: () => [...lost].map(([channel, reason]) => ({ channel, reason })),
    lose,
    regain,
    load,
    probe,
  };
};
