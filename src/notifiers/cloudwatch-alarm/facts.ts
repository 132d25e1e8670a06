import type { CardPart, Fact } from '../../core/card.ts';
import { foreign } from '../../core/redact.ts';
import type { Inline, Text } from '../../core/text.ts';
import { shorten, shownDuration } from '../../core/words.ts';
import { type AlarmChange, isBand, type Query, watchedQuery } from './alarm.ts';
import type { Reason } from './reason.ts';
import { listed, periodOf, statisticName, subject } from './subject.ts';
import { shownValue } from './units.ts';

const fact = (label: string, value: Text | undefined): readonly Fact[] =>
  value === undefined || value.length === 0 ? [] : [{ label, value }];

const text = (value: string | undefined): Text | undefined =>
  value === undefined ? undefined : [foreign(value)];

/** "Sum of IAMPolicyEventCount (CloudTrailMetrics)" */
const metricText = (query: Query): Text | undefined => {
  const name = subject(query);
  if (name === undefined) return undefined;
  const statistic = statisticName(query.statistic);
  return [
    ...(statistic === undefined || query.expression !== undefined ? [] : [`${statistic} of `]),
    name,
    ...(query.namespace === undefined ? [] : [' (', foreign(query.namespace), ')']),
  ];
};

/** The metrics an expression is made of. */
const sources = (alarm: AlarmChange): readonly Query[] =>
  watchedQuery(alarm)?.expression === undefined
    ? []
    : alarm.queries.filter(({ name }) => name !== undefined);

const metricFacts = (alarm: AlarmChange): readonly Fact[] => {
  const query = watchedQuery(alarm);
  if (query === undefined) return [];
  const made = sources(alarm);
  const shown = made
    .slice(0, 5)
    .flatMap((source, index): Inline[] => [
      ...(index === 0 ? [] : [', ']),
      ...(metricText(source) ?? []),
    ]);
  const more = made.length > 5 ? [` and ${made.length - 5} more`] : [];
  return [
    ...fact('Metric', metricText(query)),
    ...fact('Expression', text(query.expression && shorten(query.expression, 500))),
    ...fact('Made of', made.length === 0 ? undefined : [...shown, ...more]),
  ];
};

/** Each dimension once, whichever of the metrics has it. */
const dimensions = (alarm: AlarmChange): readonly (readonly [string, string])[] => {
  const all = alarm.queries.flatMap((query) => query.dimensions);
  return [...new Map(all.map((pair) => [pair.join('\u0000'), pair])).values()];
};

const dimensionFact = (alarm: AlarmChange): readonly Fact[] => {
  const all = dimensions(alarm);
  const shown = all
    .slice(0, 6)
    .flatMap(([name, value], index): Inline[] => [
      ...(index === 0 ? [] : [', ']),
      foreign(name),
      ' ',
      { code: foreign(value) },
    ]);
  const more = all.length > 6 ? [` and ${all.length - 6} more`] : [];
  return fact(
    all.length > 1 ? 'Dimensions' : 'Resource',
    all.length === 0 ? undefined : [...shown, ...more],
  );
};

/** "≥ 1 (sum over 5 minutes), 2 of 3 times" */
const thresholdFact = (alarm: AlarmChange, reason: Reason): readonly Fact[] => {
  const query = watchedQuery(alarm);
  const period = periodOf(alarm, reason);
  const { evaluationPeriods: periods = 1, datapointsToAlarm: needed = periods } = alarm;
  const statistic = statisticName(query?.statistic)?.toLowerCase();
  const how = [statistic, period === undefined ? undefined : `over ${shownDuration(period)}`]
    .filter((word) => word !== undefined)
    .join(' ');
  const often =
    needed < periods ? `, ${needed} of ${periods} times` : `, ${periods} times in a row`;
  const rest = `${how === '' ? '' : ` (${how})`}${periods > 1 ? often : ''}`;
  if (reason.band !== undefined || alarm.queries.some(isBand))
    return fact('Threshold', [`outside the expected band${rest}`]);
  const { sign, threshold } = reason;
  if (threshold === undefined) return [];
  const limit = `${sign === undefined ? '' : `${sign} `}${shownValue(threshold, query)}`;
  return fact('Threshold', [`${limit}${rest}`]);
};

