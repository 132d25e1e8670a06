import { type Clock, day } from '../../core/clock.ts';
import type { Organisation } from './organisation.ts';
import { planAlarms, type Quiet } from './plan/alarms.ts';
import { plannedAlarm, sampleAlarms } from './sample-alarms.ts';

export type AlarmStateName = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface MetricOf {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
}

interface AlarmBase {
  readonly name: string;
  readonly description: string | undefined;
  readonly account: string;
  readonly region: string;
  /** Where its state changes are told. */
  readonly topicArn: string;
  /** When it tells nobody, and why. */
  readonly quiet?: Quiet | undefined;
}

interface Evaluated {
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly comparison: string;
}

interface OneMetric extends AlarmBase, Evaluated {
  readonly metric: MetricOf;
  readonly statistic: string;
  readonly threshold: number;
  readonly unit?: string;
}

/** What an alarm watches; each kind has its own form on the wire. */
export type AlarmDefinition =
  | (OneMetric & { readonly kind: 'metric' })
  | (OneMetric & { readonly kind: 'contributor' })
  | (AlarmBase &
      Evaluated & {
        readonly kind: 'math';
        readonly expression: string;
        readonly label: string;
        readonly metrics: readonly MetricOf[];
        readonly threshold: number;
      })
  | (AlarmBase &
      Evaluated & { readonly kind: 'anomaly'; readonly metric: MetricOf; readonly width: number })
  | (AlarmBase & {
      readonly kind: 'composite';
      readonly rule: string;
      readonly children: readonly string[];
    })
  | (AlarmBase & {
      readonly kind: 'log';
      readonly logGroup: string;
      readonly queryString: string;
      readonly threshold: number;
      readonly comparison: string;
    });

/** An alarm and the state it is in. */
export interface Alarm {
  readonly definition: AlarmDefinition;
  readonly arn: string;
  state: AlarmStateName;
  previous: AlarmStateName;
  reason: string;
  reasonData: string | undefined;
  /** Epoch ms. */
  stateAt: number;
}

export interface AlarmChange {
  readonly alarm: Alarm;
  readonly at: number;
  readonly oldState: AlarmStateName;
  readonly oldReason: string;
  readonly newState: AlarmStateName;
  readonly reason: string;
  readonly reasonData: string | undefined;
}

export interface AlarmStore {
  readonly all: () => readonly Alarm[];
  /** By name, in one account or in any. */
  readonly find: (name: string, account?: string) => Alarm | undefined;
  readonly add: (definition: AlarmDefinition) => Alarm;
  /** Writes the history; @returns undefined if the alarm is in that state already. */
  readonly change: (
    alarm: Alarm,
    state: AlarmStateName,
    reason: string,
    reasonData?: string,
  ) => AlarmChange | undefined;
  /** Newest last. */
  readonly history: () => readonly AlarmChange[];
  readonly reset: () => void;
}

const arnOf = ({ region, account, name }: AlarmDefinition): string =>
  `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;

/** Without data for longer than anybody waits. */
const silentMs = 20 * day;

const addPlanned = (account: string, add: AlarmStore['add']): void => {
  for (const planned of planAlarms(account)) {
    const alarm = add(plannedAlarm(account, planned));
    if (!planned.isWithoutData) continue;
    alarm.state = 'INSUFFICIENT_DATA';
    alarm.previous = 'OK';
    alarm.reason = 'Insufficient Data: 1 datapoint was unknown.';
    alarm.stateAt -= silentMs;
  }
};

export const createAlarmStore = (clock: Clock, organisation: Organisation): AlarmStore => {
  const alarms = new Map<string, Alarm>();
  let history: AlarmChange[] = [];
  let lastAt = 0;
  const add = (definition: AlarmDefinition): Alarm => {
    const alarm: Alarm = {
      definition,
      arn: arnOf(definition),
      state: 'OK',
      previous: 'INSUFFICIENT_DATA',
      reason: 'Threshold Crossed: no datapoints were missing and none was breaching.',
      reasonData: undefined,
      // Long ago: a bot that starts must not take it for something it missed.
      stateAt: clock.now() - 3 * day,
    };
    alarms.set(alarm.arn, alarm);
    return alarm;
  };
  const reset = (): void => {
    alarms.clear();
    history = [];
    for (const definition of sampleAlarms()) add(definition);
    if (organisation.size === 'large')
      for (const { id } of organisation.accounts) addPlanned(id, add);
  };
  reset();
  return {
    all: () => [...alarms.values()],
    find: (name, account) =>
      [...alarms.values()].find(
        ({ definition }) =>
          definition.name === name && (account === undefined || definition.account === account),
      ),
    add,
    change: (alarm, state, reason, reasonData) => {
      if (alarm.state === state) return undefined;
      // Two changes never have the same time, as in AWS, where an alarm changes once a period.
      lastAt = Math.max(clock.now(), lastAt + 1);
      const change: AlarmChange = {
        alarm,
        at: lastAt,
        oldState: alarm.state,
        oldReason: alarm.reason,
        newState: state,
        reason,
        reasonData,
      };
      alarm.previous = alarm.state;
      Object.assign(alarm, { state, reason, reasonData, stateAt: lastAt });
      history.push(change);
      return change;
    },
    history: () => history,
    reset,
  };
};
