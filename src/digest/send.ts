import { type Clock, day, minute } from '../core/clock.ts';
import type { Place } from '../core/command.ts';
import { digestAccounts, isOwnChannelByPattern, ownChannelOf } from '../core/digest-places.ts';
import type { AccountId, RegionId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import { accountRegions } from '../core/regions.ts';
import type { Say } from '../core/say.ts';
import type { Account } from '../core/settings.ts';
import type { Store, Tx } from '../core/store.ts';
import { timeLimit } from '../core/time-limit.ts';
import type { Compose, Composed, ComposeWish } from './compose.ts';
import { createLastDue } from './due.ts';
import { createMessages } from './messages.ts';
import { createPostDigest, digestKey } from './post.ts';
import { openCountOf } from './root-card.ts';
import { createDay } from './words.ts';
import { type DigestJob, type DigestToSend, markSent } from './work.ts';

export interface SendDeps {
  readonly compose: Compose;
  readonly accounts: () => readonly Account[];
  readonly store: Store;
  readonly say: Say;
  /** Is there such a channel, as far as the bot knows? */
  readonly hasChannel: (channel: string) => Promise<boolean>;
  /** Where services without regions are asked. */
  readonly home: () => RegionId;
  readonly clock: Clock;
  readonly log: Log;
}

/** Then it is told what was read, and what was not. */
const readForMs = 3 * minute;

/** A year of weeks is shown as a trend. */
const mostCounts = 52;

const placesOf = (accounts: readonly Account[]): readonly Place[] =>
  accounts.map((account) => ({
    account,
    regions: accountRegions(account),
  }));

/** From the last one that was sent, else from when there would have been one. */
const periodOf = ({ settings, job, lastDueAt }: DigestToSend) => {
  const before = createLastDue(settings.schedule)(job.dueAt - 1);
  return { from: lastDueAt ?? before ?? job.dueAt - 7 * day, to: job.dueAt };
};

/**
 * What belongs to no account is told where a digest is about all of them, and in its own channel only:
 * of another one nothing else was judged than what may be told of the accounts.
 */
const tellsOfBot = ({ settings, job }: DigestToSend): boolean =>
  settings.accounts === undefined &&
  (job.channel === undefined || job.channel === settings.channel);

const createRead = ({ compose, accounts, store, home, clock }: SendDeps) => {
  /** Read when it is needed: those of all accounts at once would fill the memory for as long as it reads. */
  const previousOf =
    ({ settings, lastDueAt }: DigestToSend): ComposeWish['previous'] =>
    async (section, subject) => {
      if (lastDueAt === undefined) return undefined;
      const run = { digest: settings.name, dueAt: lastDueAt };
      return store.transaction((tx) => tx.digests.snapshot(run, section, subject));
    };

  return async (digest: DigestToSend, within: AbortSignal): Promise<Composed> => {
    const reason = (): Error => new Error('the time to read a digest is over');
    const limit = timeLimit(clock, { ms: readForMs, within, reason });
    try {
      return await compose({
        places: placesOf(digestAccounts(digest.settings, accounts())),
        sections: digest.settings.sections,
        isBotToo: tellsOfBot(digest),
        period: periodOf(digest),
        home: home(),
        urgency: 'background',
        signal: limit.signal,
        previous: previousOf(digest),
      });
    } finally {
      limit.end();
    }
  };
};

/** What the CSV buttons give, and, of one that was due, what the next one is compared with. */
const keep = async (tx: Tx, job: DigestJob, composed: Composed): Promise<void> => {
  for (const { section, told } of composed.sections)
    for (const { account, snapshot } of told) {
      const subject = account?.id ?? 'bot';
      await tx.digests.putSnapshot(job, { section: section.id, subject, snapshot });
    }
  await tx.digests.putOpenCount(job, openCountOf(composed));
};

type OwnChannels = ReadonlyMap<AccountId, string>;

/** Where the accounts' own parts go; one that somebody asked for besides stays in its channel. */
const createOwnChannels =
  ({ hasChannel }: Pick<SendDeps, 'hasChannel'>) =>
  async ({ settings, job }: DigestToSend, accounts: readonly Account[]): Promise<OwnChannels> => {
    const found = new Map<AccountId, string>();
    if (job.channel !== undefined) return found;
    for (const account of accounts) {
      const channel = ownChannelOf(settings, account);
      if (channel === undefined) continue;
      // A name that a pattern makes may be no channel; one that is written out is to be there.
      if (!isOwnChannelByPattern(settings, account) || (await hasChannel(channel)))
        found.set(account.id, channel);
    }
    return found;
  };

/**
 * Reads a digest and has it posted, kept and marked as sent, all in one transaction. One that somebody
 * asks for besides goes to their channel alone, and no other is compared with it.
 */
export const createSend = (deps: SendDeps) => {
  const { store, say, clock, log } = deps;
  const read = createRead(deps);
  const post = createPostDigest({ say });
  const ownChannels = createOwnChannels(deps);

  const messagesOf = async (
    tx: Tx,
    digest: DigestToSend,
    { composed, own }: { readonly composed: Composed; readonly own: OwnChannels },
  ) => {
    const { settings, job, isLate } = digest;
    const counts = await tx.digests.openCounts(settings.name, mostCounts);
    return createMessages(composed, {
      period: composed.period,
      day: createDay(settings.schedule.zone, clock.now()),
      csv: job,
      counts: counts.filter(({ dueAt }) => dueAt < job.dueAt),
      lateSince: isLate ? job.dueAt : undefined,
      withChannels: composed.accounts.filter(({ id }) => own.has(id)),
    });
  };

  return async (digest: DigestToSend, signal: AbortSignal): Promise<void> => {
    const { settings, job } = digest;
    const composed = await read(digest, signal);
    const own = await ownChannels(digest, composed.accounts);
    signal.throwIfAborted();
    await store.transaction(async (tx) => {
      const key = digestKey(job.digest, job.dueAt);
      if (job.channel === undefined) {
        if (!(await markSent(tx, job, clock.now()))) return;
      }
      await keep(tx, job, composed);
      await post(tx, {
        key: job.channel === undefined ? key : `${key} to ${job.channel}`,
        channel: job.channel ?? settings.channel,
        messages: await messagesOf(tx, digest, { composed, own }),
        ownChannelOf: ({ id }) => own.get(id),
      });
    });
    log.info('a digest was sent', { digest: job.digest, accounts: composed.accounts.length });
  };
};
