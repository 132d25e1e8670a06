import { randomBytes, randomUUID } from 'node:crypto';
import type { Organisation } from './organisation.ts';

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly owner: string;
  /** What confirms it. */
  readonly token: string;
  isConfirmed: boolean;
  /** Only its owner may end it. */
  needsOwner: boolean;
  readonly attributes: Map<string, string>;
}

export interface Topic {
  readonly arn: string;
  readonly owner: string;
  readonly attributes: Map<string, string>;
  readonly subscriptions: Subscription[];
}

export interface SnsStore {
  readonly topics: ReadonlyMap<string, Topic>;
  readonly subscribe: (
    topic: Topic,
    wanted: { readonly protocol: string; readonly endpoint: string; readonly owner: string },
    /** It needs no confirmation, as if somebody had given it. */
    options?: { readonly isConfirmed: boolean },
  ) => Subscription;
  readonly findSubscription: (arn: string) => Subscription | undefined;
  readonly unsubscribe: (subscription: Subscription) => void;
  /** Is told of each new subscription, which then has to be confirmed. */
  readonly onSubscribe: (listener: (subscription: Subscription) => void) => void;
  readonly onUnsubscribe: (listener: (subscription: Subscription) => void) => void;
}

const accountOf = (arn: string): string => arn.split(':')[4] ?? '';
export const nameOf = (arn: string): string => arn.split(':').at(-1) ?? '';

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html: 3 retries, 20 s apart. */
export const standardDeliveryPolicy = {
  healthyRetryPolicy: {
    minDelayTarget: 20,
    maxDelayTarget: 20,
    numRetries: 3,
    numNoDelayRetries: 0,
    numMinDelayRetries: 0,
    numMaxDelayRetries: 0,
    backoffFunction: 'linear',
  },
};

const newTopic = (arn: string): Topic => ({
  arn,
  owner: accountOf(arn),
  attributes: new Map([
    ['TopicArn', arn],
    ['Owner', accountOf(arn)],
    ['DisplayName', ''],
    ['SignatureVersion', '1'],
    [
      'EffectiveDeliveryPolicy',
      JSON.stringify({
        http: {
          defaultHealthyRetryPolicy: standardDeliveryPolicy.healthyRetryPolicy,
          disableSubscriptionOverrides: false,
        },
      }),
    ],
  ]),
  subscriptions: [],
});

export const createSnsStore = (organisation: Organisation): SnsStore => {
  const topics = new Map(organisation.topics.map(({ arn }) => [arn, newTopic(arn)]));
  const subscribed: ((subscription: Subscription) => void)[] = [];
  const unsubscribed: ((subscription: Subscription) => void)[] = [];
  return {
    topics,
    subscribe: (topic, { protocol, endpoint, owner }, options) => {
      const known = topic.subscriptions.find(
        (one) => one.protocol === protocol && one.endpoint === endpoint,
      );
      const subscription: Subscription = known ?? {
        arn: `${topic.arn}:${randomUUID()}`,
        topicArn: topic.arn,
        protocol,
        endpoint,
        owner,
        token: randomBytes(128).toString('hex'),
        isConfirmed: options?.isConfirmed === true,
        needsOwner: false,
        attributes: new Map(),
      };
      if (!known) topic.subscriptions.push(subscription);
      if (!subscription.isConfirmed) for (const listener of subscribed) listener(subscription);
      return subscription;
    },
    findSubscription: (arn) =>
      [...topics.values()]
        .flatMap((topic) => topic.subscriptions)
        .find((one) => one.arn === arn && one.isConfirmed),
    unsubscribe: (subscription) => {
      const topic = topics.get(subscription.topicArn);
      const index = topic?.subscriptions.indexOf(subscription) ?? -1;
      if (index >= 0) topic?.subscriptions.splice(index, 1);
      for (const listener of unsubscribed) listener(subscription);
    },
    onSubscribe: (listener) => {
      subscribed.push(listener);
    },
    onUnsubscribe: (listener) => {
      unsubscribed.push(listener);
    },
  };
};
