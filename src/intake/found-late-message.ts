import type { AlarmState } from '../aws/cloudwatch-types.ts';
import type { Received } from '../core/inbox-store.ts';

/** One state of an alarm that nobody told us of. */
export interface MissedState {
  readonly alarm: AlarmState;
  /** Where its notification would have gone. */
  readonly topicArn: string;
  readonly state: {
    readonly value: string;
    readonly reason?: string | undefined;
    readonly reasonData?: string | undefined;
  };
  readonly previous?: { readonly value: string } | undefined;
  /** CloudWatch's own clock, epoch ms. */
  readonly at: number;
}

/** EventBridge writes 2026-03-06T20:00:26.893+0000. */
const offsetTime = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');

/**
 * The inbox row for it: an SNS notification around the event that EventBridge would have sent, so
 * that from here on it goes the way of every other. Its id is the same however often it is found.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export const foundLate = (missed: MissedState, receivedAt: number): Received => {
  const { alarm, topicArn, state, previous, at } = missed;
  const messageId = `found-late/${alarm.arn}/${state.value}/${at}`;
  const [, , , region, account] = alarm.arn.split(':');
  const event = {
    version: '0',
    id: messageId,
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account,
    time: new Date(at).toISOString(),
    region,
    resources: [alarm.arn],
    detail: {
      alarmName: alarm.name,
      state: { ...state, timestamp: offsetTime(at) },
      ...(previous && { previousState: previous }),
      configuration: alarm.configuration,
    },
  };
  const envelope = JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    Message: JSON.stringify(event),
    Timestamp: new Date(at).toISOString(),
  });
  return { topicArn, messageId, via: 'found-late', receivedAt, envelope };
};
