import type { AlarmState, AlarmStateChange } from '../aws/cloudwatch-types.ts';
import type { MissedState } from './found-late-message.ts';

/** The listed topic that an alarm notifies; undefined if it notifies none. */
const topicOf = (alarm: AlarmState, listed: ReadonlySet<string>): string | undefined =>
  alarm.actionsEnabled ? alarm.actions.find((action) => listed.has(action)) : undefined;

const isOf = (change: AlarmStateChange, alarm: AlarmState): boolean =>
  change.arn === undefined ? change.name === alarm.name : change.arn === alarm.arn;

const current = (alarm: AlarmState, topicArn: string): MissedState => ({
  alarm,
  topicArn,
  state: { value: alarm.state, reason: alarm.reason, reasonData: alarm.reasonData },
  at: alarm.stateAt,
});

/**
 * What the alarms of one account and region would have told listed topics since `since` (epoch ms):
 * their state changes, and the state they are in. An alarm that is in ALARM counts whenever that
 * began, for its history may be gone by now.
 */
export const missedStates = (
  alarms: readonly AlarmState[],
  changes: readonly AlarmStateChange[],
  listed: ReadonlySet<string>,
  since: number,
): readonly MissedState[] =>
  alarms.flatMap((alarm) => {
    const topicArn = topicOf(alarm, listed);
    if (topicArn === undefined) return [];
    const own = changes.filter((change) => isOf(change, alarm) && change.at >= since);
    const past = own.map(({ state, previous, at }) => ({ alarm, topicArn, state, previous, at }));
    const isTold = past.at(-1)?.state.value === alarm.state;
    const isNews = alarm.state === 'ALARM' || alarm.stateAt >= since;
    return isTold || !isNews ? past : [...past, current(alarm, topicArn)];
  });
