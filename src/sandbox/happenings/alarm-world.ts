import { alarmNotification } from '../aws/alarm-notification.ts';
import type { Alarm, AlarmStateName } from '../aws/alarms.ts';
import { isIn } from '../aws/plan/span.ts';
import { compositeReason, metricReason } from '../aws/reasons.ts';
import type { FakeAws, Published } from '../aws/server.ts';
import type { World } from './happening.ts';

const arnBeside = (arn: string, name: string): string => arn.replace(/[^:]*$/, name);

/** The child that tips a composite alarm. */
const childOf = (aws: FakeAws, alarm: Alarm): { arn: string; state: AlarmStateName } => {
  const { definition } = alarm;
  const [name = ''] = definition.kind === 'composite' ? definition.children : [];
  const child = aws.alarms.find(name, definition.account);
  return { arn: child?.arn ?? arnBeside(alarm.arn, name), state: child?.state ?? 'ALARM' };
};

/**
 * Changes an alarm: its state and history in CloudWatch, and the notification to its topic.
 * Resolves when that was delivered; undefined if the alarm was in that state already, or tells nobody.
 */
export const changeAlarm =
  (deps: Pick<World, 'aws' | 'clock' | 'changes'>): World['alarm'] =>
  async (name, state, value, account) => {
    const { aws, clock, changes } = deps;
    const alarm = aws.alarms.find(name, account);
    if (alarm === undefined) throw new Error(`there is no alarm ${name}`);
    const { definition } = alarm;
    const { reason, reasonData } =
      definition.kind === 'composite'
        ? compositeReason(childOf(aws, alarm), clock.now())
        : metricReason(definition, state, value, clock.now());
    const change = aws.alarms.change(alarm, state, reason, reasonData);
    if (change === undefined) return undefined;
    changes.announce({ kind: 'alarm' });
    if (isIn(definition.quiet?.span, aws.weeks.week())) return undefined;
    const { subject, message } = alarmNotification(change);
    const published: Published = await aws.publish({
      topicArn: definition.topicArn,
      subject,
      message,
    });
    return published;
  };
