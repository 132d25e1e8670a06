import type { Clock } from '../core/clock.ts';
import type { Messenger, Outcome, Outgoing, Posted } from '../core/conversation.ts';
import type { ChannelId } from '../core/ids.ts';
import type { Failure, Job, Result } from './job.ts';
import { beginBy } from './turn.ts';

interface CallDeps {
  readonly messenger: Messenger;
  readonly clock: Clock;
}

/** Slack's clock and ours may differ a little. */
const findMarginMs = 5_000;

const failed = (failure: Failure): Result => ({ kind: 'failed', failure });

const written = (outcome: Outcome<Posted>): Result =>
  outcome.kind === 'ok' ? { kind: 'ok', posted: outcome.value } : failed(outcome);

const outgoing = (
  channel: ChannelId,
  job: Exclude<Job, { kind: 'find' }>,
  until: number,
): Outgoing => {
  const { post, parent, card } = job;
  return {
    channel,
    card,
    postId: post.id,
    beginBy: until,
    ...(post.plain && { plain: true }),
    ...(parent?.ts !== undefined && { threadTs: parent.ts, broadcast: post.broadcast }),
  };
};

/** Looks up where to write, which writes nothing: whatever fails here has surely not posted. */
const resolve = async (
  messenger: Messenger,
  { post, parent }: Job,
): Promise<Outcome<ChannelId>> => {
  const known = post.postedIn ?? parent?.postedIn;
  if (known !== undefined) return { kind: 'ok', value: known };
  const outcome = await messenger.resolve(post.channel);
  return outcome.kind === 'unknown' ? { kind: 'unavailable', error: outcome.error } : outcome;
};

/**
 * Makes the one call of a job, if the lease surely outlives it. Never throws. Asking here spares
 * calls in vain; it is the messenger that asks last, where the request is written.
 */
export const createCall =
  ({ messenger, clock }: CallDeps) =>
  async (job: Job): Promise<Result> => {
    const channel = await resolve(messenger, job);
    if (channel.kind !== 'ok') return failed(channel);
    const until = beginBy(job.lease.until, messenger.timeoutMs);
    if (clock.monotonic() > until) return { kind: 'not-called' };
    switch (job.kind) {
      case 'post':
        return written(await messenger.post(outgoing(channel.value, job, until)));
      case 'edit':
        return written(
          await messenger.edit({ ...outgoing(channel.value, job, until), ts: job.ts }),
        );
      case 'find': {
        const threadTs = job.parent?.ts;
        const outcome = await messenger.find({
          channel: channel.value,
          postId: job.post.id,
          sinceMs: job.attemptAt - findMarginMs,
          ...(threadTs !== undefined && { threadTs }),
        });
        if (outcome.kind !== 'ok') return failed(outcome);
        return outcome.value === undefined
          ? { kind: 'not-found' }
          : { kind: 'ok', posted: outcome.value };
      }
    }
  };
