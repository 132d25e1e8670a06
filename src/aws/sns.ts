import type { SNS } from '@aws-sdk/client-sns';
import { AppError } from '../core/errors.ts';
import { asRegionId, type TopicArn } from '../core/ids.ts';
import type { AwsActionName } from './actions.ts';
import type { AwsClients } from './clients.ts';
import { placeOf } from './partition.ts';

/** One subscription of a topic. */
export interface TopicSubscription {
  /** Undefined while it is not confirmed. */
  readonly arn: string | undefined;
  readonly protocol: string;
  /** A URL for https, an ARN for sqs. */
  readonly endpoint: string;
}

/** What a topic or subscription says about itself; names as in AWS's own docs. */
export type Attributes = Readonly<Record<string, string>>;

export interface Sns {
  /**
   * ConfirmSubscription with AuthenticateOnUnsubscribe: after it nobody can unsubscribe us without
   * AWS credentials. Never by fetching a URL. Rejects with an AppError.
   */
  readonly confirm: (topicArn: TopicArn, token: string) => Promise<void>;
  /** @param endpoint an https URL, or the ARN of a queue. @returns the ARN, undefined while it waits for its confirmation. */
  readonly subscribe: (
    topicArn: TopicArn,
    endpoint: string,
    signal: AbortSignal,
  ) => Promise<string | undefined>;
  readonly subscriptions: (
    topicArn: TopicArn,
    signal: AbortSignal,
  ) => Promise<readonly TopicSubscription[]>;
  /**
   * Publish. Of the subject only ASCII letters, digits and punctuation come through, and 100
   * characters at most. Rejects with an AppError.
   *
   * @returns The message's id.
   */
  readonly publish: (
    topicArn: TopicArn,
    notice: { readonly subject: string; readonly message: string },
    signal: AbortSignal,
  ) => Promise<string>;
  readonly topicAttributes: (topicArn: TopicArn, signal: AbortSignal) => Promise<Attributes>;
  /** DeliveryPolicy, EffectiveDeliveryPolicy, RedrivePolicy, RawMessageDelivery, FilterPolicy … */
  readonly subscriptionAttributes: (
    subscriptionArn: string,
    signal: AbortSignal,
  ) => Promise<Attributes>;
}

/** SNS waits 15 s for the answer to what it posts; the confirmation has to be done by then. */
const confirmWithinMs = 10_000;

/** A confirmed subscription has an ARN, one that waits has a word like PendingConfirmation. */
const asArn = (text: string | undefined): string | undefined =>
  text?.startsWith('arn:') ? text : undefined;

const protocolOf = (endpoint: string): 'https' | 'http' | 'sqs' => {
  if (endpoint.startsWith('arn:')) return 'sqs';
  return endpoint.startsWith('https:') ? 'https' : 'http';
};

/**
 * "ASCII text that begins with a letter, number, or punctuation mark; must not include line breaks
 * or control characters; and must be less than 100 characters long"; else Publish is refused.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
const asSubject = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll('–', '-')
    .replaceAll(/[^ -~]+/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
    .slice(0, 99)
    .trimEnd();

type Send = <T>(
  call: AwsActionName,
  arn: string,
  signal: AbortSignal,
  work: (sns: SNS, options: { abortSignal: AbortSignal }) => Promise<T>,
) => Promise<T>;

/** Calls go to the region of the ARN, with the role of its account if there is one. */
const createSend =
  (clients: AwsClients): Send =>
  async (call, arn, signal, work) => {
    const place = placeOf(arn);
    const region = asRegionId(place.region);
    if (region === undefined)
      throw new AppError(`${call}: the ARN tells no region.`, {
        kind: 'input',
        code: 'aws_arn_invalid',
      });
    const where = clients.whereOf(place.account, region);
    return await clients.run({ call, where, urgency: 'people', signal }, async () =>
      work(await clients.sns(where), { abortSignal: signal }),
    );
  };

const listSubscriptions = async (
  send: Send,
  topicArn: TopicArn,
  signal: AbortSignal,
): Promise<readonly TopicSubscription[]> => {
  const found: TopicSubscription[] = [];
  let token: string | undefined;
  do {
    const input = { TopicArn: topicArn, ...(token !== undefined && { NextToken: token }) };
    const page = await send('sns:ListSubscriptionsByTopic', topicArn, signal, (sns, options) =>
      sns.listSubscriptionsByTopic(input, options),
    );
    for (const { SubscriptionArn, Protocol = '', Endpoint = '' } of page.Subscriptions ?? [])
      found.push({ arn: asArn(SubscriptionArn), protocol: Protocol, endpoint: Endpoint });
    token = page.NextToken;
  } while (token);
  return found;
};

export const createSns = (clients: AwsClients): Sns => {
  const send = createSend(clients);
  return {
    confirm: async (topicArn, token) => {
      const signal = AbortSignal.timeout(confirmWithinMs);
      const input = { TopicArn: topicArn, Token: token, AuthenticateOnUnsubscribe: 'true' };
      await send('sns:ConfirmSubscription', topicArn, signal, (sns, options) =>
        sns.confirmSubscription(input, options),
      );
    },
    subscribe: async (topicArn, endpoint, signal) => {
      const input = { TopicArn: topicArn, Protocol: protocolOf(endpoint), Endpoint: endpoint };
      const answer = await send('sns:Subscribe', topicArn, signal, (sns, options) =>
        sns.subscribe(input, options),
      );
      return asArn(answer.SubscriptionArn);
    },
    publish: async (topicArn, { subject, message }, signal) => {
      const plain = asSubject(subject);
      const input = { TopicArn: topicArn, Message: message, ...(plain && { Subject: plain }) };
      const { MessageId = '' } = await send('sns:Publish', topicArn, signal, (sns, options) =>
        sns.publish(input, options),
      );
      return MessageId;
    },
    subscriptions: (topicArn, signal) => listSubscriptions(send, topicArn, signal),
    topicAttributes: async (topicArn, signal) => {
      const answer = await send('sns:GetTopicAttributes', topicArn, signal, (sns, options) =>
        sns.getTopicAttributes({ TopicArn: topicArn }, options),
      );
      return answer.Attributes ?? {};
    },
    subscriptionAttributes: async (arn, signal) => {
      const answer = await send('sns:GetSubscriptionAttributes', arn, signal, (sns, options) =>
        sns.getSubscriptionAttributes({ SubscriptionArn: arn }, options),
      );
      return answer.Attributes ?? {};
    },
  };
};
