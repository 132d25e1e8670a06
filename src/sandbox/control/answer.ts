import { isJson, stringOf } from '../json.ts';
import type { Channel, Member, Message } from '../slack/entities.ts';
import type { ControlContext } from './context.ts';

/** A command may read for half a minute before it answers. */
const waitMs = 35_000;

const isProgress = (message: Message): boolean =>
  (message.blocks ?? []).some(
    (block) => isJson(block) && stringOf(block['block_id']).startsWith('progress'),
  );

/** What came of something a member did: what answers it by name, and what only they see since. */
const answersTo = (
  { slack }: ControlContext,
  where: { readonly channel: Channel; readonly member: Member },
  since: string,
  interaction: string,
): readonly Message[] =>
  slack.store
    .timeline(where.channel.id)
    .all()
    .filter(
      (message) =>
        message.interaction === interaction ||
        (message.ts > since && message.ephemeralFor === where.member.id),
    );

/**
 * Waits until the last answer shows no progress any more, a form is open, or 35 s have passed.
 * @param since The `ts` before which nothing counts.
 */
export const waitForAnswer = async (
  context: ControlContext,
  where: { readonly channel: Channel; readonly member: Member },
  since: string,
  interaction: string,
): Promise<readonly Message[]> => {
  const { slack, changes, clock } = context;
  const read = (): readonly Message[] => answersTo(context, where, since, interaction);
  const isDone = (): boolean => {
    const last = read().at(-1);
    const hasForm = [...slack.store.views.values()].some(
      (view) => view.user === where.member.id && view.openedAt > since,
    );
    return hasForm || (last !== undefined && !isProgress(last));
  };
  const aborter = new AbortController();
  const unwatch = changes.watch(() => {
    if (isDone()) aborter.abort();
  });
  if (!isDone()) await clock.sleep(waitMs, aborter.signal);
  unwatch();
  return read();
};
