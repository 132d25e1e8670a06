import type { Alert } from '../../core/alert.ts';
import { alertKey } from '../../core/alert-key.ts';
import { parseArn } from '../../core/arn.ts';
import type { Fact } from '../../core/card.ts';
import { alarmLink } from '../../core/console-link.ts';
import { parseTime } from '../../core/dates.ts';
import { asAccountId } from '../../core/ids.ts';
import type { Notification } from '../../core/notification.ts';
import { foreign } from '../../core/redact.ts';
import { regionOf } from '../../core/regions.ts';
import type { Text } from '../../core/text.ts';
import { asText, isRecord } from '../../core/values.ts';
import { label, shorten } from '../../core/words.ts';
import { type ConfigurationChange, configurationChange } from './schema.ts';

const verbs: Readonly<Record<string, string>> = {
  create: 'was created',
  update: 'was changed',
  delete: 'was deleted',
};

/** Is it EventBridge's "CloudWatch Alarm Configuration Change"? */
export const isConfigurationChange = ({ body }: Notification): boolean =>
  isRecord(body) &&
  body['detail-type'] === 'CloudWatch Alarm Configuration Change' &&
  configurationChange.safeParse(body).success;

/** Words, a number or yes and no; anything deeper is not for a line of text. */
const scalar = (value: unknown): string | undefined =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : asText(value);

/** Fields that differ by nature. */
const skipped = new Set(['timestamp', 'alarmName', 'metrics']);

/** "Threshold: 10 → 20", for each setting that was changed. */
const differences = (body: unknown): readonly Fact[] => {
  const detail = isRecord(body) ? body['detail'] : undefined;
  const now = isRecord(detail) ? detail['configuration'] : undefined;
  const before = isRecord(detail) ? detail['previousConfiguration'] : undefined;
  if (!isRecord(now) || !isRecord(before)) return [];
  return Object.keys({ ...before, ...now })
    .filter((key) => !skipped.has(key) && scalar(now[key]) !== scalar(before[key]))
    .slice(0, 8)
    .map((key) => ({
      label: label(key),
      value: [
        foreign(shorten(scalar(before[key]) ?? 'nothing', 200)),
        ' → ',
        foreign(shorten(scalar(now[key]) ?? 'nothing', 200)),
      ],
    }));
};

const factsOf = ({ detail }: ConfigurationChange, body: unknown): readonly Fact[] => {
  const { configuration, state } = detail;
  const metrics = (configuration?.metrics ?? []).flatMap(({ metricStat }) =>
    metricStat?.metric?.name === undefined ? [] : [metricStat.metric.name],
  );
  const all: readonly (readonly [string, string | undefined])[] = [
    ['Description', configuration?.description],
    ['Rule', configuration?.alarmRule],
    ['Metric', metrics.length === 0 ? undefined : [...new Set(metrics)].join(', ')],
    ['State', state?.value],
  ];
  const facts = all.flatMap(([name, value]): Fact[] => {
    const text = asText(value);
    return text === undefined ? [] : [{ label: name, value: [foreign(text)] }];
  });
  return [...differences(body), ...facts];
};

const causeOf = ({ detail }: ConfigurationChange): Text | undefined => {
  if (detail.operation === 'delete') return ['it watches nothing any more'];
  return detail.configuration?.actionsEnabled === false ? ['its actions are disabled'] : undefined;
};

/** An alarm that was made, changed or deleted; undefined for any other notification. */
export const readConfigurationChange = (
  { body, sentAt, topicArn }: Notification,
  source: string,
): Alert | undefined => {
  const { success, data } = configurationChange.safeParse(body);
  if (!success) return undefined;
  const { detail } = data;
  const arn = parseArn(data.resources?.[0]);
  const account = arn?.account ?? asAccountId(data.account);
  const region = arn?.region ?? regionOf(data.region);
  const cause = causeOf(data);
  const consoleUrl =
    region === undefined || detail.operation === 'delete'
      ? undefined
      : alarmLink(region, detail.alarmName);
  return {
    key: alertKey(['alarm-change', account ?? data.account ?? '', region ?? '', detail.alarmName]),
    source,
    state: 'EVENT',
    phase: 'event',
    at: parseTime(data.time) ?? sentAt,
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(topicArn !== undefined && { topic: topicArn }),
    name: foreign(detail.alarmName),
    verb: verbs[detail.operation ?? ''] ?? 'was changed',
    ...(cause !== undefined && { cause }),
    facts: factsOf(data, body),
    details: [],
    ...(consoleUrl !== undefined && { consoleUrl }),
  };
};