const datapointFact = (alarm: AlarmChange, { datapoints }: Reason): readonly Fact[] => {
  const query = watchedQuery(alarm);
  const shown = datapoints
    .slice(0, 5)
    .flatMap(({ value, at }, index): Inline[] => [
      ...(index === 0 ? [] : [', ']),
      shownValue(value, query),
      ...(at === undefined ? [] : [' at ', { time: at } as const]),
    ]);
  return fact(datapoints.length > 1 ? 'Values' : 'Value', shown);
};

/** From OK to ALARM and back is what the headline says already. */
const isOrdinary = ({ oldState, state }: AlarmChange): boolean =>
  (state === 'ALARM' && oldState === 'OK') || (state === 'OK' && oldState === 'ALARM');

const previousFact = (alarm: AlarmChange): readonly Fact[] => {
  const { oldState, oldAt, state } = alarm;
  const saysNothing = oldAt === undefined && isOrdinary(alarm);
  return oldState === undefined || oldState === state || saysNothing
    ? []
    : fact('Before', [
        foreign(oldState),
        ...(oldAt === undefined ? [] : [' since ', { time: oldAt, style: 'date-time' } as const]),
      ]);
};

const contributorFacts = ({ contributor }: AlarmChange): readonly Fact[] => {
  if (contributor === undefined) return [];
  const { id, attributes } = contributor;
  const shown = attributes
    .slice(0, 6)
    .flatMap(([name, value], index): Inline[] => [
      ...(index === 0 ? [] : [', ']),
      foreign(name),
      ' ',
      { code: foreign(value) },
    ]);
  return fact('Contributor', shown.length > 0 ? shown : [{ code: foreign(id) }]);
};

/** The first screen of an alarm, in reading order. */
export const factsOf = (
  alarm: AlarmChange,
  reason: Reason,
  isExplained: boolean,
): readonly Fact[] => [
  ...(alarm.account === undefined ? fact('Account', text(alarm.accountText)) : []),
  ...fact('Description', text(alarm.description)),
  ...contributorFacts(alarm),
  ...dimensionFact(alarm),
  ...metricFacts(alarm),
  ...thresholdFact(alarm, reason),
  ...datapointFact(alarm, reason),
  ...fact('Rule', text(alarm.rule)),
  ...fact('Log group', alarm.logGroups.length === 0 ? undefined : listed(alarm.logGroups, 3)),
  ...fact('Query', text(alarm.logQuery)),
  ...previousFact(alarm),
  ...fact('Actions suppressed', text(alarm.suppressed)),
  ...(alarm.partial ? fact('Data', ['partial: not every metric could be read']) : []),
  ...(isExplained ? [] : fact('Reason', text(alarm.reason))),
];

/** Under the facts: a composite's children, a log alarm's lines. */
export const detailsOf = ({ children, logLines }: AlarmChange): readonly CardPart[] => [
  ...(children.length > 1
    ? [
        {
          kind: 'list' as const,
          items: children.map(
            ({ name, state }): Text =>
              state === undefined ? [foreign(name)] : [foreign(name), ' is ', foreign(state)],
          ),
        },
      ]
    : []),
  ...(logLines.length > 0 ? [{ kind: 'code' as const, text: foreign(logLines.join('\n')) }] : []),
];

/** The one resource it is about, if it is about one. */
export const resourceOf = (alarm: AlarmChange): string | undefined => {
  const all = dimensions(alarm);
  return all.length === 1 ? all[0]?.[1] : undefined;
};
