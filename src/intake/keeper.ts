import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { TopicArn } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Say } from '../core/say.ts';
import type { Store } from '../core/store.ts';
import { unsubscribedCard } from './intake-cards.ts';
import { type Receipt, receipts } from './receipt.ts';
import type { SnsMessage } from './sns-verifier.ts';

/** Confirms subscriptions by API call; a URL in a message is never fetched. */
interface Subscriptions {
  readonly confirm: (topicArn: TopicArn, token: string) => Promise<void>;
}

export interface KeeperDeps {
  readonly store: Store;
  readonly subscriptions: Subscriptions;
  readonly say: Say;
  /** Wakes whoever reads the inbox; called as soon as the row can be read. */
  readonly accepted: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Does what a genuine message asks for. */
export interface Keeper {
  /** Resolves once what it did is durable; rejects when it cannot be done now. */
  readonly keep: (message: SnsMessage, via: 'https' | 'sqs') => Promise<Receipt>;
}

export const createKeeper = (deps: KeeperDeps): Keeper => {
  const { store, subscriptions, say, accepted, clock, log } = deps;

  const keepNotification = async (message: SnsMessage, via: 'https' | 'sqs'): Promise<Receipt> => {
    const { topicArn, messageId, envelope } = message;
    const received = { topicArn, messageId, via, receivedAt: clock.now(), envelope };
    const isNew = await store.transaction(async (tx) => {
      const added = await tx.inbox.add(received);
      if (added) tx.whenVisible(accepted);
      return added;
    });
    return isNew ? receipts.accepted : receipts.duplicate;
  };

  const confirm = async (topicArn: TopicArn, token: string): Promise<Receipt> => {
    try {
      await subscriptions.confirm(topicArn, token);
    } catch (cause) {
      throw new AppError('the subscription could not be confirmed', {
        kind: 'upstream',
        code: 'sns_confirm_failed',
        hint: 'the bot needs sns:ConfirmSubscription on the topic; `npm run doctor -- --fix` subscribes anew',
        retryable: true,
        cause,
      });
    }
    log.info('subscription confirmed', { topicArn });
    return receipts.confirmed;
  };

  const noteUnsubscribed = async (message: SnsMessage): Promise<Receipt> => {
    const { topicArn, messageId, sentAt } = message;
    const card = unsubscribedCard(topicArn, sentAt);
    await store.transaction((tx) => say(tx, { key: `unsubscribed/${messageId}`, card }));
    log.error('SNS no longer sends this topic here', { topicArn, messageId });
    return receipts.unsubscribed;
  };

  const keep: Keeper['keep'] = (message, via) => {
    if (message.type === 'Notification') return keepNotification(message, via);
    if (message.type === 'UnsubscribeConfirmation') return noteUnsubscribed(message);
    return confirm(message.topicArn, message.token ?? '');
  };

  return { keep };
};
