import type { Json } from '../../json.ts';
import { stringOf } from '../../json.ts';
import { AwsError, missing, notFound } from '../aws-error.ts';
import type { AwsContext, Caller, Operation } from '../operation.ts';
import { type Subscription, standardDeliveryPolicy, type Topic } from '../sns-store.ts';

const text = (input: Json, name: string): string => {
  const value = stringOf(input[name]);
  if (value === '') throw missing(name);
  return value;
};

const denied = (caller: Caller, action: string, arn: string): AwsError =>
  new AwsError(
    'AuthorizationError',
    `User: ${caller.arn} is not authorized to perform: SNS:${action} on resource: ${arn} because no resource-based policy allows the SNS:${action} action`,
    403,
  );

const topicOf = (context: AwsContext, caller: Caller, input: Json, action: string): Topic => {
  const arn = text(input, 'TopicArn');
  const topic = context.sns.topics.get(arn);
  if (topic && topic.owner !== caller.account) throw denied(caller, action, arn);
  if (topic === undefined || arn.split(':')[3] !== caller.region) throw notFound('Topic');
  return topic;
};

const subscriptionOf = (
  context: AwsContext,
  caller: Caller,
  input: Json,
  action: string,
): Subscription => {
  const arn = text(input, 'SubscriptionArn');
  const subscription = context.sns.findSubscription(arn);
  if (subscription === undefined) throw notFound('Subscription');
  if (subscription.owner !== caller.account) throw denied(caller, action, arn);
  return subscription;
};

const shownArn = (subscription: Subscription): string =>
  subscription.isConfirmed ? subscription.arn : 'PendingConfirmation';

/** https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
const subscribe: Operation = {
  service: 'sns',
  name: 'Subscribe',
  run: (context, caller, input) => {
    const topic = topicOf(context, caller, input, 'Subscribe');
    const protocol = text(input, 'Protocol');
    const endpoint = text(input, 'Endpoint');
    if (!['http', 'https', 'sqs'].includes(protocol))
      throw new AwsError('InvalidParameter', `Invalid parameter: Protocol`);
    const isUrl = protocol === 'http' || protocol === 'https';
    if (isUrl && !endpoint.startsWith(`${protocol}://`))
      throw new AwsError(
        'InvalidParameter',
        'Invalid parameter: Endpoint must match the specified protocol',
      );
    const subscription = context.sns.subscribe(topic, {
      protocol,
      endpoint,
      owner: caller.account,
    });
    return {
      SubscriptionArn: shownArn(subscription).replace(
        'PendingConfirmation',
        'pending confirmation',
      ),
    };
  },
};

/** https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html */
const confirmSubscription: Operation = {
  service: 'sns',
  name: 'ConfirmSubscription',
  run: (context, _caller, input) => {
    const topic = context.sns.topics.get(text(input, 'TopicArn'));
    const token = text(input, 'Token');
    const subscription = topic?.subscriptions.find((one) => one.token === token);
    if (subscription === undefined)
      throw new AwsError('InvalidParameter', 'Invalid parameter: Token');
    subscription.isConfirmed = true;
    subscription.needsOwner = stringOf(input['AuthenticateOnUnsubscribe']) === 'true';
    return { SubscriptionArn: subscription.arn };
  },
};

/** https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html */
const unsubscribe: Operation = {
  service: 'sns',
  name: 'Unsubscribe',
  run: (context, caller, input) => {
    context.sns.unsubscribe(subscriptionOf(context, caller, input, 'Unsubscribe'));
    return {};
  },
};

const pageSize = 100;

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
const listSubscriptionsByTopic: Operation = {
  service: 'sns',
  name: 'ListSubscriptionsByTopic',
  run: (context, caller, input) => {
    const topic = topicOf(context, caller, input, 'ListSubscriptionsByTopic');
    const start = Number(stringOf(input['NextToken']) || '0');
    if (!Number.isInteger(start))
      throw new AwsError('InvalidParameter', 'Invalid parameter: NextToken');
    const page = topic.subscriptions.slice(start, start + pageSize);
    const end = start + page.length;
    return {
      Subscriptions: page.map((subscription) => ({
        SubscriptionArn: shownArn(subscription),
        Owner: subscription.owner,
        Protocol: subscription.protocol,
        Endpoint: subscription.endpoint,
        TopicArn: topic.arn,
      })),
      ...(end < topic.subscriptions.length ? { NextToken: String(end) } : {}),
    };
  },
};

/** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
const getTopicAttributes: Operation = {
  service: 'sns',
  name: 'GetTopicAttributes',
  run: (context, caller, input) => {
    const topic = topicOf(context, caller, input, 'GetTopicAttributes');
    const confirmed = topic.subscriptions.filter((one) => one.isConfirmed).length;
    const counts: readonly (readonly [string, string])[] = [
      ['SubscriptionsConfirmed', String(confirmed)],
      ['SubscriptionsPending', String(topic.subscriptions.length - confirmed)],
      ['SubscriptionsDeleted', '0'],
    ];
    return { Attributes: new Map([...topic.attributes, ...counts]) };
  },
};

/** https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html */
const getSubscriptionAttributes: Operation = {
  service: 'sns',
  name: 'GetSubscriptionAttributes',
  run: (context, caller, input) => {
    const subscription = subscriptionOf(context, caller, input, 'GetSubscriptionAttributes');
    const { attributes } = subscription;
    const facts: readonly (readonly [string, string])[] = [
      ['SubscriptionArn', subscription.arn],
      ['TopicArn', subscription.topicArn],
      ['Owner', subscription.owner],
      ['Protocol', subscription.protocol],
      ['Endpoint', subscription.endpoint],
      ['PendingConfirmation', String(!subscription.isConfirmed)],
      ['ConfirmationWasAuthenticated', String(subscription.needsOwner)],
      ['RawMessageDelivery', attributes.get('RawMessageDelivery') ?? 'false'],
      [
        'EffectiveDeliveryPolicy',
        attributes.get('DeliveryPolicy') ?? JSON.stringify(standardDeliveryPolicy),
      ],
    ];
    return { Attributes: new Map([...attributes, ...facts]) };
  },
};

const settable = [
  'DeliveryPolicy',
  'RedrivePolicy',
  'RawMessageDelivery',
  'FilterPolicy',
  'FilterPolicyScope',
];

/** https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
const setSubscriptionAttributes: Operation = {
  service: 'sns',
  name: 'SetSubscriptionAttributes',
  run: (context, caller, input) => {
    const subscription = subscriptionOf(context, caller, input, 'SetSubscriptionAttributes');
    const name = text(input, 'AttributeName');
    if (!settable.includes(name))
      throw new AwsError('InvalidParameter', 'Invalid parameter: AttributeName');
    const value = stringOf(input['AttributeValue']);
    if (value === '') subscription.attributes.delete(name);
    else subscription.attributes.set(name, value);
    return {};
  },
};

export const snsOperations: readonly Operation[] = [
  subscribe,
  confirmSubscription,
  unsubscribe,
  listSubscriptionsByTopic,
  getTopicAttributes,
  getSubscriptionAttributes,
  setSubscriptionAttributes,
];
