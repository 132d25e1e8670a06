import type { Parts } from './parts.ts';

const askAgainMs = 20;

const ask = async (url: string): Promise<{ ok: boolean; text: string }> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return { ok: response.ok, text: await response.text() };
  } catch (thrown) {
    return { ok: false, text: String(thrown) };
  }
};

/** Resolves when `/readyz` says yes; rejects with its reasons after `withinMs`. */
export const waitReady = async ({ bot, clock }: Parts, withinMs: number): Promise<void> => {
  const until = clock.monotonic() + withinMs;
  for (;;) {
    const answer = await ask(`${bot.url() ?? ''}/readyz`);
    if (answer.ok) return;
    if (clock.monotonic() > until)
      throw new Error(
        `the bot is not ready: ${answer.text}\n${bot.output().slice(-20).join('\n')}`,
      );
    await clock.sleep(askAgainMs);
  }
};

/**
 * Subscribes the bot to every topic and waits for its confirmations, as somebody with AWS rights
 * would; rejects after `withinMs`.
 */
export const subscribe = async ({ aws, bot, clock }: Parts, withinMs: number): Promise<void> => {
  const endpoint = `${bot.url() ?? ''}/sns`;
  for (const topic of aws.sns.topics.values()) {
    const listed = aws.organisation.topics.find(({ arn }) => arn === topic.arn)?.isListed === true;
    const wanted = { protocol: 'http', endpoint, owner: topic.owner };
    // Nobody confirms a topic that the settings do not list: there it was done by hand.
    aws.sns.subscribe(topic, wanted, { isConfirmed: !listed });
  }
  const pending = (): boolean =>
    [...aws.sns.topics.values()].some((topic) =>
      topic.subscriptions.some((subscription) => !subscription.isConfirmed),
    );
  const until = clock.monotonic() + withinMs;
  while (pending()) {
    if (clock.monotonic() > until)
      throw new Error(`the bot did not confirm its subscriptions:\n${bot.output().join('\n')}`);
    await clock.sleep(askAgainMs);
  }
};
